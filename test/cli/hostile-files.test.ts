import { copyFile, mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { HOSTILE, type Hostile } from '../fixtures/hostile.ts';
import { loadTruths } from '../fixtures/truth.ts';
import { runCvx } from './run-cvx.ts';

const GOOD = 12;

const Report = z.object({
  files: z.array(z.object({ path: z.string(), outcome: z.string(), reason: z.string().optional() })),
});

let root: string;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cvx-hostile-'));
  folder = join(root, 'cvs');
  await mkdir(folder);
  // One page that takes for ever must not make this test wait as long as a user would.
  env = { CVX_HOME: join(root, 'home'), CVX_FILE_TIMEOUT: '8s' };
});
afterAll(() => rm(root, { recursive: true, force: true }));

test(
  'every hostile file gets its own outcome and reason, the others are indexed',
  { timeout: 300_000 },
  async () => {
    const good = (await loadTruths()).slice(0, GOOD).map(({ path }) => path);
    for (const path of good) await copyFile(path, join(folder, basename(path)));
    const hostile: Hostile[] = [];
    for (const make of Object.values(HOSTILE)) hostile.push(await make(folder));

    const { stdout, stderr, code } = await runCvx(['ingest', folder, '--json'], { env });
    expect(code).toBe(1);
    expect(stderr).toBe('');
    const files = new Map(Report.parse(JSON.parse(stdout)).files.map((file) => [file.path, file]));
    for (const { path, expect: outcome, or = [] } of hostile) {
      // A folder that links to itself is no file: what matters is that the walk ended.
      const file = files.get(path);
      if (file === undefined) continue;
      // Some hold the same bytes: whichever comes second is a duplicate.
      const honest = outcome === 'indexed' ? [outcome, 'duplicate', ...or] : [outcome, ...or];
      expect(honest, basename(path)).toContain(file.outcome);
      if (!['indexed', 'duplicate'].includes(file.outcome))
        expect(file.reason, basename(path)).toMatch(/\w{3}/);
    }
    for (const path of good) expect(files.get(join(folder, basename(path)))?.outcome).toBe('indexed');
  },
);

test('the summary names each failed file on one line, whatever its name holds', async () => {
  const { stdout, code } = await runCvx(['ingest', folder], { env });
  expect(code).toBe(1);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toMatch(/encrypted/);
  expect(stdout).toMatch(/needs-ocr/);
});
