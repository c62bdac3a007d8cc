import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadTruths } from '../fixtures/truth.ts';
import { runCvx } from './run-cvx.ts';

const CVS = 8;
const MINILM = fileURLToPath(new URL('../../../shared/models/Xenova/all-MiniLM-L6-v2', import.meta.url));
const there = existsSync(MINILM);
if (!there) console.warn('Skipped: tests with the real MiniLM, since ../shared/models is not there');

const Stats = z.object({
  candidates: z.number(),
  pending: z.number(),
  index: z.object({
    candidates: z.number(),
    foreign: z.number(),
    embedder: z.string(),
    dimensions: z.number(),
  }),
});
const Search = z.object({
  hits: z.array(z.object({ legs: z.object({ dense: z.object({ score: z.number() }).optional() }) })),
  degraded: z.array(z.string()),
});

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cvx-model-'));
  folder = join(root, 'cvs');
  await mkdir(folder);
  for (const { path } of (await loadTruths()).slice(0, CVS))
    await copyFile(path, join(folder, basename(path)));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const env = (extra: Record<string, string> = {}) => ({ CVX_HOME: join(root, 'home'), ...extra });
const stats = async (extra?: Record<string, string>) =>
  Stats.parse(JSON.parse((await runCvx(['stats', '--json'], { env: env(extra) })).stdout));
const search = async (extra?: Record<string, string>) =>
  Search.parse(JSON.parse((await runCvx(['search', 'engineer', '--json'], { env: env(extra) })).stdout));

describe.skipIf(!there)('changing the model', () => {
  const other = { EMBEDDING_MODEL: MINILM };

  test(
    'never mixes vectors: nobody is found under a new model until ingest has caught up',
    { timeout: 180_000 },
    async () => {
      expect((await runCvx(['ingest', folder], { env: env() })).code).toBe(0);
      expect((await search()).hits.length).toBeGreaterThan(0);

      const before = await search(other);
      expect(before.hits).toEqual([]);
      expect(before.degraded.join()).toMatch(/not in this index yet/);

      expect((await runCvx(['ingest', folder], { env: env(other) })).code).toBe(0);
      const after = await stats(other);
      expect(after).toMatchObject({ pending: 0, index: { dimensions: 384 } });
      expect(after.index.candidates).toBe(after.candidates);
      expect((await search(other)).hits.length).toBeGreaterThan(0);

      // The first model's vectors are still there, of their own.
      expect((await stats()).index).toMatchObject({ dimensions: 256, candidates: after.candidates });
    },
  );
});

test('a model that is not there is a clear error with the ways out', async () => {
  const { code, stderr } = await runCvx(['search', 'engineer'], {
    env: env({ EMBEDDING_MODEL: join(root, 'no-such-model') }),
  });
  expect(code).toBe(2);
  expect(stderr).toContain('no-such-model');
  expect(stderr).toMatch(/EMBEDDING_MODEL/);
});
