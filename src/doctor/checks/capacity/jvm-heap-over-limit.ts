import { defineCheck } from '../../check.ts';
import { judgeHeap } from '../../components/capacity/judge-heap.ts';

const MOST = /(?<=^|[\s"'=])-Xmx(\d+)([kmgt]?)(?![\w.])/gi;
const FIRST = /(?<=^|[\s"'=])-Xms(\d+)([kmgt]?)(?![\w.])/gi;
const POWER: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 };

export const jvmHeapOverLimit = defineCheck({
  id: 'jvm-heap-over-limit',
  area: 'capacity',
  severity: 'warning',
  title: "A Java heap is smaller than the container's memory limit",
  why: `-Xmx is the heap alone; threads, classes, code and direct buffers come on top. A heap as large as the container's limit is never
full: the kernel kills the process first, and no OutOfMemoryError and no heap dump tells why.`,
  repair:
    "Set -Xmx to three quarters of the container's memory limit (half for Elasticsearch), or raise the limit.",
  fixClass: 'confirm',
  source:
    'java manual, -Xmx and -Xms; Elastic documentation, JVM heap size (at most half of the memory); "Initial heap size set to a larger value than the maximum heap size" seen with OpenJDK 17',
  run: (evidence) =>
    judgeHeap(evidence, {
      runtime: 'Java',
      heapOf,
      withHeap,
      isTooMuch: (heap, limit) => heap >= limit,
      fixClass: 'confirm',
    }),
});

/** Of several the last holds. */
function heapOf(text: string): number | undefined {
  const last = [...text.matchAll(MOST)].at(-1);
  return last === undefined ? undefined : bytesOf(last);
}

/** The first size goes down with the last: Java does not start with one above it. */
function withHeap(text: string, mib: number): string {
  const heap = mib * 1024 ** 2;
  return text
    .replaceAll(MOST, `-Xmx${mib}m`)
    .replaceAll(FIRST, (...match) => (bytesOf(match) > heap ? `-Xms${mib}m` : match[0]));
}

function bytesOf([, digits, unit]: readonly unknown[]): number {
  return Number(digits) * 1024 ** (POWER[String(unit).toLowerCase()] ?? 0);
}
