import { inverseDocumentFrequency } from '../../../domain/bm25.ts';
import type { Run } from '../../sql/session.ts';
import type { Legs, LexicalHit } from '../../search-index.ts';

/** Scores are added as whole numbers of this fraction, so that they do not depend on the order in which rows come. */
const STEP = 2 ** -32;

/** BM25 of every candidate that uses a query term: Σ times in the query · IDF · weight. Two statements. */
export async function findLexical(
  run: Run,
  spec: number,
  terms: ReadonlyMap<string, number>,
  limit: number,
): Promise<Pick<Legs, 'lexical' | 'idf'>> {
  const idf = new Map<string, number>();
  if (terms.size === 0) return { lexical: [], idf };
  const used = await run<{ term: string; users: number; candidates: number }>(
    `select term, count(*)::int as users,
       (select count(*)::int from cvx.vector_entries where spec = $1) as candidates
     from cvx.vector_terms where spec = $1 and term = any($2::text[]) group by term`,
    [spec, [...terms.keys()]],
  );
  for (const { term, users, candidates } of used) idf.set(term, inverseDocumentFrequency(candidates, users));
  const factors = [...idf].map(([term, rarity]) => rarity * (terms.get(term) ?? 0));
  const lexical = await run<LexicalHit>(
    `select candidate, (steps::float8 * $5::float8) as score
     from (
       select t.candidate, sum((q.factor * t.weight / $5::float8)::bigint) as steps
       from unnest($2::text[], $3::float8[]) as q (term, factor)
       join cvx.vector_terms t on t.spec = $1 and t.term = q.term
       group by t.candidate
     ) as sums
     where steps > 0 order by steps desc, candidate limit $4`,
    [spec, [...idf.keys()], factors, limit, STEP],
  );
  return { lexical, idf };
}
