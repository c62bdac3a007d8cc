import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { QdrantClient } from '@qdrant/js-client-rest';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { type Context, openContext } from '../../src/context.ts';
import { compareIndex, isSame } from '../../src/reindex/compare.ts';
import { reindex, type ReindexRequest } from '../../src/reindex/reindex.ts';
import { search } from '../../src/search/search.ts';
import { fill, QUERIES } from '../bench/people.ts';
import { BIN, cleanEnv } from '../cli/run-cvx.ts';
import { findPostgres, type Found } from '../stores/servers/postgres.ts';
import { isOnPath, openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';

const PEOPLE = 400;

/** From the first test on. */
const MADE_WITH = { QDRANT_SHARD_NUMBER: '3', QDRANT_QUANTIZATION: 'int8' };

const own = isOnPath();
if (!own) console.warn('Skipped: an index made anew beside the one that answers (no `qdrant` on the PATH)');

describe.skipIf(!own)('an index on Qdrant is made anew while it answers', () => {
  let postgres: Found;
  let qdrant: QdrantServer | undefined;
  let env: Record<string, string>;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    [postgres, qdrant] = await Promise.all([
      findPostgres({ variable: 'CVX_TEST_DATABASE_URL' }),
      // Not the one that others may use meanwhile: its collections are counted.
      openQdrantServer({ QDRANT__LOG_LEVEL: 'WARN' }),
    ]);
    if (!('server' in postgres) || qdrant === undefined) return;
    env = { DATABASE_URL: postgres.server.url, QDRANT_URL: qdrant.url };
    await fill(await openStores(), PEOPLE, 11);
  }, 120_000);
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close();
  });
  afterAll(async () => {
    await qdrant?.stop();
    if ('server' in postgres) await postgres.server.close();
  });

  /** As a process of its own would open them. */
  async function openStores(settings: Record<string, string> = {}, command = 'search'): Promise<Context> {
    const { config } = await loadConfig({ env: { ...env, ...settings }, cwd: process.cwd() });
    const context = await openContext(config, {
      signal: new AbortController().signal,
      command,
      waitMs: 0,
      onNotice: () => undefined,
    });
    open.push(context);
    return context;
  }

  const run = (context: Context, request: Partial<ReindexRequest> = {}) =>
    reindex(context, {
      all: false,
      prune: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...request,
    });

  /** A new one each time: the server closes connections that were idle for five seconds, sometimes under a request. */
  const asks = () => new QdrantClient({ url: qdrant?.url ?? '', checkCompatibility: false });
  const collections = async (): Promise<readonly string[]> =>
    (await asks().getCollections()).collections.map(({ name }) => name).toSorted();
  const endings = async () => (await collections()).map((name) => /[a-z]+_v\d+$/.exec(name)?.[0]);
  const chunks = async () => {
    const name = (await collections()).findLast((one) => one.includes('_chunks_v')) ?? '';
    return (await asks().getCollection(name)).config;
  };

  /** Asks all the time until told to stop; resolves to how many answers there were, and rejects with the first bad one. */
  function searching(context: Context): () => Promise<number> {
    const stop = new AbortController();
    const asked = (async () => {
      let n = 0;
      for (; !stop.signal.aborted; n++) {
        const text = `${QUERIES[n % QUERIES.length]} ${n}`;
        const { hits, degraded } = await search(context, { text, mode: 'hybrid', limit: 10, offset: 0 });
        // While others ingest, whoever they have stored last is pending; nothing else may be wanting.
        expect(degraded.filter((reason) => !reason.startsWith('some stored people'))).toEqual([]);
        expect(hits).toHaveLength(10);
        expect(hits.some(({ legs }) => legs.dense !== undefined)).toBe(true);
      }
      return n;
    })();
    // The loop may fail before anybody waits for it.
    asked.catch(() => undefined);
    return () => {
      stop.abort();
      return asked;
    };
  }

  test('other shards and 8-bit vectors: searches and ingest go on, nobody is lost, a second run does nothing', async () => {
    expect(await endings()).toEqual(['chunks_v1', 'words_v1']);
    const stop = searching(await openStores());
    // Other people under a hundred of the same paths.
    const ingesting = fill(await openStores(), 100, 12);
    const context = await openStores(MADE_WITH, 'reindex');
    const report = await run(context);
    await ingesting;
    // What was already under way when the aliases moved ends, too.
    await sleep(200);
    expect(await stop()).toBeGreaterThan(20);
    expect(report).toMatchObject({
      rebuilt: 'shards 1 → 3, quantization none → int8',
      interrupted: false,
    });
    expect(report.indexed).toBeGreaterThanOrEqual(PEOPLE);

    expect(await endings()).toEqual(['chunks_v2', 'words_v2']);
    expect(await chunks()).toMatchObject({
      params: { shard_number: 3 },
      quantization_config: { scalar: { type: 'int8' } },
    });
    const compared = await compareIndex(context, {});
    expect(compared).toMatchObject({ stored: PEOPLE, indexed: PEOPLE });
    expect(isSame(compared)).toBe(true);
    expect(await run(context)).toMatchObject({ indexed: 0, removed: 0, rebuilt: undefined });
    expect(await endings()).toEqual(['chunks_v2', 'words_v2']);
  });

  test('everybody anew: whoever is stored or forgotten meanwhile is so afterwards', async () => {
    const writer = await openStores();
    const [gone = ''] = await writer.store.pending('nobody', 1);
    let forgotten: Promise<unknown> | undefined;
    const context = await openStores(MADE_WITH, 'reindex');
    const report = await run(context, {
      all: true,
      onProgress: (done) => {
        if (done >= 64) forgotten ??= writer.index.remove([gone]).then(() => writer.store.remove(gone));
      },
    });
    expect(report).toMatchObject({ rebuilt: expect.stringMatching(/--all$/) });
    expect(await forgotten).toBe(true);
    const compared = await compareIndex(context, {});
    expect(compared.stored).toBe(PEOPLE - 1);
    expect(isSame(compared)).toBe(true);
  });

  test('stopped, the old one answers; what is written goes to both; the next run goes on', async () => {
    const before = await endings();
    const stop = new AbortController();
    const wanted = { ...MADE_WITH, QDRANT_REPLICATION_FACTOR: '2' };
    const first = await run(await openStores(wanted, 'reindex'), {
      signal: stop.signal,
      onProgress: (done) => {
        if (done >= 64) stop.abort();
      },
    });
    expect(first.interrupted).toBe(true);
    expect(first.indexed).toBeLessThan(PEOPLE);
    expect((await endings()).length).toBe(2 * before.length);
    await fill(await openStores(), 40, 13);
    const answers = searching(await openStores());
    const second = await run(await openStores(wanted, 'reindex'));
    expect(await answers()).toBeGreaterThan(0);
    expect(second.rebuilt).toBe('a rebuild was not finished');
    // Nobody of the first attempt is embedded again; those of `fill` reached both, and are checked by their revision.
    expect(first.indexed + second.indexed).toBeLessThanOrEqual(PEOPLE + 2 * 40);
    expect((await chunks()).params.replication_factor).toBe(2);
    expect(isSame(await compareIndex(await openStores(wanted), {}))).toBe(true);
    expect(await run(await openStores(wanted, 'reindex'))).toMatchObject({ indexed: 0, rebuilt: undefined });
  });

  test('killed with -9 in the middle, the old one answers, and the next run completes the new one', async () => {
    const live = await endings();
    const child = spawn(process.execPath, [BIN, 'reindex', '--all'], {
      env: { ...cleanEnv(), ...env, ...MADE_WITH, CVX_HOME: '/nonexistent/home' },
      stdio: 'ignore',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    const filled = async (): Promise<number> => {
      const words = (await collections()).filter((name) => name.includes('_words_v'));
      const last = words.length === 2 ? words.at(-1) : undefined;
      return last === undefined ? 0 : (await asks().count(last, { exact: true })).count;
    };
    while ((await filled()) < 33 && child.exitCode === null) await sleep(5);
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    expect(await filled()).toBeLessThan(PEOPLE);

    const context = await openStores(MADE_WITH, 'reindex');
    const { hits } = await search(context, { text: 'react', mode: 'hybrid', limit: 10, offset: 0 });
    expect(hits).toHaveLength(10);
    expect(await endings()).toEqual(expect.arrayContaining([...live]));
    expect(await run(context)).toMatchObject({ rebuilt: 'a rebuild was not finished', interrupted: false });
    expect(await endings()).toHaveLength(2);
    expect(await endings()).not.toEqual(live);
    expect(isSame(await compareIndex(context, {}))).toBe(true);
  });
});
