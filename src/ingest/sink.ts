import type { CandidateId, DocumentId, ParsedDocument } from '../domain/document.ts';
import type { Embedder } from '../embed/embedder.ts';
import { batcher } from '../lib/batcher.ts';
import type { CandidateStore, NewDocument } from '../stores/candidate-store.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { embedDocuments, indexPeople } from './index-people.ts';
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

/**
 * Where parsed documents go: store first (the record), then the index, then the mark that the index holds them. Killed
 * between any two of these, the next run finds the people pending and goes on.
 */
export function documentSink(
  deps: Deps,
  meter: ProgressMeter,
  dryRun: boolean,
): (path: string, document: ParsedDocument) => Promise<FileReport> {
  const stored = new Set<DocumentId>();
  const store = batcher<NewDocument, FileReport>(BATCH, async (batch) => {
    const placed = await storeBatch(deps, meter, batch);
    return batch.map((item, i) => report(item, stored, placed[i]));
  });
  return (path, document) =>
    dryRun ? Promise.resolve(report({ path, document }, stored, undefined)) : store({ path, document });
}

async function storeBatch(
  deps: Deps,
  meter: ProgressMeter,
  batch: readonly NewDocument[],
): Promise<readonly CandidateId[]> {
  const documents = batch.map(({ document }) => document);
  const vectors = await meter.time('embedding', () => embedDocuments(deps.embedder, documents));
  return meter.time('storing', async () => {
    const placements = await deps.store.put(batch);
    const ids = placements.map(({ candidate }) => candidate);
    await indexPeople(deps, [...new Set(ids)], vectors);
    return ids;
  });
}

function report(
  { path, document }: NewDocument,
  stored: Set<DocumentId>,
  id: CandidateId | undefined,
): FileReport {
  const person = id === undefined ? {} : { id };
  if (stored.has(document.id)) return { path, outcome: 'duplicate', reason: SAME_BYTES, ...person };
  stored.add(document.id);
  const { losses } = document.content;
  if (losses.length > 0) return { path, outcome: 'partial', reason: losses.join('; '), ...person };
  return { path, outcome: 'indexed', ...person };
}
