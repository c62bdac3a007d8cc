import type { Embedder } from '../embed/embedder.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { indexAmongOthers } from '../indexing/index-people.ts';
import type { ProgressMeter } from './progress-meter.ts';

/** People indexed at once: bounds the text held in memory. */
const SLICE = 32;

/**
 * Indexes whoever the index does not hold as the store has them: after a kill between storing and indexing, a change of
 * the embedding model or the chunker, or a CV that was replaced.
 */
export async function catchUp(
  deps: { readonly store: CandidateStore; readonly index: SearchIndex; readonly embedder: Embedder },
  meter: ProgressMeter,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    if (signal.aborted) return;
    const ids = await deps.store.pending(deps.index.spec.name, SLICE);
    if (ids.length === 0) return;
    meter.phase('catch-up');
    await meter.time('storing', () => indexAmongOthers(deps, ids));
  }
}
