/** Series by which an alert fires, and by which it just does not. promtool's notation, one sample a minute. */
export interface AlertCase {
  readonly alert: string;
  /** Enough to fire after an hour; `2h` is waited for at three. */
  readonly fires: Readonly<Record<string, string>>;
  /** Each of them below its bound, or with nothing to divide by. */
  readonly silent: readonly Readonly<Record<string, string>>[];
}

const always = (value: number): string => `${value}x240`;
/** A counter that grows by so much a minute. */
const perMinute = (step: number): string => `0+${step}x240`;

const cpu = (busy: number): Readonly<Record<string, string>> => ({
  'node_cpu_seconds_total{instance="h",cpu="0",mode="idle"}': perMinute(60 - busy),
  'node_cpu_seconds_total{instance="h",cpu="0",mode="user"}': perMinute(busy),
});
const ratio = (used: string, of: string, value: number, whole: number): Readonly<Record<string, string>> => ({
  [used]: always(value),
  [of]: always(whole),
});
/** A histogram of which 90 % lie below `below` and the rest between it and `above`. */
const histogram = (
  name: string,
  labels: string,
  below: number,
  above: number,
): Readonly<Record<string, string>> => ({
  [`${name}_bucket{${labels}le="${below}"}`]: perMinute(90),
  [`${name}_bucket{${labels}le="${above}"}`]: perMinute(100),
  [`${name}_bucket{${labels}le="+Inf"}`]: perMinute(100),
});
const requests = 'cvx_http_request_duration_seconds';
const answers = (ok: number, failed: number): Readonly<Record<string, string>> => ({
  [`${requests}_count{status_code="200",instance="b"}`]: perMinute(ok),
  [`${requests}_count{status_code="500",instance="b"}`]: perMinute(failed),
});
const cache = (hits: number, misses: number): Readonly<Record<string, string>> => ({
  'cvx_cache_requests_total{result="hit"}': perMinute(hits),
  'cvx_cache_requests_total{result="miss"}': perMinute(misses),
});
const keyspace = (
  hits: number,
  misses: number,
  instance = 'redis-cache',
): Readonly<Record<string, string>> => ({
  [`redis_keyspace_hits_total{instance="${instance}"}`]: perMinute(hits),
  [`redis_keyspace_misses_total{instance="${instance}"}`]: perMinute(misses),
});
const blocks = (hit: number, read: number): Readonly<Record<string, string>> => ({
  'pg_stat_database_blks_hit{instance="p",datname="cvx"}': perMinute(hit),
  'pg_stat_database_blks_read{instance="p",datname="cvx"}': perMinute(read),
});
const statements = (seconds: number, calls: number): Readonly<Record<string, string>> => ({
  'pg_stat_statements_seconds_total{datname="cvx",queryid="1"}': perMinute(seconds),
  'pg_stat_statements_calls_total{datname="cvx",queryid="1"}': perMinute(calls),
});
const rest = (ok: number, failed: number): Readonly<Record<string, string>> => ({
  'rest_responses_total{instance="q",status="200"}': perMinute(ok),
  'rest_responses_total{instance="q",status="500"}': perMinute(failed),
});

/** A gauge that fires at one value and not at another. */
function gauge(alert: string, series: string, fires: number, ...silent: readonly number[]): AlertCase {
  return {
    alert,
    fires: { [series]: always(fires) },
    silent: silent.map((value) => ({ [series]: always(value) })),
  };
}

/** Every alert that a stack may have, on the bounds of `bounds`. */
export function alertCases(bounds: {
  readonly perMinute: number;
  readonly qdrantBytes: number;
}): readonly AlertCase[] {
  return [
    gauge('TargetDown', 'up{job="backend",instance="b"}', 0, 1),
    { alert: 'HostHighCpu', fires: cpu(50), silent: [cpu(47)] },
    {
      alert: 'HostHighMemory',
      fires: ratio('node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes', 14, 100),
      silent: [
        ratio('node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes', 16, 100),
        ratio('node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes', 0, 0),
      ],
    },
    {
      alert: 'HostDiskIoSaturated',
      fires: { 'node_disk_io_time_seconds_total{instance="h",device="sda"}': perMinute(50) },
      silent: [
        { 'node_disk_io_time_seconds_total{instance="h",device="sda"}': perMinute(47) },
        { 'node_disk_io_time_seconds_total{instance="h",device="loop0"}': perMinute(60) },
      ],
    },
    {
      alert: 'HostDiskIoPressure',
      fires: { 'node_pressure_io_waiting_seconds_total{instance="h"}': perMinute(13) },
      silent: [{ 'node_pressure_io_waiting_seconds_total{instance="h"}': perMinute(11) }],
    },
    {
      alert: 'HostDiskFull',
      fires: ratio(
        'node_filesystem_avail_bytes{fstype="ext4",mountpoint="/"}',
        'node_filesystem_size_bytes{fstype="ext4",mountpoint="/"}',
        14,
        100,
      ),
      silent: [
        ratio(
          'node_filesystem_avail_bytes{fstype="ext4",mountpoint="/"}',
          'node_filesystem_size_bytes{fstype="ext4",mountpoint="/"}',
          16,
          100,
        ),
        ratio(
          'node_filesystem_avail_bytes{fstype="tmpfs",mountpoint="/run"}',
          'node_filesystem_size_bytes{fstype="tmpfs",mountpoint="/run"}',
          0,
          100,
        ),
      ],
    },
    {
      alert: 'HostOutOfMemoryKill',
      fires: { 'node_vmstat_oom_kill{instance="h"}': perMinute(1) },
      silent: [{ 'node_vmstat_oom_kill{instance="h"}': always(7) }],
    },
    {
      alert: 'AppRequestRateHigh',
      fires: answers(bounds.perMinute + 10, 0),
      silent: [answers(bounds.perMinute - 10, 0)],
    },
    {
      alert: 'AppResponseTimeHigh',
      fires: histogram(requests, '', 2, 5),
      silent: [histogram(requests, '', 1, 2), { [`${requests}_bucket{le="+Inf"}`]: always(0) }],
    },
    { alert: 'AppErrorRateHigh', fires: answers(94, 6), silent: [answers(96, 4), answers(0, 0)] },
    { alert: 'AppCacheHitLow', fires: cache(890, 110), silent: [cache(910, 90), cache(0, 0), cache(1, 9)] },
    {
      alert: 'AppDependencyLatencyHigh',
      fires: histogram('cvx_dependency_ping_duration_seconds', 'target="redis",', 0.1, 0.25),
      silent: [histogram('cvx_dependency_ping_duration_seconds', 'target="redis",', 0.05, 0.1)],
    },
    gauge('AppStoreDown', 'cvx_store_up{store="index"}', 0, 1),
    {
      alert: 'AppSearchesDegraded',
      fires: { cvx_searches_degraded_total: perMinute(1) },
      silent: [{ cvx_searches_degraded_total: always(9) }],
    },
    gauge('AppPoolExhausted', 'cvx_pool_waiting{pool="postgres",instance="b"}', 1, 0),
    gauge('AppEventLoopBlocked', 'nodejs_eventloop_lag_p99_seconds{instance="b"}', 0.21, 0.19),
    gauge('QueueDepthHigh', 'cvx_queue_depth{queue="ingest"}', 101, 100),
    {
      alert: 'QueueWithoutWorkers',
      fires: { 'cvx_queue_depth{queue="ingest"}': always(1), 'cvx_queue_workers{queue="ingest"}': always(0) },
      silent: [
        { 'cvx_queue_depth{queue="ingest"}': always(1), 'cvx_queue_workers{queue="ingest"}': always(1) },
        { 'cvx_queue_depth{queue="ingest"}': always(0), 'cvx_queue_workers{queue="ingest"}': always(0) },
      ],
    },
    gauge('QueueDeadLetters', 'cvx_queue_jobs{queue="ingest",state="dead"}', 1, 0),
    gauge('PostgresDown', 'pg_up{instance="p"}', 0, 1),
    {
      alert: 'PostgresConnectionsHigh',
      fires: ratio(
        'pg_stat_database_numbackends{instance="p",datname="cvx"}',
        'pg_settings_max_connections{instance="p"}',
        41,
        50,
      ),
      silent: [
        ratio(
          'pg_stat_database_numbackends{instance="p",datname="cvx"}',
          'pg_settings_max_connections{instance="p"}',
          39,
          50,
        ),
      ],
    },
    gauge(
      'PostgresLongTransaction',
      'pg_stat_activity_max_tx_duration{instance="p",datname="cvx",state="active"}',
      1.1,
      0.9,
    ),
    {
      alert: 'PostgresSlowQueries',
      fires: statements(11, 10),
      silent: [statements(9, 10), statements(0, 0)],
    },
    gauge('PostgresLockWait', 'pg_lock_wait_max_seconds{instance="p"}', 0.11, 0.1, 0),
    {
      alert: 'PostgresLockWaiters',
      fires: { 'pg_stat_activity_count{instance="p",datname="cvx",wait_event_type="Lock"}': always(1) },
      silent: [{ 'pg_stat_activity_count{instance="p",datname="cvx",wait_event_type="Client"}': always(1) }],
    },
    {
      alert: 'PostgresDeadlocks',
      fires: { 'pg_stat_database_deadlocks{instance="p",datname="cvx"}': perMinute(1) },
      silent: [{ 'pg_stat_database_deadlocks{instance="p",datname="cvx"}': always(3) }],
    },
    {
      alert: 'PostgresCacheHitLow',
      fires: blocks(890, 110),
      silent: [blocks(910, 90), blocks(1, 9), blocks(0, 0)],
    },
    {
      alert: 'PostgresReplicaGone',
      fires: { 'pg_up{instance="p"}': always(1) },
      silent: [{ 'pg_stat_replication_pg_wal_lsn_diff{application_name="replica"}': always(0) }],
    },
    {
      alert: 'PostgresReplicaBehind',
      fires: { 'pg_stat_replication_pg_wal_lsn_diff{application_name="replica"}': always(67_108_865) },
      silent: [{ 'pg_stat_replication_pg_wal_lsn_diff{application_name="replica"}': always(67_108_864) }],
    },
    gauge('RedisDown', 'redis_up{instance="redis-cache"}', 0, 1),
    {
      alert: 'RedisConnectionsHigh',
      fires: ratio(
        'redis_connected_clients{instance="redis-cache"}',
        'redis_config_maxclients{instance="redis-cache"}',
        81,
        100,
      ),
      silent: [
        ratio(
          'redis_connected_clients{instance="redis-cache"}',
          'redis_config_maxclients{instance="redis-cache"}',
          79,
          100,
        ),
      ],
    },
    {
      alert: 'RedisMemoryHigh',
      fires: ratio(
        'redis_memory_used_bytes{instance="redis-queue"}',
        'redis_memory_max_bytes{instance="redis-queue"}',
        86,
        100,
      ),
      silent: [
        ratio(
          'redis_memory_used_bytes{instance="redis-queue"}',
          'redis_memory_max_bytes{instance="redis-queue"}',
          84,
          100,
        ),
        ratio(
          'redis_memory_used_bytes{instance="redis-queue"}',
          'redis_memory_max_bytes{instance="redis-queue"}',
          86,
          0,
        ),
        ratio(
          'redis_memory_used_bytes{instance="redis-cache"}',
          'redis_memory_max_bytes{instance="redis-cache"}',
          99,
          100,
        ),
      ],
    },
    {
      alert: 'RedisCacheHitLow',
      fires: keyspace(890, 110),
      silent: [keyspace(910, 90), keyspace(0, 0), keyspace(1, 9), keyspace(0, 900, 'redis-queue')],
    },
    gauge(
      'RedisConnectSlow',
      'redis_exporter_last_scrape_connect_time_seconds{instance="redis-cache"}',
      0.11,
      0.09,
    ),
    gauge('QdrantRecoveryMode', 'app_status_recovery_mode{instance="q"}', 1, 0),
    {
      alert: 'QdrantOpenFilesHigh',
      fires: ratio(
        'process_open_fds{job="qdrant",instance="q"}',
        'process_max_fds{job="qdrant",instance="q"}',
        81,
        100,
      ),
      silent: [
        ratio(
          'process_open_fds{job="qdrant",instance="q"}',
          'process_max_fds{job="qdrant",instance="q"}',
          79,
          100,
        ),
        ratio(
          'process_open_fds{job="backend",instance="b"}',
          'process_max_fds{job="backend",instance="b"}',
          99,
          100,
        ),
      ],
    },
    {
      alert: 'QdrantMemoryMapsHigh',
      fires: ratio('process_open_mmaps{instance="q"}', 'system_max_mmaps{instance="q"}', 81, 100),
      silent: [ratio('process_open_mmaps{instance="q"}', 'system_max_mmaps{instance="q"}', 79, 100)],
    },
    gauge(
      'QdrantMemoryHigh',
      'memory_resident_bytes{instance="q"}',
      bounds.qdrantBytes + 1,
      bounds.qdrantBytes,
    ),
    { alert: 'QdrantErrorRateHigh', fires: rest(980, 20), silent: [rest(995, 5), rest(0, 0)] },
    {
      alert: 'QdrantQuerySlow',
      fires: histogram(
        'rest_responses_duration_seconds',
        'endpoint="/collections/{collection_name}/points/query",',
        1,
        5,
      ),
      silent: [
        histogram(
          'rest_responses_duration_seconds',
          'endpoint="/collections/{collection_name}/points/query",',
          0.5,
          1,
        ),
        histogram(
          'rest_responses_duration_seconds',
          'endpoint="/collections/{collection_name}/index",',
          1,
          5,
        ),
      ],
    },
    gauge('QdrantUpdateQueue', 'collection_update_queue_length{instance="q",id="c"}', 101, 100),
    gauge('QdrantOptimizationsStuck', 'collection_running_optimizations{instance="q",id="c"}', 1, 0),
    gauge('QdrantDeadReplicas', 'collection_dead_replicas{instance="q",id="c"}', 1, 0),
    gauge('QdrantConsensusBehind', 'cluster_pending_operations_total{instance="q"}', 1, 0),
  ];
}
