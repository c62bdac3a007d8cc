/** One setting: its names and what `cvx config --help` says of it. Free of zod, so that help stays fast; schema.ts checks values. */
export interface Setting {
  /** Name in cvx.yaml. */
  readonly key: string;
  /** Environment variable, and name in an env file. */
  readonly env: string;
  readonly says: string;
  readonly fallback?: string;
  /** Never printed; may come from the file that `<env>_FILE` names, as container secrets do. */
  readonly secret?: boolean;
  /** A relative value is resolved against the folder of the file that it stands in. */
  readonly path?: boolean;
}

export const SETTINGS = [
  {
    key: 'home',
    env: 'CVX_HOME',
    says: 'Folder that holds the people and the index.',
    fallback: "the user's data folder",
    path: true,
  },
  {
    key: 'embedding_model',
    env: 'EMBEDDING_MODEL',
    says: '`bundled`, which ships with cvx, or a model for Transformers.js: its folder or its name.',
    fallback: 'bundled',
  },
  {
    key: 'concurrency',
    env: 'CVX_CONCURRENCY',
    says: 'CVs read at once, each in a process of its own with at most 256 MB.',
    fallback: 'one per core',
  },
  {
    key: 'file_timeout',
    env: 'CVX_FILE_TIMEOUT',
    says: 'How long reading one file may take; then its outcome is `timeout`.',
    fallback: '30s',
  },
  {
    key: 'database_url',
    env: 'DATABASE_URL',
    says: 'PostgreSQL server that holds the people instead of the embedded store.',
    secret: true,
  },
  {
    key: 'database_replica_url',
    env: 'DATABASE_REPLICA_URL',
    says: 'Read replica of it, asked by search, show, list and stats.',
    secret: true,
  },
  {
    key: 'database_pool_size',
    env: 'DATABASE_POOL_SIZE',
    says: 'Connections to PostgreSQL kept open by one process.',
    fallback: '5',
  },
  {
    key: 'database_max_overflow',
    env: 'DATABASE_MAX_OVERFLOW',
    says: 'Connections beyond those while all are in use; closed once idle.',
    fallback: '5',
  },
  {
    key: 'qdrant_url',
    env: 'QDRANT_URL',
    says: 'Qdrant server that holds the index; without it PostgreSQL with pgvector does.',
    secret: true,
  },
  { key: 'qdrant_api_key', env: 'QDRANT_API_KEY', says: 'API key of the Qdrant server.', secret: true },
  {
    key: 'qdrant_pool_size',
    env: 'QDRANT_POOL_SIZE',
    says: 'Connections to Qdrant of one process at most.',
    fallback: '10',
  },
  {
    key: 'qdrant_max_connections',
    env: 'QDRANT_MAX_CONNECTIONS',
    says: 'Connections to Qdrant of all processes of one host; no process opens more than this.',
    fallback: '50',
  },
  {
    key: 'qdrant_timeout',
    env: 'QDRANT_TIMEOUT',
    says: 'How long one request to Qdrant may take.',
    fallback: '10s',
  },
  {
    key: 'qdrant_shard_number',
    env: 'QDRANT_SHARD_NUMBER',
    says: 'Shards of a new collection of vectors in a cluster.',
    fallback: "the server's",
  },
  {
    key: 'qdrant_replication_factor',
    env: 'QDRANT_REPLICATION_FACTOR',
    says: 'Copies of each shard of a new collection in a cluster.',
    fallback: "the server's",
  },
  {
    key: 'qdrant_quantization',
    env: 'QDRANT_QUANTIZATION',
    says: '`int8` keeps the vectors of a new collection in a quarter of the memory and rescores, or `none`.',
    fallback: 'none',
  },
  { key: 'redis_url', env: 'REDIS_URL', says: 'Redis server of the cache.', secret: true },
  {
    key: 'redis_queue_url',
    env: 'REDIS_QUEUE_URL',
    says: 'Redis server of the queue, where it is another than that of the cache.',
    secret: true,
  },
  {
    key: 'min_queue_workers',
    env: 'MIN_QUEUE_WORKERS',
    says: 'CVs that one `cvx worker` reads at once while little waits.',
    fallback: '1',
  },
  {
    key: 'max_queue_workers',
    env: 'MAX_QUEUE_WORKERS',
    says: 'The same while much waits; each in a process of its own with at most 256 MB.',
    fallback: 'one per core',
  },
  {
    key: 'memory_threshold_mb',
    env: 'MEMORY_THRESHOLD_MB',
    says: 'Resident memory of the `cvx worker` process above which it takes no further job.',
  },
  {
    key: 'web_concurrency',
    env: 'WEB_CONCURRENCY',
    says: 'Processes of `cvx serve`; more than one needs DATABASE_URL and REDIS_URL.',
    fallback: '1',
  },
  {
    key: 'max_concurrent_requests',
    env: 'MAX_CONCURRENT_REQUESTS',
    says: 'Requests of one API key that one `cvx serve` works on or keeps waiting at once; then 429.',
    fallback: '100',
  },
  {
    key: 'max_global_concurrent',
    env: 'MAX_GLOBAL_CONCURRENT',
    says: 'The same of all keys together; then 503.',
    fallback: '150',
  },
  {
    key: 'rate_limit',
    env: 'CVX_RATE_LIMIT',
    says: 'Requests that one API key may send in a minute; then 429.',
    fallback: '6000',
  },
  {
    key: 'max_upload_mb',
    env: 'CVX_MAX_UPLOAD_MB',
    says: 'Megabytes of one upload to `cvx serve`, all its files together.',
    fallback: '100',
  },
  {
    key: 'api_keys_file',
    env: 'CVX_API_KEYS_FILE',
    says: 'File with the names, roles and hashes of the API keys of `cvx serve`.',
    fallback: 'api-keys in the home',
    path: true,
  },
  {
    key: 'allowed_hosts',
    env: 'CVX_ALLOWED_HOSTS',
    says: 'Names, with commas between, to which `cvx serve` answers without API keys, besides those of this machine.',
  },
] as const satisfies readonly Setting[];

export type SettingKey = (typeof SETTINGS)[number]['key'];

/** Settings that name a server. */
export const SERVER_KEYS = [
  'database_url',
  'qdrant_url',
  'redis_url',
  'redis_queue_url',
] as const satisfies readonly SettingKey[];

/** The setting of that key. */
export function settingOf(key: SettingKey): Setting {
  const found: Setting | undefined = SETTINGS.find((setting) => setting.key === key);
  if (found === undefined) throw new Error(`No setting ${key}`);
  return found;
}
