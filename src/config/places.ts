import type { Config } from './schema.ts';

/**
 * Where the people, the index, the cache and the jobs are: from the URLs of the configuration, which are not looked into. Jobs wait
 * on a server only where the people are on one as well, since workers of other processes need both.
 */
export function placesOf(
  config: Pick<Config, 'database_url' | 'qdrant_url' | 'redis_url' | 'redis_queue_url'>,
) {
  const store = config.database_url === undefined ? 'embedded' : 'postgresql';
  const hasQueue = store === 'postgresql' && (config.redis_queue_url ?? config.redis_url) !== undefined;
  return {
    store,
    index: config.qdrant_url !== undefined ? 'qdrant' : store === 'embedded' ? 'scan' : 'pgvector',
    cache: config.redis_url === undefined ? 'memory' : 'redis',
    queue: hasQueue ? 'redis' : 'memory',
  } as const;
}
