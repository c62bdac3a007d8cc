import type { CandidateId, DocumentId, ParsedDocument } from '../domain/document.ts';
import type { Embedder } from '../embed/embedder.ts';
import { batcher } from '../lib/batcher.ts';
import type { CandidateStore, NewDocument } from '../stores/candidate-store.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { embedDocuments, indexPeople, type VectorsByDocument } from '../indexing/index-people.ts';
import type { IndexOutage } from './index-outage.ts';
import { SAME_BYTES } from './known.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { FileReport } from './report.ts';

interface Deps {
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
}

/**
 * A transaction costs some 5 ms whatever it holds, a document 2 ms more: so up to this many share one, and the first of them
 * waits a moment for the others. More would gain little, and kill -9 would cost more work.
 */
const BATCH = { size: 32, lingerMs: 200 };

/** Documents of one run whose copies are told: more than can lie between the comparison with the store and here. */
const REMEMBERED = 4096;

export interface SinkOptions {
  /** Report only. */
  readonly dryRun: boolean;
  /** Of how many documents before it tells copies; 0 in a process that outlives a run, since people are forgotten. */
  readonly remembered?: number;
  /** How long the first document of a batch waits for others; 200 ms unless given. */
  readonly lingerMs?: number;
  /** Unless given, an index that cannot be reached makes the sink reject. */
  readonly outage?: IndexOutage;
}

/** Stores a document under its path; resolves once the index holds it. */
export type Sink = (path: string, document: ParsedDocument) => Promise<FileReport>;

/**
 * Where parsed documents go: store first (the record), then the index, then the mark that the index holds them. Killed
 * between any two of these, the next run finds the people pending and goes on. So it does after an `outage` of the index.
 */
export function documentSink(
  deps: Deps,
  meter: ProgressMeter,
  { dryRun, remembered = REMEMBERED, lingerMs = BATCH.lingerMs, outage }: SinkOptions,
): Sink {
  const index = (ids: readonly CandidateId[], vectors: VectorsByDocument): Promise<void> =>
    indexPeople(deps, ids, vectors);
  const tolerant: typeof index = (ids, vectors) =>
    outage === undefined ? index(ids, vectors) : outage.tolerate(() => index(ids, vectors));
  // A dry run stores nothing that its comparison could find, so it remembers all.
  const stored = new Copies(dryRun ? Infinity : remembered);
  const store = batcher<NewDocument, FileReport>({ ...BATCH, lingerMs }, async (batch) => {
    const placed = await storeBatch(deps, meter, batch, tolerant);
    return batch.map((item, i) => report(item, stored, placed[i]));
  });
  return (path, document) =>
    dryRun ? Promise.resolve(report({ path, document }, stored, undefined)) : store({ path, document });
}

/** The documents that came last. */
class Copies {
  readonly #seen = new Set<DocumentId>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether it came before. */
  met(id: DocumentId): boolean {
    if (this.#seen.has(id)) return true;
    this.#seen.add(id);
    const [oldest] = this.#seen;
    if (this.#seen.size > this.#most && oldest !== undefined) this.#seen.delete(oldest);
    return false;
  }
}

async function storeBatch(
  deps: Deps,
  meter: ProgressMeter,
  batch: readonly NewDocument[],
  index: (ids: readonly CandidateId[], vectors: VectorsByDocument) => Promise<void>,
): Promise<readonly CandidateId[]> {
  const documents = batch.map(({ document }) => document);
  const vectors = await meter.time('embedding', () => embedDocuments(deps.embedder, documents));
  return meter.time('storing', async () => {
    const placements = await deps.store.put(batch);
    const ids = placements.map(({ candidate }) => candidate);
    await index([...new Set(ids)], vectors);
    return ids;
  });
}

function report({ path, document }: NewDocument, stored: Copies, id: CandidateId | undefined): FileReport {
  const person = id === undefined ? {} : { id };
  if (stored.met(document.id)) return { path, outcome: 'duplicate', reason: SAME_BYTES, ...person };
  const { losses } = document.content;
  if (losses.length > 0) return { path, outcome: 'partial', reason: losses.join('; '), ...person };
  return { path, outcome: 'indexed', ...person };
}
