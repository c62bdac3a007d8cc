import type { Run } from '../../sql/session.ts';
import type { DenseHit, IndexSpec } from '../../search-index.ts';
import { vectorBytes } from './binary.ts';
import type { PgvectorExtension } from './extension.ts';

interface Row {
  readonly candidate: string;
  readonly document: string;
  readonly ordinal: number;
  readonly score: number;
}

/**
 * The candidates of the nearest chunks, over all vectors of the spec. Vectors have length 1, so the inner product is the
 * cosine; pgvector's `<#>` is its negative.
 */
export async function findExactly(
  run: Run,
  spec: number,
  { schema }: PgvectorExtension,
  vector: Float32Array,
  limit: number,
): Promise<readonly DenseHit[]> {
  const distance = `(embedding operator(${schema}.<#>) $2::${schema}.vector)`;
  const rows = await run<Row>(
    `with best as materialized (
       select candidate, min(${distance}) as distance from cvx.vector_chunks
       where spec = $1 and embedding is not null group by candidate order by distance, candidate limit $3
     )
     select candidate, encode(document, 'hex') as document, ordinal, -distance as score
     from best cross join lateral (
       select document, ordinal from cvx.vector_chunks
       where spec = $1 and candidate = best.candidate and embedding is not null order by ${distance}, n limit 1
     ) as chunk
     order by distance, candidate`,
    [spec, vectorBytes(vector), limit],
  );
  return rows.map(hitOf);
}

/** Chunks asked for per candidate wanted, at first: a CV has about 6, and the nearest ones are seldom all of one person. */
const CHUNKS_PER_CANDIDATE = 3;

/** hnsw.ef_search at least; pgvector's default is 40. */
const LEAST_EF_SEARCH = 200;
/** pgvector's upper limit; iterative scans go on from there. */
const MOST_EF_SEARCH = 1000;

/**
 * The same by the HNSW index of the spec. Asks for twice as many chunks until they are of enough candidates. Undefined
 * where the index ends before: its scans give up after hnsw.max_scan_tuples (20,000).
 */
export async function findNearly(
  run: Run,
  spec: number,
  { schema }: PgvectorExtension,
  { dimensions }: IndexSpec,
  vector: Float32Array,
  limit: number,
): Promise<readonly DenseHit[] | undefined> {
  for (let chunks = limit * CHUNKS_PER_CANDIDATE; ; chunks *= 2) {
    // For the session: pools that hand each statement to another server connection lose it, and get fewer rows.
    await run(
      `select set_config('hnsw.iterative_scan', 'strict_order', false), set_config('hnsw.ef_search', $1, false)`,
      [String(Math.min(MOST_EF_SEARCH, Math.max(LEAST_EF_SEARCH, chunks)))],
    );
    // Cast and condition as in the index, the number of the spec in plain: that is how the planner knows it again.
    const rows = await run<Row>(
      `select candidate, encode(document, 'hex') as document, ordinal, -distance as score from (
         select candidate, document, ordinal, n,
           (embedding::${schema}.vector(${dimensions}) operator(${schema}.<#>) $1::${schema}.vector(${dimensions})) as distance
         from cvx.vector_chunks where spec = ${spec} order by distance limit $2
       ) as nearest where distance is not null order by distance, candidate, n`,
      [vectorBytes(vector), chunks],
    );
    const best = new Map<string, Row>();
    for (const row of rows) if (!best.has(row.candidate)) best.set(row.candidate, row);
    if (best.size >= limit) return [...best.values()].slice(0, limit).map(hitOf);
    if (rows.length < chunks) return undefined;
  }
}

/** Products of float32 vectors can end a little beyond 1. */
function hitOf({ candidate, document, ordinal, score }: Row): DenseHit {
  return { candidate, score: Math.min(1, Math.max(-1, score)), chunk: { document, ordinal } };
}
