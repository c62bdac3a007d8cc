import type { Config } from '../config/schema.ts';
import type { IndexSpec, SearchIndex } from '../stores/search-index.ts';
import type { Database } from './database.ts';

/** Qdrant where one is configured, else pgvector on the PostgreSQL server, else the embedded scan. */
export async function openSearchIndex(
  config: Config,
  database: Database,
  spec: IndexSpec,
): Promise<SearchIndex> {
  if (config.qdrant_url !== undefined) {
    const { openQdrantIndex } = await import('../stores/search-index/qdrant.ts');
    return openQdrantIndex({
      url: config.qdrant_url,
      ...(config.qdrant_api_key === undefined ? {} : { apiKey: config.qdrant_api_key }),
      spec,
      timeoutMs: config.qdrant_timeout,
      poolSize: config.qdrant_pool_size,
    });
  }
  if (database.kind === 'postgres') {
    const { openPgvectorIndex } = await import('../stores/search-index/pgvector.ts');
    return openPgvectorIndex(database.primary, spec);
  }
  const { openScanIndex } = await import('../stores/search-index/scan.ts');
  return openScanIndex(database.primary, spec);
}
