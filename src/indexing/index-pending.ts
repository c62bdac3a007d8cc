import type { Embedder } from '../embed/embedder.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { indexPeople } from './index-people.ts';

/** People indexed at once: bounds the text held in memory. */
const SLICE = 32;

/**
 * Indexes everybody whom the index does not hold as the store has them, a slice at a time; once the signal aborts, the slice
 * under way is the last. `around` gets the work of each slice to run, and how many people it is about.
 */
export async function indexPending(
  deps: {
    readonly store: CandidateStore;
    readonly index: Pick<SearchIndex, 'spec' | 'upsert' | 'remove'>;
    readonly embedder: Embedder;
  },
  signal: AbortSignal,
  around: (work: () => Promise<void>, people: number) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const ids = await deps.store.pending(deps.index.spec.name, SLICE);
    if (ids.length === 0) return;
    await around(() => indexPeople(deps, ids), ids.length);
  }
}
