/** How the values of several worker processes become one; `prom-client`'s words. */
export type Aggregate = 'sum' | 'first' | 'min' | 'max';

export interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** `sum` unless told. What all workers see alike (a queue, the host) is no sum. */
  readonly aggregate?: Aggregate;
  /** Upper bounds in seconds. */
  readonly buckets?: readonly number[];
  /** Which command serves it. */
  readonly by: 'serve' | 'metrics' | 'both';
}

/** 2 s is the bound that a slow answer is told by, so it is one of the buckets and is not interpolated over. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 5, 10] as const;

/** A warm search takes some ms and its parts less; a query is slow from 1 s. */
const STAGE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

/** .1 s is the bound that a slow network is told by. */
const PING_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1] as const;

/** Reading one CV: some ms for text, seconds for a large PDF, 30 s is where it is given up. */
const INGEST_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/**
 * Every metric of cvx's own, by name: what alert rules, dashboards and `cvx metrics --list` go by. Base units, `_total` for
 * counters. The values of each label come from a closed list.
 */
export const METRICS = {
  cvx_build_info: {
    type: 'gauge',
    help: 'Always 1; the labels say what runs: version, Node, platform, command and where people, index, cache and queue are.',
    labels: ['version', 'node', 'platform', 'arch', 'command', 'store', 'index', 'cache', 'queue'],
    aggregate: 'first',
    by: 'both',
  },
  cvx_workers: { type: 'gauge', help: 'Processes that answer requests.', labels: [], by: 'serve' },
  cvx_http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time to answer a request, by route pattern; its count by status code tells rates and errors.',
    labels: ['method', 'route', 'status_code'],
    buckets: REQUEST_BUCKETS,
    by: 'serve',
  },
  cvx_http_requests_in_flight: { type: 'gauge', help: 'Requests being worked on.', labels: [], by: 'serve' },
  cvx_http_requests_waiting: {
    type: 'gauge',
    help: 'Requests that wait for their turn.',
    labels: [],
    by: 'serve',
  },
  cvx_search_duration_seconds: {
    type: 'histogram',
    help: 'Time of a search, by mode.',
    labels: ['mode'],
    buckets: STAGE_BUCKETS,
    by: 'serve',
  },
  cvx_search_stage_duration_seconds: {
    type: 'histogram',
    help: 'Time of one part of a search that no cache answered; the dense and the lexical leg may run at once.',
    labels: ['stage'],
    buckets: STAGE_BUCKETS,
    by: 'serve',
  },
  cvx_searches_degraded_total: {
    type: 'counter',
    help: 'Searches answered without all that belongs to an answer, such as the index of meanings.',
    labels: [],
    by: 'serve',
  },
  cvx_cache_requests_total: {
    type: 'counter',
    help: 'Look-ups in the cache, by what was looked up and result.',
    labels: ['cache', 'result'],
    by: 'serve',
  },
  cvx_cache_errors_total: {
    type: 'counter',
    help: 'Commands that the server of the cache did not answer; each counts as a miss as well.',
    labels: [],
    by: 'serve',
  },
  cvx_ingest_files_total: {
    type: 'counter',
    help: 'Uploaded files, by what became of them.',
    labels: ['outcome'],
    by: 'serve',
  },
  cvx_ingest_duration_seconds: {
    type: 'histogram',
    help: 'Time of an uploaded file from its turn to its outcome.',
    labels: [],
    buckets: INGEST_BUCKETS,
    by: 'serve',
  },
  cvx_ingest_stage_duration_seconds: {
    type: 'histogram',
    help: 'Time of one part of an ingest.',
    labels: ['stage'],
    buckets: INGEST_BUCKETS,
    by: 'serve',
  },
  cvx_people: {
    type: 'gauge',
    help: 'People with a current document.',
    labels: [],
    aggregate: 'first',
    by: 'serve',
  },
  cvx_people_pending: {
    type: 'gauge',
    help: 'People that the search index has yet to hold as they are stored.',
    labels: [],
    aggregate: 'first',
    by: 'serve',
  },
  cvx_documents: {
    type: 'gauge',
    help: 'Current documents of people.',
    labels: [],
    aggregate: 'first',
    by: 'serve',
  },
  cvx_files: {
    type: 'gauge',
    help: 'Paths that have been seen, by outcome.',
    labels: ['outcome'],
    aggregate: 'first',
    by: 'serve',
  },
  cvx_store_up: {
    type: 'gauge',
    help: '1 where the store answered the last check in time, else 0.',
    labels: ['store'],
    aggregate: 'min',
    by: 'both',
  },
  cvx_store_latency_seconds: {
    type: 'gauge',
    help: 'Time of the last check; where the store does not answer, how long it has been waited for.',
    labels: ['store'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_store_check_age_seconds: {
    type: 'gauge',
    help: 'Time since the last check ended.',
    labels: ['store'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_dependency_ping_duration_seconds: {
    type: 'histogram',
    help: 'Time of the checks of each store, those without an answer as long as they were waited for.',
    labels: ['target'],
    buckets: PING_BUCKETS,
    by: 'both',
  },
  cvx_pool_connections: {
    type: 'gauge',
    help: 'Open connections of all workers to a server, by state.',
    labels: ['pool', 'state'],
    by: 'serve',
  },
  cvx_pool_waiting: {
    type: 'gauge',
    help: 'Calls that wait for a connection.',
    labels: ['pool'],
    by: 'serve',
  },
  cvx_pool_max_connections: {
    type: 'gauge',
    help: 'Connections that all workers together may open.',
    labels: ['pool'],
    by: 'serve',
  },
  cvx_queue_depth: {
    type: 'gauge',
    help: 'Jobs that wait or run.',
    labels: ['queue'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_queue_jobs: {
    type: 'gauge',
    help: 'Jobs by state: waiting for their turn, delayed for another try, running, dead (failed for good).',
    labels: ['queue', 'state'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_queue_lag_seconds: {
    type: 'gauge',
    help: 'Age of the job that has waited longest for its turn.',
    labels: ['queue'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_queue_workers: {
    type: 'gauge',
    help: 'Workers that the queue knows of, on all machines.',
    labels: ['queue'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_host_cpu_seconds_total: {
    type: 'counter',
    help: 'Time of all cores of the host, by mode.',
    labels: ['mode'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_host_cpus: {
    type: 'gauge',
    help: 'Cores of the host.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_memory_size_bytes: {
    type: 'gauge',
    help: 'Memory of the host.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_memory_available_bytes: {
    type: 'gauge',
    help: 'Memory of the host that programs can have without swapping.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_memory_limit_bytes: {
    type: 'gauge',
    help: 'Memory that the container may use; absent where there is no limit.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_disk_size_bytes: {
    type: 'gauge',
    help: "Size of the file system that holds cvx's data.",
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_disk_available_bytes: {
    type: 'gauge',
    help: 'Free space for cvx on the file system that holds its data.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_disk_io_seconds_total: {
    type: 'counter',
    help: 'Time during which a disk of the host had work; Linux only.',
    labels: ['device'],
    aggregate: 'max',
    by: 'both',
  },
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

export type MetricName = keyof typeof METRICS;

/** Names of one type: `MetricOf<'gauge'>`. */
export type MetricOf<T extends MetricSpec['type']> = {
  [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never;
}[MetricName];

export type LabelOf<N extends MetricName> = (typeof METRICS)[N]['labels'][number];
