import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Client, Pool, type ClientConfig, type PoolClient } from 'pg';

export interface PglitePool {
  /** A real pg.Pool of one connection: never ask it for a second client while holding one. */
  readonly pool: Pool;
  /**
   * Gives PostgreSQL one message of its wire protocol and resolves to its answer, errors included. Only for whoever holds
   * the client of `pool`: all share one session.
   */
  readonly raw: (message: Uint8Array) => Promise<Uint8Array>;
  /** Idempotent. Waits for the statements under way, then leaves the cluster checkpointed. */
  readonly close: () => Promise<void>;
}

/** Statements between two looks at how far the log has grown; a look costs about .5 ms. */
const LOOK_EVERY = 64;

/**
 * PGlite has no background checkpointer: left alone, its write-ahead log grows without bound, and the start after a kill
 * replays all of it. 16 MB replay in well under a second.
 */
const CHECKPOINT_BYTES = 16 * 1024 * 1024;

const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  // The default of 128 MB costs 107 MB of resident memory; stores of 10,000 CVs are scanned from the page cache anyway.
  '-c',
  'shared_buffers=32MB',
  // Lets checkpoints recycle the log instead of keeping 80 MB of it.
  '-c',
  'min_wal_size=4MB',
  '-c',
  'max_wal_size=32MB',
];

/** Opens the cluster in `dataDir`, or makes one from nothing where the directory is absent (build time only). */
export async function openCluster(dataDir: string): Promise<PglitePool> {
  // 1 MB segments instead of 16 MB: a new store is 22 MB instead of 39.
  const database = new PGlite({
    dataDir,
    startParams: START_PARAMETERS,
    initDbStartParams: ['--wal-segsize=1'],
  });
  await database.waitReady;
  const pool = poolOver(database);
  const wroteMuch = await checkpointNowAndThen(pool);
  let closing: Promise<void> | undefined;
  return {
    pool,
    raw: (message) => database.execProtocolRaw(message),
    close: () => (closing ??= closeBoth(pool, database, wroteMuch())),
  };
}

function poolOver(database: PGlite): Pool {
  // One connection object per client. Shared by all clients of the pool, as createPgConfig alone gives it, the end of a
  // client that was dropped after an error would also end its successor ("Connection terminated unexpectedly").
  class PgliteClient extends Client {
    constructor(config?: string | ClientConfig) {
      super(Object.assign({}, config, createPgConfig(database)));
    }
  }
  const pool = new Pool({ Client: PgliteClient, max: 1, idleTimeoutMillis: 0 });
  // Without a listener a fault of the idle client would end the process; the next statement meets the same fault.
  pool.on('error', () => undefined);
  return pool;
}

/** Watches how far the log grows, and cuts it. Resolves to whether it ever had to. */
async function checkpointNowAndThen(pool: Pool): Promise<() => boolean> {
  let releases = 0;
  let busy = false;
  let { rows } = await pool.query<{ now: string }>('select pg_current_wal_insert_lsn() as now');
  pool.on('release', () => {
    releases += 1;
    if (releases % LOOK_EVERY === 0 && !pool.ending) void look();
  });
  return () => busy;

  async function look(): Promise<void> {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      const seen = await client.query<{ now: string; bytes: string }>(
        'select pg_current_wal_insert_lsn() as now, pg_current_wal_insert_lsn() - $1::pg_lsn as bytes',
        [rows[0]?.now ?? '0/0'],
      );
      if (Number(seen.rows[0]?.bytes) < CHECKPOINT_BYTES) return;
      await client.query('checkpoint');
      rows = seen.rows;
      busy = true;
    } catch {
      // Only a longer log is lost; whoever uses the pool next is told of what is wrong with it.
    } finally {
      client?.release();
    }
  }
}

/**
 * PGlite has no autovacuum either: the room of replaced and removed rows is given back here. 10,000 newly stored people
 * take .7 s, and what has not changed since the last time next to nothing.
 */
async function vacuum(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ table: string }>(
    "select quote_ident(tablename) as table from pg_tables where schemaname = 'cvx'",
  );
  if (rows.length > 0)
    await pool.query(`vacuum (analyze) ${rows.map(({ table }) => `cvx.${table}`).join(', ')}`);
}

async function closeBoth(pool: Pool, database: PGlite, wroteMuch: boolean): Promise<void> {
  try {
    if (wroteMuch) await vacuum(pool);
  } finally {
    await pool.end();
    await database.close();
  }
}
