import { placesOf } from './config/places.ts';
import type { Config } from './config/schema.ts';
import { openCache } from './context/cache.ts';
import { closers, together, type Closers } from './context/closers.ts';
import { databasePools, openDatabase, type Database } from './context/database.ts';
import { openEmbedder } from './context/embedder.ts';
import { openJobQueue } from './context/job-queue.ts';
import type { OpenOptions } from './context/open-options.ts';
import { openSearchIndex } from './context/search-index.ts';
import { ANALYZER_VERSION } from './domain/terms.ts';
import type { Embedder } from './embed/embedder.ts';
import { CHUNKER_VERSION } from './ingest/chunk.ts';
import type { Cache } from './stores/cache.ts';
import type { CandidateStore } from './stores/candidate-store.ts';
import type { JobQueue } from './stores/job-queue.ts';
import type { PoolUse } from './lib/pool-use.ts';
import type { IndexSpec, SearchIndex } from './stores/search-index.ts';
import type { Staging } from './stores/staging.ts';

/** The open stores of one command. cli.ts opens it, commands receive it and never close it. */
export interface Context {
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
  readonly cache: Cache;
  /** Where bytes wait for workers; undefined where the store is embedded, which no other machine can reach. */
  readonly staging: Staging | undefined;
  /**
   * A queue of this process, or the one that all machines share; closed with the context. `across` rejects with
   * CVX_NEEDS_SERVERS where the configuration names no PostgreSQL or no Redis.
   */
  openQueue<P>(where: 'here' | 'across'): Promise<JobQueue<P>>;
  /** How far the connections of this process to its servers are used up, now; nothing where all is embedded. */
  pools(): readonly PoolUse[];
}

/**
 * Opens the stores that the configuration names; what it does not name is embedded. Rejects with CVX_STORE_LOCKED while
 * another process holds the embedded store, with CVX_STORE_UNAVAILABLE where PostgreSQL cannot be reached. What was
 * opened before a failure is closed again.
 */
export async function openContext(
  config: Config,
  options: OpenOptions,
): Promise<Context & { close(): Promise<void> }> {
  const opened = closers();
  try {
    return { ...(await openStores(config, options, opened)), close: () => opened.closeAll() };
  } catch (error) {
    await opened.closeAll();
    throw error;
  }
}

async function openStores(config: Config, options: OpenOptions, opened: Closers): Promise<Context> {
  const { onNotice, signal } = options;
  const { openSqlCandidateStore } = await import('./stores/candidate-store/sql.ts');
  const [database, embedder] = await together(
    openDatabase(config, options, opened),
    opened.keep(openEmbedder(config, onNotice)),
  );
  const store = await opened.keep(
    openSqlCandidateStore(
      database.primary,
      database.kind === 'pglite' ? 'embedded' : 'PostgreSQL',
      database.reads,
    ),
  );
  await store.migrate({ signal });
  const pools = [() => databasePools(database)];
  const index = await opened.keep(
    openSearchIndex(config, database, indexSpec(embedder, placesOf(config).index), (use) =>
      pools.push(() => [use()]),
    ),
  );
  // Reindexing is what mends an index that cannot be used as it is.
  if (options.command !== 'reindex') await index.ensure({ signal });
  const cache = await openCache(config, onNotice, opened);
  return {
    store,
    index,
    embedder,
    cache,
    staging: await openStaging(database, opened),
    openQueue: <P>(where: 'here' | 'across') => openJobQueue<P>(where, config, onNotice, opened),
    pools: () => pools.flatMap((use) => use()),
  };
}

async function openStaging({ kind, primary }: Database, opened: Closers): Promise<Staging | undefined> {
  if (kind === 'pglite') return undefined;
  const { openSqlStaging } = await import('./stores/staging/sql.ts');
  return opened.keep(openSqlStaging(primary));
}

/**
 * The backend is part of the name, so that whoever is indexed in one is pending in another: a QDRANT_URL that is new finds
 * everybody unindexed and says so.
 */
function indexSpec({ id, dimensions }: Embedder, backend: string): IndexSpec {
  return { name: `${id}/chunker-${CHUNKER_VERSION}/analyzer-${ANALYZER_VERSION}/${backend}`, dimensions };
}
