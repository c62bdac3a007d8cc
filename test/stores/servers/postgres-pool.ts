import {
  openPostgresPool,
  type PostgresPool,
  type PostgresPoolOptions,
} from '../../../src/stores/sql/pool-postgres.ts';

/** A small pool with limits for a hung test, not for speed. */
export function poolTo(url: string, options: Partial<PostgresPoolOptions> = {}): PostgresPool {
  return openPostgresPool({
    url,
    poolSize: 4,
    maxOverflow: 4,
    statementTimeoutMs: 30_000,
    connectTimeoutMs: 30_000,
    applicationName: 'cvx test',
    ...options,
  });
}
