import type { Config } from './schema.ts';

/** Where the people, the index and the cache are. */
export interface Places {
  readonly store: 'embedded' | 'postgresql';
  readonly index: 'scan' | 'pgvector' | 'qdrant';
  readonly cache: 'memory' | 'redis';
  /** Where jobs wait: workers of other processes see only a server's, and need the people on one as well. */
  readonly queue: 'memory' | 'redis';
}

/** From the URLs of the configuration, which are not looked into. What it does not name is embedded, or in the database. */
export function placesOf(
  config: Pick<Config, 'database_url' | 'qdrant_url' | 'redis_url' | 'redis_queue_url'>,
): Places {
  const store = config.database_url === undefined ? 'embedded' : 'postgresql';
  return {
    store,
    index: config.qdrant_url !== undefined ? 'qdrant' : store === 'embedded' ? 'scan' : 'pgvector',
    cache: config.redis_url === undefined ? 'memory' : 'redis',
    queue:
      store === 'embedded' || (config.redis_queue_url ?? config.redis_url) === undefined ? 'memory' : 'redis',
  };
}
