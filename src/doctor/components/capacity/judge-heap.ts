import { MIB } from '../../../sizing/quantity.ts';
import type { Service } from '../../../project/project.ts';
import {
  type Finding,
  type FixClass,
  found,
  notApplicable,
  notObservable,
  type Verdict,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { containerOfService } from '../compose/container-of-service.ts';
import { imageSource } from '../compose/image-contents.ts';
import { placeOfLimit } from '../compose/places.ts';
import { startedServices } from '../compose/spec-value.ts';
import { type StartWord, startWords } from './start-words.ts';

/** What a runtime's flag for its heap looks like. */
export interface HeapFlag {
  /** What runs: `Node`. */
  readonly runtime: string;
  /** Bytes that a text sets for the heap; undefined where it sets none. */
  readonly heapOf: (text: string) => number | undefined;
  /** The same text with a heap of so many MiB. */
  readonly withHeap: (text: string, mib: number) => string;
  /** Whether a heap, in bytes, is too much for a memory limit. */
  readonly isTooMuch: (heap: number, limit: number) => boolean;
  readonly fixClass: FixClass;
}

/** What of a limit a heap may have; search engines need the other half for the files that they keep in memory (Elastic, JVM heap size). */
function shareFor({ by }: StartWord): number {
  return /^(?:ES|OPENSEARCH)_JAVA_OPTS$/.test(by) ? 0.5 : 0.75;
}

/** Stores and exporters have no such heap, though they may read the same env file. */
const OWN = new Set<Service['kind']>(['backend', 'frontend', 'other']);
/** What serves the pages that Node has built. */
const PAGES = /(?:^|\/)(?:nginx|nginx-unprivileged|httpd|caddy)(?:[:@]|$)/;

/** Judges the heap that each service sets for itself by the memory limit of its container. */
export function judgeHeap(evidence: Evidence, flag: HeapFlag): Verdict {
  const { project } = evidence;
  const set = startedServices(project).flatMap((service): SetHeap[] => {
    if (!OWN.has(service.kind) || PAGES.test(imageSource(project, service).base ?? '')) return [];
    const word = startWords(project, service).find(({ text }) => flag.heapOf(text) !== undefined);
    return word === undefined ? [] : [{ service, word }];
  });
  if (set.length === 0) return notApplicable(`no service sets a heap for ${flag.runtime}`);
  if (set.every(({ service }) => service.memoryLimit === undefined))
    return notObservable('no service that sets a heap has a memory limit');
  return found(
    set
      .filter((one) => !set.some((other) => isTighter(other, one)))
      .flatMap(({ service, word }) => findingOf(evidence, service, word, flag)),
  );
}

interface SetHeap {
  readonly service: Service;
  readonly word: StartWord;
}

/** Of several services that one text gives a heap, that with the least memory is told: what fits it fits the others. */
function isTighter(one: SetHeap, other: SetHeap): boolean {
  return (
    JSON.stringify(one.word.at) === JSON.stringify(other.word.at) &&
    (one.service.memoryLimit ?? Infinity) < (other.service.memoryLimit ?? Infinity)
  );
}

function findingOf({ live }: Evidence, service: Service, word: StartWord, flag: HeapFlag): Finding[] {
  const { memoryLimit, name } = service;
  const heap = flag.heapOf(word.text);
  if (memoryLimit === undefined || heap === undefined || !flag.isTooMuch(heap, memoryLimit)) return [];
  const wanted = Math.floor((memoryLimit * shareFor(word)) / MIB);
  const edit = word.replaced(flag.withHeap(word.text, wanted));
  const [has, limit] = [mib(heap), mib(memoryLimit)];
  const share = Math.round((heap / memoryLimit) * 100);
  const killed = containerOfService(live, service)?.oomKilled === true;
  return [
    {
      message: `${name} lets ${flag.runtime} fill a heap of ${has}, ${share} % of its container's ${limit}: the kernel may kill it before it collects its garbage.`,
      at: word.at,
      related: [placeOfLimit(service, 'memory')],
      evidence: [
        { by: 'config', text: `heap ${has} (${word.by}), memory limit ${limit}`, at: word.at },
        ...(killed
          ? [{ by: 'live', text: `the kernel has killed a container of ${name} for its memory` } as const]
          : []),
      ],
      repair: `Set the heap to ${wanted} MiB, or raise the limit of ${name} to ${mib(heap / shareFor(word))}.`,
      ...(edit === undefined ? {} : { fix: { class: flag.fixClass, edits: [edit], restart: [name] } }),
    },
  ];
}

function mib(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}
