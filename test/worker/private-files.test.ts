import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPrivateFiles, type PrivateFiles } from '../../src/worker/private-files.ts';

let files: PrivateFiles;
beforeEach(async () => {
  files = await openPrivateFiles();
});
afterEach(() => files.close());

test('only the owner may read a file, its name tells the format and nothing else, and it is gone afterwards', async () => {
  const seen = await files.with(Buffer.from('text'), '/cvs/Anna Berg.PDF', async (path) => {
    const folder = await stat(dirname(path));
    return { path, text: await readFile(path, 'utf8'), file: await stat(path), folder };
  });
  expect(seen.text).toBe('text');
  expect(extname(seen.path)).toBe('.PDF');
  expect(basename(seen.path)).not.toContain('Anna');
  await expect(stat(seen.path)).rejects.toThrow('ENOENT');
  if (process.platform === 'win32') return;
  expect((seen.file.mode & 0o777).toString(8)).toBe('600');
  expect((seen.folder.mode & 0o777).toString(8)).toBe('700');
});

test('a file is gone also where the work fails, and the folder after close', async () => {
  let at = '';
  const failing = files.with(Buffer.from(''), 'a.txt', async (path) => {
    at = path;
    throw new Error('broken');
  });
  await expect(failing).rejects.toThrow('broken');
  await expect(stat(at)).rejects.toThrow('ENOENT');
  await files.close();
  await expect(stat(dirname(at))).rejects.toThrow('ENOENT');
});

test('an odd extension is left out', async () => {
  await files.with(Buffer.from(''), 'cv.p/d\u0000f', async (path) => expect(basename(path)).toBe('1'));
});

test('what a killed worker left behind is removed, what a living one has is not', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const host = hostname().replaceAll(/[^\w.]/g, '_');
  const left = join(tmpdir(), `cvx-worker-${host}-${dead}-abcdef`);
  const living = join(tmpdir(), `cvx-worker-${host}-${process.ppid}-abcdef`);
  const elsewhere = join(tmpdir(), `cvx-worker-elsewhere.example-${dead}-abcdef`);
  for (const folder of [left, living, elsewhere]) await mkdir(folder, { recursive: true });
  await writeFile(join(left, '1.txt'), 'text');
  const again = await openPrivateFiles();
  const names = await readdir(tmpdir());
  expect(names).not.toContain(basename(left));
  expect(names).toEqual(expect.arrayContaining([basename(living), basename(elsewhere)]));
  await again.close();
  for (const folder of [living, elsewhere]) await rm(folder, { recursive: true });
});
