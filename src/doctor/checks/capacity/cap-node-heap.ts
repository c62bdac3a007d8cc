import { MIB } from '../../../sizing/quantity.ts';
import { defineCheck } from '../../check.ts';
import { judgeHeap } from '../../components/capacity/judge-heap.ts';

const FLAG = /(--max[-_]old[-_]space[-_]size=)(\d+)/;

export const capNodeHeap = defineCheck({
  id: 'cap-node-heap',
  area: 'capacity',
  severity: 'warning',
  title: "Node's heap leaves room within the container's limit",
  why: `--max-old-space-size is the old part of the heap alone. The young part, buffers, code and native libraries come on top, a quarter of
a process as a rule. Where the heap may grow to near the limit the kernel kills the process, without a line in its log, before V8 sees a
reason to collect.`,
  repair: "Set --max-old-space-size to three quarters of the container's memory limit, in MiB.",
  fixClass: 'safe',
  source:
    'Node.js documentation, --max-old-space-size ("on a machine with 2 GiB of memory, consider setting this to 1536"); units and both spellings seen with node 20.20',
  run: (evidence) =>
    judgeHeap(evidence, {
      runtime: 'Node',
      heapOf: (text) => {
        const mib = FLAG.exec(text)?.[2];
        return mib === undefined ? undefined : Number(mib) * MIB;
      },
      withHeap: (text, mib) => text.replace(FLAG, `$1${mib}`),
      isTooMuch: (heap, limit) => heap > limit * 0.75,
      fixClass: 'safe',
    }),
});
