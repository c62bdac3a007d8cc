import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTruths } from '../fixtures/truth.ts';
import { findPostgres, type TestPostgres } from '../stores/servers/postgres.ts';
import { isOnPath, openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';
import { canStartRedis, startRedis, type TestRedis } from '../stores/servers/redis.ts';
import type { Told } from './long-running.ts';
import { cleanEnv, runCvx } from './run-cvx.ts';

const found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
const postgres: TestPostgres | undefined = 'server' in found ? found.server : undefined;
const missing = [
  ...(postgres?.power === undefined ? ['a PostgreSQL to stop'] : []),
  ...(isOnPath() ? [] : ['qdrant']),
  ...(canStartRedis ? [] : ['redis-server']),
];
if (missing.length > 0)
  console.warn(`Skipped: a search loop while servers go and come (without ${missing.join(', ')})`);
afterAll(() => postgres?.close());

const REQUESTS = 1000;

describe.skipIf(missing.length > 0)(`one process, ${REQUESTS} searches, each server away once`, () => {
  let root: string;
  let qdrant: QdrantServer | undefined;
  let redis: TestRedis;
  let searcher: ChildProcess;
  let asked = 0;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'cvx-loop-'));
    const folder = join(root, 'cvs');
    await mkdir(folder);
    for (const { path } of (await loadTruths()).slice(0, 8))
      await copyFile(path, join(folder, basename(path)));
    [qdrant, redis] = await Promise.all([openQdrantServer({ QDRANT__LOG_LEVEL: 'WARN' }), startRedis()]);
    const env = {
      CVX_HOME: join(root, 'home'),
      DATABASE_URL: postgres?.url ?? '',
      QDRANT_URL: qdrant?.url ?? '',
      REDIS_URL: redis.url,
      QDRANT_TIMEOUT: '2s',
    };
    expect((await runCvx(['ingest', folder], { env })).code).toBe(0);
    searcher = fork(join(import.meta.dirname, 'long-running.ts'), [], {
      env: { ...cleanEnv(), ...env },
      execArgv: ['--import', 'tsx'],
    });
    expect((await heard())[0]).toBe('ready');
  }, 120_000);
  afterAll(async () => {
    searcher.kill('SIGKILL');
    await Promise.all([qdrant?.stop(), redis.stop()]);
    await rm(root, { recursive: true, force: true });
  });

  /** The next message. Rejects where the process has ended: no outage may take it down. */
  async function heard(): Promise<unknown[]> {
    const ended = new AbortController();
    const onExit = (): void => ended.abort(new Error('The searching process has ended'));
    searcher.once('exit', onExit);
    try {
      return await once(searcher, 'message', { signal: ended.signal });
    } finally {
      searcher.off('exit', onExit);
    }
  }

  async function search(text = `software engineer ${asked}`): Promise<Told> {
    asked += 1;
    const answer = heard();
    searcher.send(text);
    const [told] = (await answer) as [Told | undefined];
    if (told === undefined) throw new Error('No answer');
    return told;
  }

  async function times(n: number, expected: Readonly<Record<string, unknown>>): Promise<void> {
    for (let i = 0; i < n; i++) expect({ error: undefined, ...(await search()) }).toMatchObject(expected);
  }

  /** Searches on, past the pauses of breakers and clients, until an answer is as expected. */
  async function until(isBack: (told: Told) => boolean): Promise<void> {
    await expect.poll(async () => isBack(await search()), { timeout: 20_000, interval: 50 }).toBe(true);
  }

  const WHOLE = { degraded: [], byMeaning: true, error: undefined };
  const isWhole = ({ degraded, byMeaning }: Told): boolean => degraded.length === 0 && byMeaning;

  test('Redis costs the cache and one warning, Qdrant the meaning, PostgreSQL the answer; all come back', async () => {
    await times(150, WHOLE);

    await redis.kill();
    await times(200, WHOLE);
    const { notices } = await search();
    expect(notices.filter((text) => text.includes('going on without its cache'))).toHaveLength(1);
    await redis.start();
    const client = new Redis(redis.url);
    try {
      await client.flushall();
      await until(({ error }) => error === undefined);
      await expect
        .poll(async () => (await search()) && client.dbsize(), { timeout: 20_000 })
        .toBeGreaterThan(0);
    } finally {
      client.disconnect();
    }
    await times(50, WHOLE);

    await qdrant?.process?.kill();
    const byWords = {
      degraded: [expect.stringMatching(/^Qdrant cannot be reached/)],
      byMeaning: false,
      error: undefined,
    };
    await times(200, byWords);
    expect((await search()).ids.length).toBeGreaterThan(0);
    await qdrant?.process?.start();
    await until(isWhole);
    await times(50, WHOLE);

    await postgres?.power?.off();
    const refused = {
      code: 'CVX_STORE_UNAVAILABLE',
      exit: 3,
      message: expect.stringContaining('PostgreSQL'),
    };
    await times(200, { error: refused });
    await postgres?.power?.on();
    await until(isWhole);

    await times(Math.max(50, REQUESTS - asked), WHOLE);
    expect(asked).toBeGreaterThanOrEqual(REQUESTS);
    expect((await search()).notices.filter((text) => text.includes('without its cache'))).toHaveLength(1);
  }, 120_000);
});
