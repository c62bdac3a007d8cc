import type { Embedder } from '../embed/embedder.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { indexPending } from '../indexing/index-pending.ts';
import type { ProgressMeter } from './progress-meter.ts';

/**
 * Indexes whoever the index does not hold as the store has them: after a kill between storing and indexing, a change of
 * the embedding model or the chunker, or a CV that was replaced.
 */
export async function catchUp(
  deps: { readonly store: CandidateStore; readonly index: SearchIndex; readonly embedder: Embedder },
  meter: ProgressMeter,
  signal: AbortSignal,
): Promise<void> {
  await indexPending(deps, signal, (work) => {
    meter.phase('catch-up');
    return meter.time('storing', work);
  });
}
