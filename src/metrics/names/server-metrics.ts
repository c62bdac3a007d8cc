import type { MetricSpec } from './metric-spec.ts';

/** What servers tell of themselves, by way of `cvx metrics`. */
export const SERVER_METRICS = {
  cvx_store_size_bytes: {
    type: 'gauge',
    help: 'Size of the embedded store on disk.',
    labels: [],
    by: 'metrics',
  },
  cvx_postgres_connections: {
    type: 'gauge',
    help: 'Connections of all clients to the PostgreSQL server.',
    labels: [],
    by: 'metrics',
  },
  cvx_postgres_max_connections: {
    type: 'gauge',
    help: 'max_connections of the PostgreSQL server.',
    labels: [],
    by: 'metrics',
  },
  cvx_postgres_longest_query_seconds: {
    type: 'gauge',
    help: 'How long the oldest statement has been running.',
    labels: [],
    by: 'metrics',
  },
  cvx_postgres_lock_wait_seconds: {
    type: 'gauge',
    help: 'How long somebody has waited for a lock that another holds; 0 where nobody waits.',
    labels: [],
    by: 'metrics',
  },
  cvx_postgres_deadlocks_total: {
    type: 'counter',
    help: 'Deadlocks in all databases of the server.',
    labels: [],
    by: 'metrics',
  },
  cvx_postgres_blocks_hit_total: {
    type: 'counter',
    help: "Blocks found in the server's own buffers.",
    labels: [],
    by: 'metrics',
  },
  cvx_postgres_blocks_read_total: {
    type: 'counter',
    help: 'Blocks that the server had to ask the system for.',
    labels: [],
    by: 'metrics',
  },
  cvx_postgres_size_bytes: {
    type: 'gauge',
    help: 'Size of the database that DATABASE_URL names.',
    labels: [],
    by: 'metrics',
  },
  cvx_redis_clients: {
    type: 'gauge',
    help: 'Connections of all clients to the Redis server.',
    labels: ['store'],
    by: 'metrics',
  },
  cvx_redis_max_clients: {
    type: 'gauge',
    help: 'maxclients of the Redis server.',
    labels: ['store'],
    by: 'metrics',
  },
  cvx_redis_memory_bytes: {
    type: 'gauge',
    help: 'Memory that the data and buffers of Redis take.',
    labels: ['store'],
    by: 'metrics',
  },
  cvx_redis_max_memory_bytes: {
    type: 'gauge',
    help: 'maxmemory of the Redis server; absent where it has none.',
    labels: ['store'],
    by: 'metrics',
  },
  cvx_redis_keyspace_hits_total: {
    type: 'counter',
    help: 'Look-ups of all clients that found a key.',
    labels: ['store'],
    by: 'metrics',
  },
  cvx_redis_keyspace_misses_total: {
    type: 'counter',
    help: 'Look-ups of all clients that found none.',
    labels: ['store'],
    by: 'metrics',
  },
  cvx_redis_evicted_keys_total: {
    type: 'counter',
    help: 'Keys dropped because the memory was full.',
    labels: ['store'],
    by: 'metrics',
  },
  cvx_qdrant_collections: {
    type: 'gauge',
    help: 'Collections of the Qdrant server.',
    labels: [],
    by: 'metrics',
  },
  cvx_qdrant_points: {
    type: 'gauge',
    help: 'Points in all collections of the Qdrant server.',
    labels: [],
    by: 'metrics',
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
