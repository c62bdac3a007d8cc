import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Config } from '../config/schema.ts';
import type { PoolUse } from '../stores/pool-use.ts';
import type { OpenOptions } from './open-options.ts';
import type { Closers } from './closers.ts';

/** Where the people are: a pool for all, and one for reads that may lag behind. */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  readonly primary: Pool;
  readonly reads: Pool;
}

/** What one statement may take: a batch of ingest takes some 100 ms, so this is a server in trouble. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** Until there is a connection, a new one or one that another call gives back: longer, and whoever waits at a prompt takes it for down. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Commands that only read, and so may ask a replica. */
const READERS: ReadonlySet<string> = new Set(['search', 'show', 'list', 'stats']);

/** The PostgreSQL server of the configuration, else the embedded one in the data home, locked for this process. */
export async function openDatabase(config: Config, options: OpenOptions, opened: Closers): Promise<Database> {
  return config.database_url === undefined
    ? openEmbedded(config, options, opened)
    : openServer(config, config.database_url, options, opened);
}

async function openEmbedded(
  { home }: Config,
  { command, onNotice, signal, waitMs }: OpenOptions,
  opened: Closers,
): Promise<Database> {
  const [{ lockHome }, { openPglitePool }, { templateFile }] = await Promise.all([
    import('../stores/sql/lock.ts'),
    import('../stores/sql/pool-pglite.ts'),
    import('../stores/sql/template.ts'),
  ]);
  await mkdir(home, { recursive: true, mode: 0o700 });
  const lock = await lockHome(home, { command: `cvx ${command}`, signal, waitMs, onWait: onNotice });
  opened.add(() => lock.release());
  const { pool } = await opened.keep(
    openPglitePool({ dataDir: join(home, 'data'), templateFile: await templateFile() }),
  );
  return { kind: 'pglite', primary: pool, reads: pool };
}

async function openServer(
  config: Config,
  url: string,
  { command }: OpenOptions,
  opened: Closers,
): Promise<Database> {
  const { openPostgresPools } = await import('../stores/sql/pool-postgres.ts');
  const { primary, reads } = await opened.keep(
    openPostgresPools({
      url,
      replicaUrl: READERS.has(command) ? config.database_replica_url : undefined,
      poolSize: config.database_pool_size,
      maxOverflow: config.database_max_overflow,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      applicationName: 'cvx',
    }),
  );
  return { kind: 'postgres', primary, reads };
}

/** How far the pools of a server are used up, now. The embedded one has a single connection, which tells nothing. */
export function databasePools({ kind, primary, reads }: Database): readonly PoolUse[] {
  if (kind === 'pglite') return [];
  const use = (pool: PoolUse['pool'], { totalCount, idleCount, waitingCount, options }: Pool): PoolUse => ({
    pool,
    inUse: totalCount - idleCount,
    idle: idleCount,
    waiting: waitingCount,
    max: options.max,
  });
  return [use('postgresql', primary), ...(reads === primary ? [] : [use('postgresql-replica', reads)])];
}
