import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import process from 'node:process';
import { isAlive } from '../lib/is-alive.ts';

/** Files of one worker that nobody else may read. */
export interface PrivateFiles {
  /** Runs `work` on a file with these bytes and the extension of `name`, which is gone afterwards. */
  with<T>(bytes: Uint8Array, name: string, work: (path: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Host and process, so that a later worker knows whose folders are left over. */
const prefixOf = (pid: number | string): string =>
  `cvx-worker-${hostname().replaceAll(/[^\w.]/g, '_')}-${pid}-`;
const OURS = new RegExp(`^${prefixOf(String.raw`(\d+)`)}`);

/** Formats are told by content first, then by extensions such as these. */
const EXTENSION = /^\.\w{1,16}$/;

/** A folder in the system's temporary one. Removes those that workers on this machine left behind when they were killed. */
export async function openPrivateFiles(): Promise<PrivateFiles> {
  await removeLeftOver();
  // Made with mode 0700.
  const folder = await mkdtemp(join(tmpdir(), prefixOf(process.pid)));
  let files = 0;
  return {
    async with(bytes, name, work) {
      files += 1;
      const extension = extname(name);
      const path = join(folder, `${files}${EXTENSION.test(extension) ? extension : ''}`);
      try {
        await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
        return await work(path);
      } finally {
        await rm(path, { force: true });
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function removeLeftOver(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = OURS.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}
