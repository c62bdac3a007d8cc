import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadTruths } from '../fixtures/truth.ts';
import { findPostgres, type TestPostgres } from '../stores/servers/postgres.ts';
import { isOnPath, openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';
import { canStartRedis, startRedis, type TestRedis } from '../stores/servers/redis.ts';
import { runCvx, type RunResult } from './run-cvx.ts';

const found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
const postgres: TestPostgres | undefined = 'server' in found ? found.server : undefined;
const missing = [
  ...(postgres?.power === undefined ? ['a PostgreSQL to stop'] : []),
  ...(isOnPath() ? [] : ['qdrant']),
  ...(canStartRedis ? [] : ['redis-server']),
];
if (missing.length > 0) console.warn(`Skipped: cvx while a server is down (without ${missing.join(', ')})`);
afterAll(() => postgres?.close());

const CVS = 8;

const Search = z.object({
  hits: z.array(
    z.object({ id: z.string(), legs: z.object({ dense: z.unknown(), lexical: z.unknown() }).partial() }),
  ),
  degraded: z.array(z.string()),
});
const Stats = z.object({ candidates: z.number(), pending: z.number() });

describe.skipIf(missing.length > 0)('while one of the servers is down', () => {
  let root: string;
  let folder: string;
  let qdrant: QdrantServer | undefined;
  let redis: TestRedis;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'cvx-outages-'));
    folder = join(root, 'cvs');
    await mkdir(folder);
    for (const { path } of (await loadTruths()).slice(0, CVS))
      await copyFile(path, join(folder, basename(path)));
    [qdrant, redis] = await Promise.all([openQdrantServer({ QDRANT__LOG_LEVEL: 'WARN' }), startRedis()]);
    expect((await cvx('ingest', folder)).code).toBe(0);
  }, 180_000);
  afterAll(async () => {
    await Promise.all([qdrant?.stop(), redis.stop()]);
    await rm(root, { recursive: true, force: true });
  });

  const cvx = (...args: readonly string[]): Promise<RunResult> =>
    runCvx(args, {
      env: {
        CVX_HOME: join(root, 'home'),
        DATABASE_URL: postgres?.url ?? '',
        QDRANT_URL: qdrant?.url ?? '',
        REDIS_URL: redis.url,
        QDRANT_TIMEOUT: '2s',
      },
    });
  const search = async (...flags: readonly string[]) => {
    const { stdout, stderr, code } = await cvx('search', 'software engineer', '--json', ...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return Search.parse(JSON.parse(stdout));
  };
  const stats = async () => Stats.parse(JSON.parse((await cvx('stats', '--json')).stdout));

  test('Qdrant: people are found by words, new ones are stored, and nothing is lost', async () => {
    const whole = await search();
    expect(whole.degraded).toEqual([]);
    expect(whole.hits.some(({ legs }) => legs.dense !== undefined)).toBe(true);
    await qdrant?.process?.kill();

    // Another page than the one before, which is in the cache.
    for (const mode of ['hybrid', 'dense', 'lexical']) {
      const { hits, degraded } = await search('-n', '9', '--mode', mode);
      expect(degraded).toEqual([expect.stringMatching(/^Qdrant cannot be reached: .*connection refused/)]);
      expect(hits.length).toBeGreaterThan(0);
      for (const { legs } of hits) expect(Object.keys(legs)).toEqual(['lexical']);
    }
    const shown = await cvx('search', 'software engineer', '-n', '9');
    expect(shown.code).toBe(0);
    expect(shown.stderr.match(/Qdrant cannot be reached/g)).toHaveLength(1);

    const known = JSON.parse((await cvx('stats', '--json')).stdout);
    expect(known).toMatchObject({ candidates: CVS, index: { unavailable: expect.stringMatching(/Qdrant/) } });
    expect(known.index).not.toHaveProperty('candidates');
    const table = await cvx('stats');
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(/People +8\n[^]*Index +not reachable: Cannot reach Qdrant/);
    // The people are in the database and not in the folder of the models.
    expect(table.stdout).toMatch(/Database +postgresql:.*••••@127\.0\.0\.1/);
    expect(table.stdout).not.toContain(join(root, 'home'));

    await writeFile(
      join(folder, 'late.txt'),
      'Lena Probe\nlena@example.com\n\nExperience\n\nZeppelin mechanic, Examplewerk, 2019 - 2023\n',
    );
    const late = await cvx('ingest', folder);
    expect(late.code).toBe(3);
    expect(late.stderr.match(/what was read is stored, and the next cvx ingest adds it/g)).toHaveLength(1);
    const found = await cvx('search', 'zeppelin', '--json');
    const [lena] = Search.parse(JSON.parse(found.stdout)).hits;
    expect(lena).toBeDefined();

    const forgotten = await cvx('forget', lena?.id ?? '', '--yes');
    expect(forgotten.code).toBe(3);
    expect((await cvx('show', lena?.id ?? '')).code).toBe(0);
    expect((await cvx('ingest', folder, '--prune')).code).toBe(3);

    await qdrant?.process?.start();
    expect(await stats()).toMatchObject({ pending: 1 });
    expect((await cvx('ingest', folder)).code).toBe(0);
    expect(await stats()).toMatchObject({ pending: 0 });
    const again = await search('-n', '8');
    expect(again.degraded).toEqual([]);
    expect(again.hits.some(({ legs }) => legs.dense !== undefined)).toBe(true);
  }, 240_000);

  test('Qdrant loses its data: verify tells, reindex brings it back', async () => {
    const verify = async () => {
      const { stdout, code } = await cvx('reindex', '--verify', '--json');
      return { ...JSON.parse(stdout), code };
    };
    const before = await stats();
    expect(await verify()).toMatchObject({ code: 0, same: true, stored: before.candidates, missing: 0 });
    const { result } = z
      .object({ result: z.object({ collections: z.array(z.object({ name: z.string() })) }) })
      .parse(await (await fetch(new URL('/collections', qdrant?.url))).json());
    for (const { name } of result.collections)
      await fetch(new URL(`/collections/${name}`, qdrant?.url), { method: 'DELETE' });
    expect(await verify()).toMatchObject({ code: 1, same: false, missing: before.candidates, extra: 0 });

    await qdrant?.process?.kill();
    const away = await cvx('reindex');
    expect(away.code).toBe(3);
    expect(away.stderr).toMatch(/Cannot reach Qdrant/);
    await qdrant?.process?.start();

    const { stdout, code } = await cvx('reindex');
    expect({ stdout, code }).toEqual({
      code: 0,
      stdout: expect.stringMatching(`^${before.candidates} people indexed in `),
    });
    expect(await verify()).toMatchObject({ code: 0, same: true, indexed: before.candidates });
    expect((await search('-n', '7')).hits.some(({ legs }) => legs.dense !== undefined)).toBe(true);
  }, 120_000);

  test('Redis: search goes on with one warning, and what is forgotten is forgotten', async () => {
    await redis.kill();
    const shown = await cvx('search', 'software engineer');
    expect(shown.code).toBe(0);
    expect(shown.stderr.match(/going on without its cache/g)).toHaveLength(1);
    const { hits, degraded } = await search();
    expect(degraded).toEqual([]);
    const gone = hits[0]?.id ?? '';
    const forgotten = await cvx('forget', gone, '--yes');
    expect(forgotten.code).toBe(0);
    expect(forgotten.stderr).toMatch(/expire by themselves/);
    expect((await cvx('show', gone)).code).not.toBe(0);
    await redis.start();
    // It still holds the answer that named them, and nobody asks for that one any more.
    expect((await search()).hits.map(({ id }) => id)).not.toContain(gone);
  }, 120_000);

  test('PostgreSQL: one line with the cause and the next step, exit 3', async () => {
    await postgres?.power?.off();
    for (const args of [['search', 'engineer'], ['ingest', folder], ['list'], ['stats']]) {
      const { code, stdout, stderr } = await cvx(...args);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toMatch(/PostgreSQL .*cannot be reached/);
      expect(stderr).toMatch(/DATABASE_URL/);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    await postgres?.power?.on();
    expect((await search()).hits.length).toBeGreaterThan(0);
  }, 120_000);
});
