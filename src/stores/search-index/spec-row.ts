import { CvxError, EXIT } from '../../lib/errors.ts';
import type { IndexSpec } from '../search-index.ts';
import type { Run } from '../sql/session.ts';

/**
 * Row number of a spec in its table, created where it is missing. Rejects with CVX_INDEX_MISMATCH where the name stands
 * for vectors of another length.
 */
export async function ensureSpecRow(
  run: Run,
  table: 'cvx.index_specs' | 'cvx.vector_specs',
  { name, dimensions }: IndexSpec,
): Promise<number> {
  await run(`insert into ${table} (name, dimensions) values ($1, $2) on conflict do nothing`, [
    name,
    dimensions,
  ]);
  const rows = await run<{ id: number; dimensions: number }>(
    `select id, dimensions from ${table} where name = $1`,
    [name],
  );
  const found = rows[0];
  if (found?.dimensions === dimensions) return found.id;
  throw new CvxError(
    'CVX_INDEX_MISMATCH',
    `The index ${name} holds vectors of ${found?.dimensions ?? 0} dimensions, not ${dimensions}`,
    { exit: EXIT.unavailable, hint: 'Run cvx reindex, or set EMBEDDING_MODEL to the model that made it.' },
  );
}
