import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { JobQueue } from '../stores/job-queue.ts';
import type { StoreProbe } from '../stores/store-probe.ts';
import { closers, type Closers } from './closers.ts';

/** Ways to look at what the configuration names, without opening it as a store: nothing is migrated, locked or waited for. */
export interface Probes {
  readonly stores: readonly StoreProbe[];
  /** cvx's own queue, where there is one: a look at it would make it otherwise. */
  readonly queue: () => Promise<Pick<JobQueue<unknown>, 'counts' | 'lag'> | undefined>;
}

/** Rejects only for a URL that is none (CVX_CONFIG_INVALID, CVX_BAD_SETTING); a server may be away. */
export async function openProbes(config: Config): Promise<Probes & { close(): Promise<void> }> {
  const opened = closers();
  try {
    const stores: StoreProbe[] = [];
    if (config.database_url !== undefined) {
      const { openPostgresProbe } = await import('../stores/store-probe/postgres.ts');
      stores.push(await opened.keep(openPostgresProbe(config.database_url)));
    } else if (existsSync(join(config.home, 'data'))) {
      const { openEmbeddedProbe } = await import('../stores/store-probe/embedded.ts');
      stores.push(openEmbeddedProbe(join(config.home, 'data')));
    }
    if (config.qdrant_url !== undefined) {
      const { openQdrantProbe } = await import('../stores/store-probe/qdrant.ts');
      const { qdrant_url: url, qdrant_api_key: apiKey } = config;
      stores.push(await opened.keep(openQdrantProbe({ url, ...(apiKey === undefined ? {} : { apiKey }) })));
    }
    const { probes, queue } = await openRedisProbes(config, opened);
    return { stores: [...stores, ...probes], queue, close: () => opened.closeAll() };
  } catch (error) {
    await opened.closeAll();
    throw error;
  }
}

async function openRedisProbes(
  { redis_url, redis_queue_url }: Config,
  opened: Closers,
): Promise<{ probes: StoreProbe[]; queue: Probes['queue'] }> {
  if (redis_url === undefined && redis_queue_url === undefined)
    return { probes: [], queue: async () => undefined };
  const [{ openRedis }, { openRedisProbe }, { openRedisQueue }, { queueKeys }] = await Promise.all([
    import('../stores/redis/connection.ts'),
    import('../stores/store-probe/redis.ts'),
    import('../stores/job-queue/redis.ts'),
    import('../stores/job-queue/redis/scripts.ts'),
  ]);
  // As a cache's connection it is opened in the background and given up soon.
  const open = async (url: string | undefined, setting: string) =>
    url === undefined ? undefined : opened.keep(openRedis(url, { role: 'cache', setting }));
  const cache = await open(redis_url, 'REDIS_URL');
  const own = await open(redis_queue_url, 'REDIS_QUEUE_URL');
  const connection = own ?? cache;
  const queue = connection && (await opened.keep(openRedisQueue(connection, { name: 'ingest', bound: 0 })));
  const { stream } = queueKeys('ingest');
  return {
    probes: [
      ...(cache === undefined ? [] : [openRedisProbe('redis', cache)]),
      ...(own === undefined ? [] : [openRedisProbe('redis-queue', own)]),
    ],
    queue: async () => ((await connection?.client.exists(stream)) === 1 ? queue : undefined),
  };
}
