import { CvxError, EXIT } from '../../../lib/errors.ts';
import type { Run } from '../../sql/session.ts';

/** The extension as it is installed in the database. */
export interface PgvectorExtension {
  /** Its schema, quoted where need be: not always on the search path (Supabase has `extensions`). */
  readonly schema: string;
  /** OID of its type `vector`. */
  readonly type: number;
  /** Whether an approximate scan goes on until it has enough rows: hnsw.iterative_scan, since pgvector 0.8. */
  readonly iterates: boolean;
}

/** Rejects with CVX_PGVECTOR_MISSING where the database lacks it. cvx creates none: it is not in a schema of cvx. */
export async function findExtension(run: Run, server: string): Promise<PgvectorExtension> {
  const rows = await run<{
    schema: string | null;
    type: number | null;
    version: string | null;
    packaged: boolean;
  }>(
    `select quote_ident(n.nspname) as schema, e.extversion as version,
       (select oid from pg_type where typname = 'vector' and typnamespace = n.oid) as type,
       exists (select from pg_available_extensions where name = 'vector') as packaged
     from (select 1) as one
     left join pg_extension e on e.extname = 'vector' left join pg_namespace n on n.oid = e.extnamespace`,
  );
  const { schema = null, type = null, version = null, packaged = false } = rows[0] ?? {};
  if (schema === null || type === null || version === null) throw missing(server, packaged);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { schema, type, iterates: major > 0 || minor >= 8 };
}

function missing(server: string, packaged: boolean): CvxError {
  const create = packaged
    ? 'Run CREATE EXTENSION vector in that database (as a user who may)'
    : 'Install pgvector on the server (Debian: postgresql-15-pgvector; Docker: the image pgvector/pgvector), then run CREATE EXTENSION vector';
  return new CvxError('CVX_PGVECTOR_MISSING', `PostgreSQL at ${server} has no pgvector in this database`, {
    exit: EXIT.unavailable,
    hint: `${create}, or set QDRANT_URL to search with Qdrant.`,
  });
}
