import type { CandidateId } from '../../../domain/document.ts';
import type { Run } from '../../sql/session.ts';
import type { IndexEntry, IndexStats } from '../../search-index.ts';
import { vectorArrayBytes } from './binary.ts';
import type { PgvectorExtension } from './extension.ts';
import { hnswName } from './hnsw.ts';

/**
 * Replaces the entries inside the caller's transaction. Their rows are locked in order first: of two writers of one
 * candidate the second waits, and two batches never wait for each other.
 */
export async function writeEntries(
  run: Run,
  spec: number,
  extension: PgvectorExtension,
  entries: readonly IndexEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const candidates = entries.map(({ candidate }) => candidate);
  await run(
    `insert into cvx.vector_entries (spec, candidate, chunk_count)
     select $1, candidate, count from unnest($2::uuid[], $3::int[]) as new (candidate, count) order by candidate
     on conflict (spec, candidate) do update set chunk_count = excluded.chunk_count`,
    [spec, candidates, entries.map(({ chunks }) => chunks.length)],
  );
  await run(
    `with chunks as (delete from cvx.vector_chunks where spec = $1 and candidate = any($2::uuid[]))
     delete from cvx.vector_terms where spec = $1 and candidate = any($2::uuid[])`,
    [spec, candidates],
  );
  await writeChunks(run, spec, extension, entries);
  await writeTerms(run, spec, entries);
}

async function writeChunks(
  run: Run,
  spec: number,
  { schema, type }: PgvectorExtension,
  entries: readonly IndexEntry[],
): Promise<void> {
  const rows = entries.flatMap(({ candidate, chunks }) =>
    chunks.map((chunk, n) => ({ candidate, n, ...chunk })),
  );
  await run(
    `insert into cvx.vector_chunks (spec, candidate, n, document, ordinal, embedding)
     select $1, candidate, n, decode(document, 'hex'), ordinal, embedding
     from unnest($2::uuid[], $3::int[], $4::text[], $5::int[], $6::${schema}.vector[])
       as new (candidate, n, document, ordinal, embedding)`,
    [
      spec,
      rows.map(({ candidate }) => candidate),
      rows.map(({ n }) => n),
      rows.map(({ document }) => document),
      rows.map(({ ordinal }) => ordinal),
      vectorArrayBytes(
        rows.map(({ vector }) => (isZero(vector) ? null : vector)),
        type,
      ),
    ],
  );
}

async function writeTerms(run: Run, spec: number, entries: readonly IndexEntry[]): Promise<void> {
  const rows = entries.flatMap(({ candidate, terms }) =>
    Array.from(terms, ([term, weight]) => ({ candidate, term, weight })),
  );
  await run(
    `insert into cvx.vector_terms (spec, term, candidate, weight)
     select $1, * from unnest($2::text[], $3::uuid[], $4::real[])`,
    [
      spec,
      rows.map(({ term }) => term),
      rows.map(({ candidate }) => candidate),
      rows.map(({ weight }) => weight),
    ],
  );
}

export async function removeEntries(run: Run, candidates: readonly CandidateId[]): Promise<void> {
  await run(
    `with entries as (delete from cvx.vector_entries where candidate = any($1::uuid[])),
       chunks as (delete from cvx.vector_chunks where candidate = any($1::uuid[]))
     delete from cvx.vector_terms where candidate = any($1::uuid[])`,
    [candidates],
  );
}

/** Inside the caller's transaction. */
export async function dropSpecs(run: Run, name: string, which: 'own' | 'others'): Promise<void> {
  const specs = await run<{ id: number }>(
    'delete from cvx.vector_specs where (name = $1) = $2 returning id',
    [name, which === 'own'],
  );
  const ids = specs.map(({ id }) => id);
  for (const id of ids) await run(`drop index if exists cvx.${hnswName(id)}`);
  await run(
    `with chunks as (delete from cvx.vector_chunks where spec = any($1::int[]))
     delete from cvx.vector_terms where spec = any($1::int[])`,
    [ids],
  );
}

export async function countEntries(run: Run, spec: number): Promise<IndexStats> {
  const rows = await run<IndexStats>(
    `select (count(*) filter (where spec = $1))::int as candidates,
       coalesce(sum(chunk_count) filter (where spec = $1), 0)::int as chunks,
       (count(*) filter (where spec <> $1))::int as foreign
     from cvx.vector_entries`,
    [spec],
  );
  return rows[0] ?? { candidates: 0, chunks: 0, foreign: 0 };
}

export function isZero(vector: Float32Array): boolean {
  return vector.every((number) => number === 0);
}
