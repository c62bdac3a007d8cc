import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runCvx } from './run-cvx.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const home = await mkdtemp(join(tmpdir(), 'cvx-readme-'));
afterAll(() => rm(home, { recursive: true, force: true }));

/** Seconds and "to this day" change from run to run and from month to month; everything else must be as printed. */
const timeless = (text: string): string =>
  text
    .replaceAll(/\d+(?:\.\d+)? s\b/g, 'N s')
    .replaceAll(/\d+(?:\.\d+)? (?:years|months)/g, 'N years')
    .replaceAll(/until \d{4}-\d{2}/g, 'until N')
    // Where a line breaks depends on the lengths of these numbers.
    .replaceAll(/\s+/g, ' ')
    .trim();

test('the README shows what quickstart prints', { timeout: 120_000 }, async () => {
  const shown = /<!-- quickstart -->\s*```console\n([\s\S]*?)```/.exec(
    await readFile(join(ROOT, 'README.md'), 'utf8'),
  )?.[1];
  const env = { CVX_HOME: home };
  const ingest = await runCvx(['ingest', 'test/fixtures/cvs'], { cwd: ROOT, env });
  const search = await runCvx(['search', 'senior TS dev', '--limit', '5', '--explain'], { cwd: ROOT, env });
  const printed = [
    '$ npx cvx ingest test/fixtures/cvs',
    ingest.stdout,
    '$ npx cvx search "senior TS dev" --limit 5 --explain',
    search.stdout,
  ].join('\n');
  expect(timeless(shown ?? '')).toBe(timeless(printed));
});
