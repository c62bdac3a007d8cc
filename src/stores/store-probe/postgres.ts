import type { QueryResultRow } from 'pg';
import type { Call } from '../../lib/call.ts';
import { CvxError } from '../../lib/errors.ts';
import { readMigrations } from '../sql/migrate.ts';
import { openPostgresPool } from '../sql/pool-postgres.ts';
import { openSession, type Session } from '../sql/session.ts';
import type { OwnContents, ReadingName, Readings, StoreProbe } from '../store-probe.ts';

/** A look takes some ms; a server that needs longer is told as down, and must not be asked by more than one connection. */
const TIMEOUT_MS = 2000;

/**
 * Each by itself, since a server may refuse some to this user or be too old for one (pg_locks.waitstart came with 14).
 * pg_stat_database counts connections for everybody; pg_stat_activity hides what other users do.
 */
const STATEMENTS: readonly string[] = [
  `select sum(numbackends) as cvx_postgres_connections, sum(deadlocks) as cvx_postgres_deadlocks_total,
     sum(blks_hit) as cvx_postgres_blocks_hit_total, sum(blks_read) as cvx_postgres_blocks_read_total,
     current_setting('max_connections') as cvx_postgres_max_connections
   from pg_stat_database`,
  `select coalesce(max(extract(epoch from clock_timestamp() - query_start)), 0) as cvx_postgres_longest_query_seconds
   from pg_stat_activity where state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  `select coalesce(max(extract(epoch from clock_timestamp() - waitstart)), 0) as cvx_postgres_lock_wait_seconds
   from pg_locks where not granted`,
  'select pg_database_size(current_database()) as cvx_postgres_size_bytes',
];

/** Asks with SELECTs on the server's own views, over one connection. */
export function openPostgresProbe(url: string): StoreProbe {
  const { pool, close } = openPostgresPool({
    url,
    poolSize: 1,
    maxOverflow: 0,
    statementTimeoutMs: TIMEOUT_MS,
    connectTimeoutMs: TIMEOUT_MS,
    applicationName: 'cvx metrics',
  });
  const session = openSession(pool, 'probe');
  return {
    name: 'postgresql',
    ping: (call) => session.ping(call),
    read: async (call) => {
      const readings: Partial<Record<ReadingName, number>> = {};
      for (const statement of STATEMENTS)
        Object.assign(readings, await told(() => session.query(statement, [], call)));
      return readings;
    },
    contents: (call) => readContents(session, call),
    close,
  };
}

/** Of another migration set's names, such as pgvector's, nothing is concluded: they have a prefix. */
async function readContents(session: Session, call?: Call): Promise<OwnContents | undefined> {
  const [there] = await session.query<{ found: boolean }>(
    `select to_regclass('cvx.migrations') is not null and to_regclass('cvx.indexed') is not null as found`,
    [],
    call,
  );
  if (there?.found !== true) return undefined;
  const known = new Set((await readMigrations()).map(({ name }) => name));
  const applied = await session.query<{ name: string }>('select name from cvx.migrations', [], call);
  const [people] = await session.query<{ pending: number }>(
    `select count(*)::int as pending from cvx.people p where not exists (
       select from cvx.indexed i where i.person = p.id and i.revision = p.revision)`,
    [],
    call,
  );
  const specs = await session.query<{ spec: string }>(
    'select spec from cvx.indexed group by spec order by count(*) desc, spec',
    [],
    call,
  );
  return {
    schemaNewer: applied.some(({ name }) => !name.includes('/') && !known.has(name)),
    pending: people?.pending ?? 0,
    specs: specs.map(({ spec }) => spec),
  };
}

/** pg gives large numbers as text. What the server refuses is not told; that it is away is. */
async function told(ask: () => Promise<QueryResultRow[]>): Promise<Readings> {
  try {
    const [row = {}] = await ask();
    return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
  } catch (error) {
    if (error instanceof CvxError && error.code === 'CVX_STORE_FAILED') return {};
    throw error;
  }
}
