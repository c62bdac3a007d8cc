import type { Settled } from './stack-of.ts';

/** A value of the tier table that is wrong, or means nothing to the real program, and what is used instead. */
export interface Correction {
  /** Of the setting that stands in its place; undefined where nothing does. */
  readonly setting: string | undefined;
  /** As the tier table has it: `REDIS_MAXMEMORY=512mb`. */
  readonly asked: string;
  readonly used: string;
  readonly why: string;
  readonly source: string;
}

interface Row {
  readonly setting: string | undefined;
  readonly asked: string;
  /** Text, or undefined: the value of the setting as it is written. */
  readonly used?: string;
  readonly why: string;
  readonly source: string;
  /** Where the value of the tier table is what the plan writes, there is nothing to correct. */
  readonly same?: string | number;
}

const IMAGES = 'facts: environment variables of the official images';
const BUDGET = 'I1: connections of all processes';
const NOTES: readonly Row[] = [
  {
    setting: 'env/DATABASE_POOL_SIZE',
    asked: 'DATABASE_POOL_SIZE=50',
    same: 50,
    why: 'it counts per process: 2 processes × 2 containers × (50 + 20) are 280 connections for a server of 100, and the load keeps a few of them busy',
    source: BUDGET,
  },
  {
    setting: 'env/DATABASE_MAX_OVERFLOW',
    asked: 'DATABASE_MAX_OVERFLOW=20',
    same: 20,
    why: 'counts in full against max_connections',
    source: BUDGET,
  },
  {
    setting: 'redis-cache/maxmemory',
    asked: 'REDIS_MAXMEMORY=512mb as a variable',
    why: 'redis-server reads no environment variable: the value must reach it as an argument or in redis.conf',
    source: IMAGES,
  },
  {
    setting: 'redis-cache/maxmemory-policy',
    asked: 'REDIS_MAXMEMORY_POLICY=allkeys-lru for everything',
    why: 'it is right for the cache; on a queue it deletes jobs: the queue is an instance of its own with noeviction',
    source: 'redis.conf; bullmq#1046',
  },
  {
    setting: undefined,
    asked: 'REDIS_DISABLE_COMMANDS=CONFIG,DEBUG,FLUSHDB,FLUSHALL',
    used: 'ACL users in redis.conf without @admin and @dangerous, with config|get for the exporter',
    why: "another vendor's image reads it, the official one does not; rename-command would blind the exporter",
    source: IMAGES,
  },
  {
    setting: 'redis-cache/protected-mode',
    asked: 'REDIS_PROTECTED_MODE=yes as a variable',
    why: 'no such variable: protected-mode stands in redis.conf, with a password',
    source: IMAGES,
  },
  {
    setting: 'env/UVICORN_WORKERS',
    asked: 'UVICORN_WORKERS=3 to 4',
    same: 4,
    why: 'each process loads its own model; two per container and more containers carry the same load and survive a restart',
    source: 'gunicorn documentation, design; container table',
  },
  {
    setting: 'env/MEMORY_THRESHOLD_MB',
    asked: 'MEMORY_THRESHOLD_MB=8192',
    same: 8192,
    why: 'a threshold at or above the memory limit of the container is never reached: the kernel kills first',
    source: 'memory limit of the worker',
  },
  {
    setting: 'env/PYTHON_MEMORY_LIMIT',
    asked: 'PYTHON_MEMORY_LIMIT=8192',
    same: 8192,
    why: 'the same, of the backend',
    source: 'memory limit of the backend',
  },
  {
    setting: 'env/MAX_QUEUE_WORKERS',
    asked: 'MAX_QUEUE_WORKERS=8',
    same: 8,
    why: 'so many parsing processes of 256 MiB do not fit the memory limit of the worker here',
    source: 'memory limit of the worker',
  },
  {
    setting: 'qdrant/service.max_workers',
    asked: 'service.max_workers: 8',
    same: 8,
    why: 'threads beyond the CPU limit wait for the same cores',
    source: 'facts: service.max_workers',
  },
  {
    setting: 'qdrant/storage.performance.max_search_threads',
    asked: 'storage.performance.max_search_requests: 100',
    why: 'no version has such a key, and Qdrant ignores unknown keys without a word; 0 is 4 threads per core',
    source: 'facts: invalid keys of Qdrant',
  },
  {
    setting: 'qdrant/storage.optimizers.max_optimization_threads',
    asked: 'storage.performance.max_optimization_threads: 4',
    why: 'the key stands under storage.optimizers; more than half of the CPU limit would take the cores of searches',
    source: 'facts: invalid keys of Qdrant',
  },
  {
    setting: 'qdrant/storage.wal.wal_capacity_mb',
    asked: 'WAL of 512 MB',
    same: 512,
    why: 'it is taken in advance for each shard of each collection, with a closed segment beside it',
    source: 'facts: storage.wal.wal_capacity_mb',
  },
  {
    setting: 'postgres/max_connections',
    asked: 'max_connections=100',
    same: 100,
    why: 'the budget of the pools; more would have to share work_mem',
    source: BUDGET,
  },
  {
    setting: 'postgres/shared_buffers',
    asked: 'shared_buffers=1GB',
    same: '1024MB',
    why: 'a quarter of the memory limit',
    source: 'pgtune; I3',
  },
  {
    setting: 'postgres/effective_cache_size',
    asked: 'effective_cache_size=4GB',
    same: '4096MB',
    why: 'more than the 3 GB that the container may use: the planner would count on a cache that is not there',
    source: 'pgtune, with the container limit',
  },
  {
    setting: 'postgres/work_mem',
    asked: 'work_mem=32MB',
    same: '32MB',
    why: '100 connections × 32 MB × 3 are 9.4 GiB in a container of 3 GB',
    source: 'I3',
  },
  {
    setting: 'postgres/maintenance_work_mem',
    asked: 'maintenance_work_mem=512MB',
    same: '512MB',
    why: 'a sixteenth of the memory limit: an index build and autovacuum share it with the connections',
    source: 'pgtune; I3',
  },
  {
    setting: undefined,
    asked: 'POSTGRES_REPLICATION_MODE=master / replica',
    used: 'a standby made by pg_basebackup -R, with its own slot',
    why: 'the official image knows no such variable: it starts two primaries that know nothing of each other',
    source: IMAGES,
  },
  {
    setting: 'nginx/upstream.weight',
    asked: 'weights 3/3/2',
    why: 'all backends have the same limits: a smaller share leaves one of them idle; least_conn evens out the rest',
    source: 'nginx documentation, ngx_http_upstream_module',
  },
  {
    setting: 'compose/backend/memory',
    asked: 'backend of 8 GB where models are heavy',
    why: 'processes × memory of one / 0.85; --process-memory gives what one takes',
    source: 'container table of the tiers',
  },
  {
    setting: undefined,
    asked: 'frontend of 256 MB',
    used: 'none: cvx serve brings its page along; a project with one keeps it, and it is counted',
    why: 'the stack around cvx has no such container',
    source: 'container table of the tiers',
  },
  {
    setting: undefined,
    asked: 'read replicas from 201 users on',
    used: 'from 501 users on',
    why: 'at 500 users the database keeps less than one core busy: a replica there only takes memory',
    source: 'utilisation law; issue of the tuner',
  },
  {
    setting: undefined,
    asked: 'g4dn.2xlarge at $1.052/h',
    used: '$0.752/h',
    why: 'on-demand list price in us-east-1',
    source: 'price table',
  },
  {
    setting: undefined,
    asked: 'mixed machines at about $1.2/h',
    used: '2 × 0.34 + 0.252 + 0.526 = $1.458/h',
    why: 'the sum of the list prices',
    source: 'price table',
  },
  {
    setting: 'postgres/log_lock_waits',
    asked: 'alert on lock waits above 100 ms',
    used: 'logged after deadlock_timeout (1 s); waits now come from pg_stat_activity',
    why: 'a deadlock_timeout of 100 ms would search for deadlocks ten times as often',
    source: 'PostgreSQL manual 19.12',
  },
];

/** The values of the tier table that this plan does not write as they are, with the reason. */
export function correctionsOf({ settings }: Pick<Settled, 'settings'>): readonly Correction[] {
  return NOTES.flatMap(({ setting, asked, used, why, source, same }): readonly Correction[] => {
    const planned = setting === undefined ? undefined : settings.get(setting);
    if (setting !== undefined && (planned === undefined || planned.written === same)) return [];
    return [{ setting, asked, used: used ?? String(planned?.written), why, source }];
  });
}
