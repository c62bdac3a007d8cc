import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config/schema.ts';
import { ANALYZER_VERSION } from './domain/terms.ts';
import type { Embedder } from './embed/embedder.ts';
import { CHUNKER_VERSION } from './ingest/chunk.ts';
import type { Cache } from './stores/cache.ts';
import type { CandidateStore } from './stores/candidate-store.ts';
import type { JobQueue } from './stores/job-queue.ts';
import type { IndexSpec, SearchIndex } from './stores/search-index.ts';

/** The open stores of one command. cli.ts opens it, commands receive it and never close it. */
export interface Context {
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
  readonly cache: Cache;
  /** A queue of this process, closed with the context. */
  openQueue<P>(): JobQueue<P>;
}

export interface OpenOptions {
  readonly signal: AbortSignal;
  /** Something the user should know, for example that a model is being downloaded. */
  readonly onNotice: (text: string) => void;
  /** Name of the command, for whoever finds the stores held. */
  readonly command: string;
  /** How long to wait while another cvx holds the stores. */
  readonly waitMs: number;
}

/** Jobs that may wait: far more than the workers need, few enough to cost nothing. */
const QUEUE_BOUND = 1024;

/** Query vectors of 1 to 6 kB each: some thousands. */
const CACHE_BYTES = 16 * 1024 * 1024;

/**
 * Opens the stores that the configuration names: the embedded ones. Rejects with CVX_STORE_LOCKED while another process
 * holds them. What was opened before a failure is closed again.
 */
export async function openContext(
  config: Config,
  options: OpenOptions,
): Promise<Context & { close(): Promise<void> }> {
  const opened: (() => Promise<void>)[] = [];
  const close = (): Promise<void> => closeAll(opened);
  try {
    return { ...(await openStores(config, options, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openStores(
  config: Config,
  { command, onNotice, signal, waitMs }: OpenOptions,
  opened: (() => Promise<void>)[],
): Promise<Context> {
  const [{ lockHome }, { openPglitePool }, { templateFile }, { openSqlCandidateStore }, { openScanIndex }] =
    await Promise.all([
      import('./stores/sql/lock.ts'),
      import('./stores/sql/pool-pglite.ts'),
      import('./stores/sql/template.ts'),
      import('./stores/candidate-store/sql.ts'),
      import('./stores/search-index/scan.ts'),
    ]);
  await mkdir(config.home, { recursive: true, mode: 0o700 });
  const lock = await lockHome(config.home, { command: `cvx ${command}`, signal, waitMs, onWait: onNotice });
  opened.push(() => lock.release());

  const [pglite, embedder] = await together(
    keep(openPglitePool({ dataDir: join(config.home, 'data'), templateFile: await templateFile() }), opened),
    keep(openEmbedder(config, onNotice), opened),
  );

  const store = openSqlCandidateStore(pglite.pool, 'pglite');
  await store.migrate({ signal });
  const index = openScanIndex(pglite.pool, indexSpec(embedder));
  await index.ensure({ signal });
  const [{ openMemoryCache }, { openMemoryQueue }] = await Promise.all([
    import('./stores/cache/memory.ts'),
    import('./stores/job-queue/memory.ts'),
  ]);
  const cache = openMemoryCache({ maxBytes: CACHE_BYTES });
  opened.push(
    () => store.close(),
    () => index.close(),
    () => cache.close(),
  );
  return {
    store,
    index,
    embedder,
    cache,
    openQueue<P>() {
      const queue = openMemoryQueue<P>({ bound: QUEUE_BOUND });
      opened.push(() => queue.close());
      return queue;
    },
  };
}

/** What is being opened, closed with the rest once it is open. */
async function keep<T extends { close(): Promise<void> }>(
  opening: Promise<T>,
  opened: (() => Promise<void>)[],
): Promise<T> {
  const store = await opening;
  opened.push(() => store.close());
  return store;
}

/** Both, at the same time. Unlike Promise.all it waits for the other one when one fails, so that nothing opens behind its back. */
async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

async function openEmbedder(config: Config, onNotice: (text: string) => void): Promise<Embedder> {
  if (config.embedding_model === 'bundled') {
    const { openBundledEmbedder } = await import('./embed/embedder/bundled.ts');
    return openBundledEmbedder();
  }
  const { openTransformersEmbedder } = await import('./embed/embedder/transformers.ts');
  return openTransformersEmbedder({
    model: config.embedding_model,
    cacheDir: join(config.home, 'models'),
    onDownload: onNotice,
  });
}

function indexSpec({ id, dimensions }: Embedder): IndexSpec {
  return { name: `${id}/chunker-${CHUNKER_VERSION}/analyzer-${ANALYZER_VERSION}`, dimensions };
}

/** In reverse order of opening, all of them whatever fails; the first failure is thrown at the end. */
async function closeAll(opened: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let close = opened.pop(); close !== undefined; close = opened.pop()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
