import { Client, Pool } from 'pg';
import { CvxError, hasCode } from '../../lib/errors.ts';

export interface PostgresPoolOptions {
  /** `postgresql://` or `postgresql+driver://`; sslmode and the other parameters as pg reads them. */
  readonly url: string;
  /** Connections that are kept once they are open: DATABASE_POOL_SIZE. */
  readonly poolSize: number;
  /** Connections beyond those while all are in use, closed after some idle seconds: DATABASE_MAX_OVERFLOW. */
  readonly maxOverflow: number;
  /** What one statement may take, on the server; its answer may take `connectTimeoutMs` more. */
  readonly statementTimeoutMs: number;
  /** What may pass until there is a connection: a new one, or one that another call gives back. */
  readonly connectTimeoutMs: number;
  /** Name in pg_stat_activity. */
  readonly applicationName: string;
  /** The setting that `url` comes from, for errors. */
  readonly setting?: 'DATABASE_URL' | 'DATABASE_REPLICA_URL';
}

export interface PostgresPool {
  /** Connects on first use, never more than `poolSize + maxOverflow` at once, and anew after the server was away. */
  readonly pool: Pool;
  /** Idempotent. Waits for the statements under way. */
  readonly close: () => Promise<void>;
}

/** pg's own default. Long enough for the next burst of searches, short enough to free a shared server's slots. */
const IDLE_MS = 10_000;

/** First probe of a silent connection; firewalls and cloud balancers drop idle ones after 4 to 6 minutes. */
const KEEP_ALIVE_MS = 60_000;

/**
 * A pool of connections to a PostgreSQL server. Opens none itself, so it cannot fail but for a URL that is none
 * (CVX_CONFIG_INVALID). Like SQLAlchemy's pool_size and max_overflow: up to `poolSize` connections stay open, those above it
 * are closed once idle, and whoever finds all in use waits `connectTimeoutMs`.
 */
export function openPostgresPool(options: PostgresPoolOptions): PostgresPool {
  const { poolSize, maxOverflow, statementTimeoutMs, connectTimeoutMs, applicationName } = options;
  const connectionString = urlForPg(options.url);
  const pool = new Pool({
    ...addressOf(connectionString, options.setting),
    connectionString,
    application_name: applicationName,
    max: poolSize + maxOverflow,
    min: poolSize,
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    statement_timeout: statementTimeoutMs,
    // A client that died in the middle of a transaction must not hold its locks for ever.
    idle_in_transaction_session_timeout: statementTimeoutMs,
    // A server that hangs keeps no timeout of its own.
    query_timeout: statementTimeoutMs + connectTimeoutMs,
  });
  // The loss of an idle connection would end the process; the pool drops it, and the next statement opens another.
  pool.on('error', () => undefined);
  let closing: Promise<void> | undefined;
  return { pool, close: () => (closing ??= pool.end()) };
}

export interface PostgresPools {
  readonly primary: Pool;
  /** For reads that may lag behind by what replication takes. The primary where there is no replica. */
  readonly reads: Pool;
  /** Idempotent. */
  readonly close: () => Promise<void>;
}

/** The primary and, where `replicaUrl` is set, a replica with a pool of the same size. */
export function openPostgresPools({
  replicaUrl,
  ...options
}: PostgresPoolOptions & { readonly replicaUrl?: string | undefined }): PostgresPools {
  const primary = openPostgresPool(options);
  if (replicaUrl === undefined) return { primary: primary.pool, reads: primary.pool, close: primary.close };
  const reads = openPostgresPool({ ...options, url: replicaUrl, setting: 'DATABASE_REPLICA_URL' });
  return {
    primary: primary.pool,
    reads: reads.pool,
    close: async () => {
      await Promise.all([primary.close(), reads.close()]);
    },
  };
}

const SSL_MODE = /^(?:disable|prefer|require|verify-ca|verify-full|no-verify)$/;
/** Modes of libpq that pg takes for `verify-full`; named so, it does so without a warning on stderr. */
const SAME_AS_VERIFY_FULL = new Set(['prefer', 'require', 'verify-ca']);

function urlForPg(url: string): string {
  const plain = url.replace(/^(postgres(?:ql)?)\+\w+:/, '$1:');
  // Without a host (a socket in a directory) it is no URL to anybody but pg.
  if (!URL.canParse(plain)) return plain;
  const parsed = new URL(plain);
  const query = parsed.searchParams;
  // asyncpg, the driver of many postgresql+asyncpg URLs, calls it `ssl`.
  const mode = query.get('sslmode') ?? query.get('ssl');
  if (mode === null || query.has('uselibpqcompat') || !SSL_MODE.test(mode)) return plain;
  query.delete('ssl');
  query.set('sslmode', SAME_AS_VERIFY_FULL.has(mode) ? 'verify-full' : mode);
  return parsed.href;
}

/** Where pg will connect to, as it reads the URL itself: the pool's errors name it. */
function addressOf(
  connectionString: string,
  setting: PostgresPoolOptions['setting'] = 'DATABASE_URL',
): { host: string; port: number } {
  try {
    const { host, port } = new Client({ connectionString });
    return { host, port };
  } catch (error) {
    // What pg says of a malformed URL may quote it, and with it the password.
    const noFile = hasCode(error, 'ENOENT');
    throw new CvxError(
      'CVX_CONFIG_INVALID',
      noFile
        ? `A certificate or key that ${setting} names cannot be read.`
        : `${setting} is not a URL that PostgreSQL takes.`,
      {
        hint: noFile
          ? 'Look at the paths after sslrootcert=, sslcert= and sslkey=.'
          : 'It looks like postgresql://user:password@host:5432/database, special characters percent-encoded.',
      },
    );
  }
}
