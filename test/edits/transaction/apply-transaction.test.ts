import { chmod, link, lstat, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import {
  applyTransaction,
  type TransactionRequest,
} from '../../../src/edits/transaction/apply-transaction.ts';
import { recoverTransactions } from '../../../src/edits/transaction/recover.ts';
import {
  lastStanding,
  listTransactions,
  planUndo,
  undoTransaction,
} from '../../../src/edits/transaction/undo-transaction.ts';
import { makeProject, PLAN, snapshot } from './project-files.ts';

function apply(
  root: string,
  changes: TransactionRequest['changes'],
  more: Partial<TransactionRequest> = {},
): Promise<unknown> {
  return applyTransaction({ root, changes, reason: 'cvx test', ...more });
}

test('backups are for the owner only and git does not see them', async () => {
  await using project = await createFixture({});
  await makeProject(project.path);
  await applyTransaction({ root: project.path, ...PLAN, reason: 'cvx test' });
  const folder = join(project.path, '.cvx');
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const { mode } = await lstat(join(entry.parentPath, entry.name));
    expect(`${entry.name} ${(mode & 0o777).toString(8)}`).toBe(
      `${entry.name} ${entry.isFile() ? '600' : '700'}`,
    );
  }
  expect((await lstat(folder)).mode & 0o777).toBe(0o700);
  expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
});

test('a single-file mount keeps its inode, another file its mode', async () => {
  await using project = await createFixture({});
  await makeProject(project.path);
  const inode = async (file: string): Promise<number> => (await stat(project.getPath(file))).ino;
  const before = { mounted: await inode('prometheus.yml'), plain: await inode('compose.yaml') };
  await applyTransaction({ root: project.path, ...PLAN, reason: 'cvx test' });
  expect(await inode('prometheus.yml')).toBe(before.mounted);
  expect(await inode('compose.yaml')).not.toBe(before.plain);
  expect((await stat(project.getPath('compose.yaml'))).mode & 0o777).toBe(0o640);
  expect((await stat(project.getPath('deploy/conf/new.conf'))).mode & 0o777).toBe(0o640);
});

test('a hard link and a symlink inside the project stay what they are', async () => {
  await using project = await createFixture({ 'real.env': 'A=1\n', 'one.env': 'B=1\n' });
  await symlink('real.env', project.getPath('.env'));
  await link(project.getPath('one.env'), project.getPath('two.env'));
  await apply(project.path, [
    { file: '.env', before: 'A=1\n', after: 'A=2\n' },
    { file: 'one.env', before: 'B=1\n', after: 'B=2\n' },
  ]);
  expect((await lstat(project.getPath('.env'))).isSymbolicLink()).toBe(true);
  expect(await project.readFile('real.env', 'utf8')).toBe('A=2\n');
  expect(await project.readFile('two.env', 'utf8')).toBe('B=2\n');
});

test('one file under two names is refused before anything is written', async () => {
  await using project = await createFixture({ 'real.env': 'A=1\n', 'one.env': 'B=1\n' });
  await symlink('real.env', project.getPath('.env'));
  await link(project.getPath('one.env'), project.getPath('two.env'));
  const before = await snapshot(project.path);
  for (const names of [
    ['.env', 'real.env'],
    ['one.env', 'two.env'],
  ]) {
    const text = names.includes('.env') ? 'A=1\n' : 'B=1\n';
    const changes = names.map((file, n) => ({ file, before: text, after: `${text}C=${n}\n` }));
    await expect(apply(project.path, changes)).rejects.toMatchObject({ code: 'CVX_SAME_FILE' });
  }
  expect(await snapshot(project.path)).toEqual(before);
  expect(await readdir(project.path)).not.toContain('.cvx');
});

test('what has changed since it was planned on, or been made, is refused, and nothing is written', async () => {
  await using project = await createFixture({ 'a.txt': 'a\n', 'b.txt': 'edited\n' });
  const before = await snapshot(project.path);
  const a = { file: 'a.txt', before: 'a\n', after: 'x\n' };
  await expect(
    apply(project.path, [a, { file: 'b.txt', before: 'b\n', after: 'x\n' }]),
  ).rejects.toMatchObject({
    code: 'CVX_FILE_CHANGED',
    message: 'b.txt has changed since it was read.',
  });
  await expect(
    apply(project.path, [a, { file: 'b.txt', before: undefined, after: 'x\n' }]),
  ).rejects.toMatchObject({ code: 'CVX_FILE_CHANGED' });
  await writeFile(project.getPath('c.txt'), Buffer.from([0x61, 0xff, 0x0a]));
  await expect(
    apply(project.path, [a, { file: 'c.txt', before: 'a\uFFFD\n', after: 'x\n' }]),
  ).rejects.toMatchObject({ code: 'CVX_FILE_ENCODING' });
  expect({ ...(await snapshot(project.path)), 'c.txt': undefined }).toEqual({
    ...before,
    'c.txt': undefined,
  });
  expect(await listTransactions(project.path)).toEqual([]);
});

test('a file that changes while others are written takes all back', async () => {
  await using project = await createFixture({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
  const { writeFileSync } = await import('node:fs');
  const onStep = (step: string): void => {
    if (step.startsWith('renamed') && step.endsWith('a.txt'))
      writeFileSync(project.getPath('b.txt'), 'mine\n');
  };
  const changes = ['a', 'b'].map((name) => ({ file: `${name}.txt`, before: `${name}\n`, after: 'x\n' }));
  // What the user wrote is neither: it is left, and said.
  await expect(apply(project.path, changes, { onStep })).rejects.toMatchObject({ code: 'CVX_UNFINISHED' });
  expect(await project.readFile('b.txt', 'utf8')).toBe('mine\n');
});

test('nothing outside the project is written or read', async () => {
  await using outside = await createFixture({ 'secret.txt': 'outside\n' });
  await using project = await createFixture({ 'in/file.txt': 'x\n' });
  await symlink(outside.path, project.getPath('folder'));
  await symlink(outside.getPath('secret.txt'), project.getPath('link.txt'));
  await symlink(outside.getPath('none.txt'), project.getPath('dangling.txt'));
  for (const file of [
    '../secret.txt',
    '/etc/passwd',
    'in/../../x',
    'folder/secret.txt',
    'folder/new.txt',
    'link.txt',
    'dangling.txt',
    '.cvx/x',
    'in//file.txt',
    '',
  ])
    await expect(apply(project.path, [{ file, before: undefined, after: 'x' }]), file).rejects.toMatchObject({
      code: 'CVX_OUTSIDE_PROJECT',
    });
  await expect(apply(project.path, [{ file: 'in', before: undefined, after: 'x' }])).rejects.toMatchObject({
    code: 'CVX_NOT_A_FILE',
  });
  expect(await readdir(outside.path)).toEqual(['secret.txt']);
  expect(await outside.readFile('secret.txt', 'utf8')).toBe('outside\n');
});

test('a file where the backups should be is said, and nothing is written', async () => {
  await using project = await createFixture({ '.cvx': 'mine\n', 'a.txt': 'a\n' });
  await expect(apply(project.path, [{ file: 'a.txt', before: 'a\n', after: 'x\n' }])).rejects.toMatchObject({
    code: 'CVX_NOT_A_FOLDER',
  });
  expect(await project.readFile('a.txt', 'utf8')).toBe('a\n');
});

const isRoot = process.getuid?.() === 0;
test.skipIf(isRoot)(
  `an unwritable folder is refused before anything is written${isRoot ? ' (skipped: root may write everywhere)' : ''}`,
  async () => {
    await using project = await createFixture({ 'a.txt': 'a\n', 'locked/b.txt': 'b\n' });
    await chmod(project.getPath('locked'), 0o500);
    const changes = [
      { file: 'a.txt', before: 'a\n', after: 'x\n' },
      { file: 'locked/b.txt', before: 'b\n', after: 'x\n' },
    ];
    await expect(apply(project.path, changes)).rejects.toMatchObject({ code: 'CVX_NOT_WRITABLE' });
    await chmod(project.getPath('locked'), 0o700);
    expect(await project.readFile('a.txt', 'utf8')).toBe('a\n');
  },
);

test('an error half-way takes back what was written', async () => {
  await using project = await createFixture({ 'a.txt': 'a\n', 'b/b.txt': 'b\n' });
  const { renameSync } = await import('node:fs');
  const before = await snapshot(project.path);
  const onStep = (step: string): void => {
    if (step.startsWith('write') && step.endsWith('b.txt')) {
      renameSync(project.getPath('b'), project.getPath('moved'));
    }
  };
  const changes = [
    { file: 'a.txt', before: 'a\n', after: 'x\n' },
    { file: 'b/b.txt', before: 'b\n', after: 'x\n' },
  ];
  await expect(apply(project.path, changes, { onStep })).rejects.toMatchObject({ code: 'CVX_UNFINISHED' });
  renameSync(project.getPath('moved'), project.getPath('b'));
  expect((await recoverTransactions(project.path)).length).toBe(1);
  expect(await snapshot(project.path)).toEqual(before);
});

test('undo after undo goes back further, refuses what was edited since, and an undo can be undone', async () => {
  await using project = await createFixture({ 'a.txt': '0\n' });
  const text = (): Promise<string> => project.readFile('a.txt', 'utf8');
  for (const at of [0, 1, 2])
    await apply(project.path, [{ file: 'a.txt', before: `${at}\n`, after: `${at + 1}\n` }]);
  const undo = async (): Promise<string | undefined> => {
    const last = lastStanding(await listTransactions(project.path));
    if (last === undefined) return undefined;
    return (await undoTransaction(project.path, last, { reason: 'cvx undo' }))?.id;
  };
  await undo();
  expect(await text()).toBe('2\n');
  const second = await undo();
  expect(await text()).toBe('1\n');
  // Taking back the second undo brings the second change back, and the next undo takes that.
  const redo = (await listTransactions(project.path)).find(
    ({ manifest }) => manifest.id === second,
  )?.manifest;
  await undoTransaction(project.path, redo!, { reason: 'cvx undo' });
  expect(await text()).toBe('2\n');
  await undo();
  expect(await text()).toBe('1\n');
  await writeFile(project.getPath('a.txt'), 'mine\n');
  const [first] = (await listTransactions(project.path)).toReversed();
  await expect(planUndo(project.path, [first!.manifest])).rejects.toMatchObject({
    code: 'CVX_EDITED_SINCE',
    message: expect.stringContaining('a.txt'),
  });
  await writeFile(project.getPath('a.txt'), '1\n');
  await undo();
  expect(await text()).toBe('0\n');
  expect(await undo()).toBeUndefined();
});

test('a change that changes nothing is not recorded', async () => {
  await using project = await createFixture({ 'a.txt': 'a\n' });
  expect(await apply(project.path, [{ file: 'a.txt', before: 'a\n', after: 'a\n' }])).toBeUndefined();
  expect(await readdir(project.path)).toEqual(['a.txt']);
});

test('two changes at once in one project: the second is told of the first', async () => {
  await using project = await createFixture({ 'a.txt': 'a\n' });
  await apply(project.path, [{ file: 'a.txt', before: 'a\n', after: 'b\n' }]);
  const [id = ''] = await readdir(project.getPath('.cvx/backups'));
  const path = project.getPath(`.cvx/backups/${id}/manifest.json`);
  const manifest: object = JSON.parse(await readFile(path, 'utf8'));
  const running = { ...manifest, state: 'started', pid: process.ppid, time: new Date().toISOString() };
  await writeFile(path, JSON.stringify(running));
  await expect(apply(project.path, [{ file: 'a.txt', before: 'b\n', after: 'c\n' }])).rejects.toMatchObject({
    code: 'CVX_BUSY',
  });
});
