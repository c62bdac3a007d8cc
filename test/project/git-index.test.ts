import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execaSync } from 'execa';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { indexNames, trackedByGit } from '../../src/project/git-index.ts';
import { readProject } from '../../src/project/read-project.ts';

const ENV = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', LC_ALL: 'C' };

function git(cwd: string, ...words: string[]): string {
  return execaSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
    cwd,
    env: ENV,
  }).stdout;
}

const FILES = {
  '.env': 'A=1\n',
  'compose.yaml': 'services: {}\n',
  // Names of every length around a multiple of eight, since entries are padded.
  ...Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`lib/${'x'.repeat(n + 1)}`, 'x'])),
  'lib/zürich.txt': 'x',
  'web/.env': 'B=1\n',
};

test.each([2, 3, 4])('names of an index of version %i are those that git lists', async (version) => {
  await using fixture = await createFixture(FILES);
  git(fixture.path, 'init', '-q');
  git(fixture.path, 'update-index', '--index-version', String(version));
  git(fixture.path, 'add', '.');
  // Version 3 is written for such an entry.
  if (version > 2) {
    await writeFile(fixture.getPath('later.txt'), 'x');
    git(fixture.path, 'add', '--intent-to-add', 'later.txt');
  }
  const bytes = await readFile(fixture.getPath('.git/index'));
  expect(bytes.readUInt32BE(4)).toBe(version);
  expect([...(indexNames(bytes, 20) ?? [])]).toEqual(
    git(fixture.path, 'ls-files', '-z').split('\0').slice(0, -1),
  );
  expect(indexNames(bytes, 32), 'with the wrong length of a hash it is not understood').toBeUndefined();
});

test('a repository with SHA-256', async () => {
  await using fixture = await createFixture(FILES);
  git(fixture.path, 'init', '-q', '--object-format=sha256');
  git(fixture.path, 'add', '.env', 'lib');
  expect(tracked(fixture.path, '.env', 'web/.env')).toEqual(['yes', 'no']);
});

test('added, not added, of a repository inside, a linked work tree, and no repository', async () => {
  await using fixture = await createFixture({ outer: FILES, apart: { '.env': 'A=1\n' } });
  const outer = fixture.getPath('outer');
  git(outer, 'init', '-q');
  expect(tracked(outer, '.env'), 'before the first add').toEqual(['no']);
  git(outer, 'add', '.');
  git(outer, 'commit', '-qm', 'first');
  git(path.join(outer, 'web'), 'init', '-q');
  expect(tracked(outer, '.env', 'web/.env', 'absent.env')).toEqual(['yes', 'no', 'no']);
  expect(tracked(path.join(outer, 'lib'), '../.env')).toEqual(['yes']);
  git(outer, 'worktree', 'add', '-q', '../linked');
  expect(tracked(fixture.getPath('linked'), '.env', 'other')).toEqual(['yes', 'no']);
  expect(tracked(fixture.getPath('apart'), '.env')).toEqual(['no-repository']);
});

test('of a symlink what it leads to, not the link, is kept or not', async () => {
  await using fixture = await createFixture({ ...FILES, 'prod.env': 'C=1\n' });
  git(fixture.path, 'init', '-q');
  await symlink('prod.env', fixture.getPath('link.env'));
  git(fixture.path, 'add', 'link.env');
  expect(tracked(fixture.path, 'link.env')).toEqual(['no']);
  git(fixture.path, 'add', 'prod.env');
  git(fixture.path, 'rm', '-q', '--cached', 'link.env');
  expect(tracked(fixture.path, 'link.env')).toEqual(['yes']);
});

test('what cannot be read is unknown: a split index, a damaged one, a pointer to nowhere', async () => {
  await using fixture = await createFixture(FILES);
  git(fixture.path, 'init', '-q');
  git(fixture.path, 'add', '.');
  git(fixture.path, 'update-index', '--split-index');
  expect(tracked(fixture.path, '.env')).toEqual(['unknown']);
  git(fixture.path, 'update-index', '--no-split-index');
  expect(tracked(fixture.path, '.env')).toEqual(['yes']);
  const index = fixture.getPath('.git/index');
  const bytes = await readFile(index);
  await writeFile(index, bytes.subarray(0, 100));
  expect(tracked(fixture.path, '.env')).toEqual(['unknown']);
  await rm(fixture.getPath('.git'), { recursive: true });
  await writeFile(fixture.getPath('.git'), 'gitdir: ../nowhere\n');
  expect(tracked(fixture.path, '.env')).toEqual(['unknown']);
  await rm(fixture.getPath('.git'));
  await symlink('.git', fixture.getPath('.git'));
  expect(tracked(fixture.path, '.env'), 'a symlink to itself').toEqual(['unknown']);
});

test('no byte of an index, whatever it is changed to, makes the reading fail or endless', async () => {
  await using fixture = await createFixture(FILES);
  git(fixture.path, 'init', '-q');
  git(fixture.path, 'update-index', '--index-version', '4');
  git(fixture.path, 'add', '.');
  const bytes = await readFile(fixture.getPath('.git/index'));
  for (let at = 0; at < bytes.length; at += 1)
    for (const value of [0, 0x7f, 0xff]) {
      const changed = Buffer.from(bytes);
      changed[at] = value;
      const names = indexNames(changed, 20);
      expect(names === undefined || names instanceof Set).toBe(true);
    }
});

test('a repository whose configuration names a program: it is never started', async () => {
  await using fixture = await createFixture({
    ...FILES,
    'compose.yaml': 'services:\n  a:\n    image: a:1\n    env_file: .env\n',
  });
  git(fixture.path, 'init', '-q');
  git(fixture.path, 'add', '.');
  const trap = fixture.getPath('trap.sh');
  await writeFile(trap, `#!/bin/sh\ntouch "${fixture.getPath('sprung')}"\n`, { mode: 0o755 });
  git(fixture.path, 'config', 'core.fsmonitor', trap);
  await mkdir(fixture.getPath('.git/hooks'), { recursive: true });
  const project = await readProject({ root: fixture.path, env: {} });
  expect(project.envFiles.map(({ file, tracked: kept }) => [file, kept])).toEqual([['.env', 'yes']]);
  expect(await fixture.exists('sprung')).toBe(false);
  // The trap is one: git itself walks into it.
  git(fixture.path, 'status');
  expect(await fixture.exists('sprung')).toBe(true);
});

function tracked(root: string, ...names: string[]): unknown[] {
  const files = names.map((name) => path.resolve(root, name));
  const answers = trackedByGit(files);
  return files.map((file) => answers.get(file));
}
