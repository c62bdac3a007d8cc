import type { Config } from '../config/schema.ts';
import type { PoolUse } from '../lib/pool-use.ts';
import type { IndexSpec, SearchIndex } from '../stores/search-index.ts';
import type { Database } from './database.ts';

/** Qdrant where one is configured, with the database to fall back on; else pgvector on the PostgreSQL server, else the embedded scan. */
export async function openSearchIndex(
  config: Config,
  database: Database,
  spec: IndexSpec,
  watchPool: (use: () => PoolUse) => void,
): Promise<SearchIndex> {
  if (config.qdrant_url !== undefined) {
    const [{ openQdrantIndex }, { openPersonTerms }, { withLexicalFallback }] = await Promise.all([
      import('../stores/search-index/qdrant.ts'),
      import('../stores/search-index/person-terms.ts'),
      import('../stores/search-index/with-lexical-fallback.ts'),
    ]);
    const qdrant = openQdrantIndex({
      url: config.qdrant_url,
      ...(config.qdrant_api_key === undefined ? {} : { apiKey: config.qdrant_api_key }),
      spec,
      timeoutMs: config.qdrant_timeout,
      poolSize: Math.min(config.qdrant_pool_size, config.qdrant_max_connections),
      watchPool,
      quantization: config.qdrant_quantization,
      ...(config.qdrant_shard_number === undefined ? {} : { shardNumber: config.qdrant_shard_number }),
      ...(config.qdrant_replication_factor === undefined
        ? {}
        : { replicationFactor: config.qdrant_replication_factor }),
    });
    return withLexicalFallback(qdrant, openPersonTerms(database.primary, spec.name));
  }
  if (database.kind === 'postgres') {
    const { openPgvectorIndex } = await import('../stores/search-index/pgvector.ts');
    return openPgvectorIndex(database.primary, spec);
  }
  const { openScanIndex } = await import('../stores/search-index/scan.ts');
  return openScanIndex(database.primary, spec);
}
