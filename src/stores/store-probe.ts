import type { Call } from '../lib/call.ts';

/** What health and metrics call the stores. */
export type StoreName = 'embedded' | 'postgresql' | 'qdrant' | 'redis' | 'redis-queue';

/** Figures of a server, named as the metrics that they become. */
export type Readings = Readonly<Partial<Record<ReadingName, number>>>;

export const READINGS = [
  'cvx_store_size_bytes',
  'cvx_postgres_connections',
  'cvx_postgres_max_connections',
  'cvx_postgres_longest_query_seconds',
  'cvx_postgres_lock_wait_seconds',
  'cvx_postgres_deadlocks_total',
  'cvx_postgres_blocks_hit_total',
  'cvx_postgres_blocks_read_total',
  'cvx_postgres_size_bytes',
  'cvx_redis_clients',
  'cvx_redis_max_clients',
  'cvx_redis_memory_bytes',
  'cvx_redis_max_memory_bytes',
  'cvx_redis_keyspace_hits_total',
  'cvx_redis_keyspace_misses_total',
  'cvx_redis_evicted_keys_total',
  'cvx_qdrant_collections',
  'cvx_qdrant_points',
] as const;

export type ReadingName = (typeof READINGS)[number];

/** What cvx keeps on a server, as far as others than its owner may ask. */
export interface OwnContents {
  /** Whether a newer cvx has written there. */
  readonly schemaNewer: boolean;
  /** People whom no index holds as they are now. */
  readonly pending: number;
  /** Names of the indexes that hold people, the fullest first. */
  readonly specs: readonly string[];
}

/**
 * Looks at a server that may be a stranger's: it reads and changes nothing there, neither schema nor keys. Opening one
 * does not wait for the server.
 */
export interface StoreProbe {
  readonly name: StoreName;
  /** Resolves if the store answers; rejects with CVX_STORE_UNAVAILABLE otherwise. */
  ping(call?: Call): Promise<void>;
  /** What the server tells of itself; a figure that it refuses to tell is absent. */
  read(call?: Call): Promise<Readings>;
  /** What cvx keeps there; undefined where it keeps nothing. Absent where that cannot be told without opening the store. */
  contents?(call?: Call): Promise<OwnContents | undefined>;
  /** Idempotent. Ends what is under way. */
  close(): Promise<void>;
}
