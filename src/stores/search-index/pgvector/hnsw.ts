import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { Run } from '../../sql/session.ts';
import { serverOf } from '../../sql/session.ts';
import { storeError } from '../../sql/store-errors.ts';
import type { IndexSpec } from '../../search-index.ts';
import type { PgvectorExtension } from './extension.ts';

/** Most dimensions of a `vector` that HNSW takes: pgvector's README. Above, search stays exact. */
const MOST_DIMENSIONS = 2000;

/** First half of the key of an advisory lock: whoever has it builds the index of a spec. The letters "cvx" and a count. */
const BUILD_LOCK = 0x637678_03;

/** Longest time that a timer of Node can hold: a build takes as long as it takes. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

export async function hasHnsw(run: Run, spec: number): Promise<boolean> {
  const rows = await run<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [`cvx.${hnswName(spec)}`],
  );
  return rows[0]?.valid === true;
}

export function canHaveHnsw({ dimensions }: IndexSpec, { iterates }: PgvectorExtension): boolean {
  return iterates && dimensions <= MOST_DIMENSIONS;
}

/**
 * Builds the HNSW index of a spec while others read and write, however long it takes. Does nothing where it exists or
 * another process is building it. Defaults of pgvector: m 16, ef_construction 64.
 */
export async function buildHnsw(
  pool: Pool,
  specId: number,
  { dimensions }: IndexSpec,
  { schema }: PgvectorExtension,
): Promise<void> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [
      BUILD_LOCK,
      specId,
    ]);
    if (rows[0]?.mine !== true) return;
    await client.query('set statement_timeout = 0');
    // What a build that was interrupted left behind is invalid, and would stand in the way for ever.
    await dropInvalid(client, specId);
    const build: QueryConfig & { query_timeout: number } = {
      text: `create index concurrently if not exists ${hnswName(specId)} on cvx.vector_chunks
        using hnsw ((embedding::${schema}.vector(${dimensions})) ${schema}.vector_ip_ops) where spec = ${specId}`,
      query_timeout: NO_TIMEOUT_MS,
    };
    await client.query(build);
    await client.query('reset statement_timeout');
    await client.query('select pg_advisory_unlock($1, $2)', [BUILD_LOCK, specId]);
  } catch (error) {
    // Ending the connection gives the lock back.
    fault = error instanceof Error ? error : new Error(String(error));
    throw storeError(error, serverOf(pool));
  } finally {
    client.release(fault);
  }
}

async function dropInvalid(client: PoolClient, spec: number): Promise<void> {
  const { rows } = await client.query<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [`cvx.${hnswName(spec)}`],
  );
  if (rows[0]?.valid === false) await client.query(`drop index concurrently cvx.${hnswName(spec)}`);
}

export function hnswName(spec: number): string {
  return `vector_chunks_hnsw_${spec}`;
}
