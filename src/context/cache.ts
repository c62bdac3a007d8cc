import type { Config } from '../config/schema.ts';
import type { Cache } from '../stores/cache.ts';
import type { Closers } from './closers.ts';

/** Query vectors of 1 to 6 kB each: some thousands. */
const CACHE_BYTES = 16 * 1024 * 1024;

/** Redis where one is configured, else this process's memory. A Redis that is away costs one warning and no search. */
export async function openCache(
  config: Config,
  onWarn: (text: string) => void,
  opened: Closers,
): Promise<Cache> {
  if (config.redis_url === undefined) {
    const { openMemoryCache } = await import('../stores/cache/memory.ts');
    return opened.keep(openMemoryCache({ maxBytes: CACHE_BYTES }));
  }
  const [{ openRedis }, { openRedisCache }] = await Promise.all([
    import('../stores/redis/connection.ts'),
    import('../stores/cache/redis.ts'),
  ]);
  const connection = await opened.keep(openRedis(config.redis_url, { role: 'cache', setting: 'REDIS_URL' }));
  return opened.keep(openRedisCache(connection, { onWarn }));
}
