import type { Pool } from 'pg';
import { inverseDocumentFrequency } from '../../domain/bm25.ts';
import { type CandidateId, isCandidateId } from '../../domain/document.ts';
import type { Call } from '../../lib/call.ts';
import type { IndexEntry, LexicalHit } from '../search-index.ts';
import { openSession, type Run, type Session } from '../sql/session.ts';
import type { LexicalRecord } from './with-lexical-fallback.ts';

/** Everybody's words in SQL, for any number of processes. Closing it leaves the pool open. */
export function openPersonTerms(pool: Pool, spec: string): LexicalRecord {
  return new PersonTerms(openSession(pool, 'record of words'), spec);
}

class PersonTerms implements LexicalRecord {
  readonly #session: Session;
  readonly #spec: string;

  constructor(session: Session, spec: string) {
    this.#session = session;
    this.#spec = spec;
  }

  async write(entries: readonly IndexEntry[], call?: Call): Promise<void> {
    // The last of several entries for one candidate counts.
    const last = [...new Map(entries.map((entry) => [entry.candidate.toLowerCase(), entry])).values()];
    await this.#session.use((run) => writeTerms(run, this.#spec, last), call);
  }

  async search(
    terms: ReadonlyMap<string, number>,
    limit: number,
    call?: Call,
  ): Promise<{ lexical: readonly LexicalHit[]; idf: ReadonlyMap<string, number> }> {
    return this.#session.use((run) => findLexical(run, this.#spec, terms, limit), call);
  }

  async remove(candidates: readonly CandidateId[], call?: Call): Promise<void> {
    const known = candidates.filter(isCandidateId);
    await this.#session.query(
      'delete from cvx.person_terms where candidate = any($1::uuid[])',
      [known],
      call,
    );
  }

  async drop(which: 'own' | 'others', call?: Call): Promise<void> {
    await this.#session.query(
      'delete from cvx.person_terms where (spec = $1) = $2',
      [this.#spec, which === 'own'],
      call,
    );
  }

  async close(): Promise<void> {
    this.#session.close();
  }
}

/** Rows in order of their candidates, so that two writers never wait for each other. No term holds white space. */
async function writeTerms(run: Run, spec: string, entries: readonly IndexEntry[]): Promise<void> {
  await run(
    `insert into cvx.person_terms (spec, candidate, terms, weights)
     select $1, candidate, string_to_array(terms, E'\\n'), weights::real[]
     from unnest($2::uuid[], $3::text[], $4::text[]) as new (candidate, terms, weights) order by candidate
     on conflict (spec, candidate) do update set terms = excluded.terms, weights = excluded.weights`,
    [
      spec,
      entries.map(({ candidate }) => candidate),
      entries.map(({ terms }) => [...terms.keys()].join('\n')),
      entries.map(({ terms }) => `{${[...terms.values()].join(',')}}`),
    ],
  );
}

/** Scores are added as whole numbers of this fraction, so that they do not depend on the order in which rows come. */
const STEP = 2 ** -32;

/** BM25 of every candidate that uses a query term: Σ times in the query · IDF · weight. Two statements. */
async function findLexical(
  run: Run,
  spec: string,
  terms: ReadonlyMap<string, number>,
  limit: number,
): Promise<{ lexical: readonly LexicalHit[]; idf: ReadonlyMap<string, number> }> {
  const idf = new Map<string, number>();
  if (terms.size === 0) return { lexical: [], idf };
  const used = await run<{ term: string; users: number; candidates: number }>(
    `select term, count(*)::int as users,
       (select count(*)::int from cvx.person_terms where spec = $1) as candidates
     from cvx.person_terms as p cross join lateral unnest(p.terms) as word (term)
     where p.spec = $1 and p.terms && $2::text[] and term = any($2::text[]) group by term`,
    [spec, [...terms.keys()]],
  );
  for (const { term, users, candidates } of used) idf.set(term, inverseDocumentFrequency(candidates, users));
  const factors = [...idf].map(([term, rarity]) => rarity * (terms.get(term) ?? 0));
  const lexical = await run<LexicalHit>(
    `select candidate, (steps::float8 * $5::float8) as score
     from (
       select p.candidate, sum((q.factor * word.weight / $5::float8)::bigint) as steps
       from cvx.person_terms as p cross join lateral unnest(p.terms, p.weights) as word (term, weight)
       join unnest($2::text[], $3::float8[]) as q (term, factor) on q.term = word.term
       where p.spec = $1 and p.terms && $2::text[]
       group by p.candidate
     ) as sums
     where steps > 0 order by steps desc, candidate limit $4`,
    [spec, [...idf.keys()], factors, limit, STEP],
  );
  return { lexical, idf };
}
