import { z } from 'zod';
import { parseDuration } from '../lib/format.ts';
import type { SettingKey } from './settings.ts';

/** At least this long, so that a mistyped unit (`30ms` for `30s`) does not fail every file. */
const MIN_TIMEOUT_MS = 1000;

const POSTGRES = /^postgres(ql)?(\+\w+)?:\/\//;
const REDIS = /^rediss?:\/\//;

/** A duration of at least `least` ms. */
function duration(least: number, example: string) {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const ms = parseDuration(String(value));
    if (ms !== undefined && ms >= least) return ms;
    context.addIssue({
      code: 'custom',
      message: `expected a duration of at least ${least / 1000}s, such as ${example}`,
    });
    return z.NEVER;
  });
}

function whole(least: number) {
  const message = `expected a whole number of at least ${least}`;
  return z.coerce.number(message).int(message).min(least, message);
}

function server(scheme: RegExp, example: string) {
  return z.string('expected a URL').regex(scheme, `expected a URL such as ${example}`).optional();
}

/** The check of every value. What each means is said in settings.ts. */
export const configSchema = z.strictObject({
  home: z.string('expected a folder'),
  embedding_model: z.string('expected a name or a folder'),
  concurrency: whole(1),
  file_timeout: duration(MIN_TIMEOUT_MS, '30s or 2m'),
  database_url: server(POSTGRES, 'postgresql://cvx@localhost/cvx'),
  database_replica_url: server(POSTGRES, 'postgresql://cvx@replica/cvx'),
  database_pool_size: whole(1),
  database_max_overflow: whole(0),
  qdrant_url: server(/^https?:\/\//, 'http://localhost:6333'),
  qdrant_api_key: z.string('expected a key').optional(),
  qdrant_pool_size: whole(1),
  qdrant_max_connections: whole(1),
  qdrant_timeout: duration(MIN_TIMEOUT_MS, '10s'),
  qdrant_shard_number: whole(1).optional(),
  qdrant_replication_factor: whole(1).optional(),
  qdrant_quantization: z.enum(['none', 'int8'], 'expected none or int8'),
  redis_url: server(REDIS, 'redis://localhost:6379'),
  redis_queue_url: server(REDIS, 'redis://localhost:6380'),
  min_queue_workers: whole(1),
  max_queue_workers: whole(1),
  memory_threshold_mb: whole(1).optional(),
  web_concurrency: whole(1),
  max_concurrent_requests: whole(1),
  max_global_concurrent: whole(1),
  rate_limit: whole(1),
  max_upload_mb: whole(1),
  api_keys_file: z.string('expected a file').optional(),
  allowed_hosts: z
    .string('expected names with commas between')
    .regex(/^[\w.-]+(,\s*[\w.-]+)*$/, 'expected names with commas between, such as cvx.example.com')
    .optional(),
} satisfies Record<SettingKey, z.ZodType>);

/** The settings of one run. `home` is absolute, `file_timeout` in milliseconds. */
export type Config = Readonly<z.infer<typeof configSchema>>;
