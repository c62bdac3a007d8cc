import type { CandidateId } from '../domain/document.ts';
import type { Call } from '../lib/call.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { SearchIndex } from '../stores/search-index.ts';

/** What the store holds and the index should, beside what it does. */
export interface Comparison {
  /** People whom the store wants found. */
  readonly stored: number;
  readonly indexed: number;
  /** Stored, and not in the index. */
  readonly missing: readonly CandidateId[];
  /** In the index, and not to be found any more. */
  readonly extra: readonly CandidateId[];
  /** People whom the store knows the index to hold in an older state, or not at all. */
  readonly pending: number;
}

/**
 * Compares both lists of people. The index is listed first: nobody enters it before the store, so whoever it has beyond the
 * store has been removed, also while others ingest.
 */
export async function compareIndex(
  {
    store,
    index,
  }: {
    readonly store: CandidateStore;
    readonly index: Pick<SearchIndex, 'spec' | 'candidates'>;
  },
  call: Call,
): Promise<Comparison> {
  const indexed = new Set<CandidateId>();
  for await (const candidate of index.candidates(call)) indexed.add(candidate);
  const extra = new Set(indexed);
  const missing: CandidateId[] = [];
  let stored = 0;
  for await (const candidate of store.searchable(call)) {
    stored += 1;
    if (!extra.delete(candidate)) missing.push(candidate);
  }
  const { pending } = await store.stats(index.spec.name, call);
  return { stored, indexed: indexed.size, missing, extra: [...extra], pending };
}

/** True where the index is a whole and present picture of the store. */
export function isSame({ missing, extra, pending }: Comparison): boolean {
  return missing.length === 0 && extra.length === 0 && pending === 0;
}
