import { readFile } from 'node:fs/promises';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { runCvx } from './run-cvx.ts';

const HOOKS = new URL('record-imports.mjs', import.meta.url).href;

/** Names of the packages that a command line loads. */
async function packagesOf(args: readonly string[]): Promise<readonly string[]> {
  await using fixture = await createFixture({ imports: '' });
  const file = fixture.getPath('imports');
  await runCvx(args, { nodeOptions: ['--import', HOOKS], env: { CVX_TEST_IMPORTS: file } });
  const urls = await readFile(file, 'utf8');
  return [
    ...new Set([...urls.matchAll(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].map(([, name = '']) => name)),
  ].sort();
}

test.each([[['--help']], [['search', '--help']], [['ingest', '-h']], [['--version']], [[]]])(
  'cvx %j loads nothing but the argument parser',
  async (args) => {
    expect(await packagesOf(args)).toEqual(['commander']);
  },
);

test('cvx config loads no store, no model and no view', async () => {
  const packages = await packagesOf(['config']);
  expect(packages).toContain('zod');
  expect(packages).not.toEqual(expect.arrayContaining(['ink']));
  for (const heavy of ['ink', 'react', 'pg', '@electric-sql/pglite', '@huggingface/tokenizers', 'yaml']) {
    expect(packages).not.toContain(heavy);
  }
});
