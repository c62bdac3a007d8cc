import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Config } from '../config/schema.ts';
import { CvxError } from '../lib/errors.ts';
import type { PoolUse } from '../lib/pool-use.ts';
import type { PglitePool } from '../stores/sql/cluster.ts';
import type { HomeLock } from '../stores/sql/lock.ts';
import type { SharedPool } from '../stores/sql/pool-shared.ts';
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

/** Holds the embedded store, or works in it as the guest of the process that does and shares it. */
async function openEmbedded({ home }: Config, options: OpenOptions, opened: Closers): Promise<Database> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const entry = await enter(home, options);
  if ('pool' in entry) {
    opened.add(entry.close);
    return { kind: 'pglite', primary: entry.pool, reads: entry.pool };
  }
  opened.add(() => entry.release());
  // Of a process that died: whoever holds the lock is the only one who may serve here.
  await rm(socketOf(home), { force: true });
  const [{ openPglitePool }, { templateFile }] = await Promise.all([
    import('../stores/sql/pool-pglite.ts'),
    import('../stores/sql/template.ts'),
  ]);
  const cluster = await opened.keep(
    openPglitePool({ dataDir: join(home, 'data'), templateFile: await templateFile() }),
  );
  if (options.share === true) await share(cluster, socketOf(home), options.onNotice, opened);
  return { kind: 'pglite', primary: cluster.pool, reads: cluster.pool };
}

const socketOf = (home: string): string => join(home, 'cvx.sock');

/** Between two looks whether the holder, who may just be starting, shares its store. */
const LOOK_EVERY_MS = 250;

/** The lock on the home, or a pool on the store of whoever holds it, whichever comes first within `waitMs`. */
async function enter(
  home: string,
  { command, onNotice, signal, waitMs }: OpenOptions,
): Promise<HomeLock | SharedPool> {
  const [{ lockHome }, { openSharedPool }] = await Promise.all([
    import('../stores/sql/lock.ts'),
    import('../stores/sql/pool-shared.ts'),
  ]);
  const until = performance.now() + waitMs;
  let told = false;
  for (;;) {
    const shared = await openSharedPool(socketOf(home));
    if (shared !== undefined) return shared;
    const left = Math.max(0, until - performance.now());
    try {
      return await lockHome(home, {
        command: `cvx ${command}`,
        signal,
        waitMs: Math.min(LOOK_EVERY_MS, left),
        onWait: (text) => {
          if (!told) onNotice(text);
          told = true;
        },
      });
    } catch (error) {
      if (left <= LOOK_EVERY_MS || !(error instanceof CvxError) || error.code !== 'CVX_STORE_LOCKED')
        throw error;
    }
  }
}

/** A home whose path is too long for a socket costs the guests, and not the command. */
async function share(
  cluster: PglitePool,
  path: string,
  onNotice: (text: string) => void,
  opened: Closers,
): Promise<void> {
  const { shareCluster } = await import('../stores/sql/share-cluster.ts');
  try {
    await opened.keep(shareCluster(cluster, path));
  } catch (error) {
    if (!(error instanceof CvxError)) throw error;
    onNotice(`Other cvx commands have to wait while this one runs: ${error.message}`);
  }
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
