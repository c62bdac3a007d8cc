import fs from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openUploadFolder } from '../../../src/serve/ingest/upload-folder.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cvx-upload-folder-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(home, { recursive: true, force: true });
});

async function files(): Promise<string[]> {
  const entries = await readdir(join(home, 'uploads'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

test('a stream that is given up while its file is being made, which takes its time on a busy disk, leaves none', async () => {
  const open = fs.open;
  let opened = 0;
  vi.spyOn(fs, 'open').mockImplementation((...args) => {
    setTimeout(() => {
      Reflect.apply(open, fs, args);
      opened += 1;
    }, 50);
  });
  const folder = await openUploadFolder(home);
  const stop = new AbortController();
  const storing = folder.store(new PassThrough(), '.txt', stop.signal);
  setImmediate(() => stop.abort());
  await expect(storing).rejects.toThrow('aborted');
  await expect.poll(() => opened).toBe(1);
  expect(await files()).toEqual([]);
  await folder.close();
  expect(await readdir(join(home, 'uploads'))).toEqual([]);
});

test('a file that cannot be made is the error, and nothing waits for it', async () => {
  const folder = await openUploadFolder(home);
  await rm(join(home, 'uploads'), { recursive: true });
  const source = new PassThrough();
  source.end('x');
  await expect(folder.store(source, '.txt', new AbortController().signal)).rejects.toThrow('ENOENT');
});
