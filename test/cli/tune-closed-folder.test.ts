import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { execa } from 'execa';
import { createFixture } from 'fs-fixture';
import { describe, expect, test } from 'vitest';
import { BIN, cleanEnv, runCvx } from './run-cvx.ts';

const SIZE = ['tune', '--users', '100', '--host', '4x16'];

/** Root may write anywhere, so it runs without that right. */
const isRoot = process.getuid?.() === 0;
const SETPRIV = 'setpriv';
const bound = ['--bounding-set=-dac_override', '--'];
const able = !isRoot || (await execa(SETPRIV, [...bound, 'true'], { reject: false })).exitCode === 0;
if (!able)
  console.warn('skipped: cvx tune into closed folders (root, and no setpriv that may take rights away)');

async function tuneWithoutRights(cwd: string, ...args: readonly string[]) {
  const node = [process.execPath, BIN, ...SIZE, ...args];
  const [program = '', ...rest] = isRoot ? [SETPRIV, ...bound, ...node] : node;
  const options = { cwd, env: cleanEnv(), extendEnv: false, input: '', reject: false } as const;
  const { exitCode, stdout, stderr } = await execa(program, rest, options);
  return { code: exitCode, stdout, stderr };
}

describe.skipIf(!able)('what cannot be written is said before the plan', () => {
  test.each([
    [
      'a folder that takes no files',
      ['--out', 'shut'],
      /compose\.yaml cannot be written: no permission[^]*shut/,
    ],
    [
      'a folder to be made in one that takes none',
      ['--out', 'shut/stack'],
      /shut\/stack cannot be made \(EACCES\)/,
    ],
  ])('%s', async (_, args, says) => {
    await using folder = await createFixture({});
    await mkdir(folder.getPath('shut'), { mode: 0o555 });
    const { code, stdout, stderr } = await tuneWithoutRights(folder.path, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(await readdir(folder.getPath('shut'))).toEqual([]);
  });

  test('a file that would be overwritten where it is, also with nobody to ask; a dry run shows the plan', async () => {
    await using folder = await createFixture({});
    expect((await runCvx(SIZE, { cwd: folder.path })).code).toBe(0);
    await writeFile(folder.getPath('nginx.conf'), '# ours\n');
    await chmod(folder.getPath('nginx.conf'), 0o444);
    const more = ['--users', '500', '--host', '8x32'];
    for (const yes of [[], ['--yes']]) {
      const { code, stdout, stderr } = await tuneWithoutRights(folder.path, ...more, ...yes);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/nginx\.conf cannot be written: no permission/);
    }
    const dry = await tuneWithoutRights(folder.path, ...more, '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.stdout).toMatch(/^Medium tier: /);
  });

  test('a folder of backups that takes none', async () => {
    await using folder = await createFixture({ 'compose.yaml': '# The stack around cvx.\nservices: {}\n' });
    await mkdir(folder.getPath('.cvx'), { mode: 0o500 });
    const { code, stdout, stderr } = await tuneWithoutRights(folder.path, '--yes');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/\.cvx takes no backups: no permission/);
    expect(await readdir(folder.path)).toEqual(['.cvx', 'compose.yaml']);
  });
});

test('a file in the place of the backups is said before the plan', async () => {
  await using folder = await createFixture({ '.cvx': 'mine' });
  const { code, stdout, stderr } = await runCvx(SIZE, { cwd: folder.path });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/\.cvx is not a folder; backups need one/);
});
