import type { CandidateId } from '../../../domain/document.ts';

interface Hit {
  readonly candidate: CandidateId;
  readonly score: number;
}

/** Best score first, ties by candidate id. */
export function ranked<H extends Hit>(hits: Iterable<H>, limit: number): readonly H[] {
  return [...hits]
    .toSorted((a, b) => b.score - a.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit);
}

/** Most points fetched for one search: some megabytes of JSON. Only ties of thousands of equal texts reach it. */
const MAX_POINTS = 10_000;

/**
 * Fetches ever more points, best first, until nobody who is not among them can be among the best `limit`: the server
 * breaks ties in no order, and gives points where people are asked for. `hitsOf` makes people of points.
 */
export async function fetchRanked<P extends { readonly score: number }, H extends Hit>(
  limit: number,
  first: number,
  fetch: (count: number) => Promise<readonly P[]>,
  hitsOf: (points: readonly P[]) => Iterable<H>,
): Promise<readonly H[]> {
  const most = Math.max(MAX_POINTS, 4 * limit);
  for (let count = Math.min(first, most); ; count = Math.min(4 * count, most)) {
    const points = await fetch(count);
    const hits = ranked(hitsOf(points), limit);
    const worst = points.at(-1)?.score ?? 0;
    const settled = hits.length === limit && (hits.at(-1)?.score ?? 0) > worst;
    if (settled || points.length < count || count === most) return hits;
  }
}
