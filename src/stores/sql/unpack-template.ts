import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readTar } from './tar.ts';

/**
 * Makes `dataDir` from the archive, wholly or not at all: a crash leaves at most a directory `<dataDir>.unpacking`, which
 * the next call removes. The caller holds the home's lock.
 */
export async function unpackTemplate(archive: string, dataDir: string): Promise<void> {
  const partial = `${dataDir}.unpacking`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  for (const { path, data } of readTar(await promisify(gunzip)(await readFile(archive)))) {
    if (data === undefined) await mkdir(join(partial, path), { recursive: true, mode: 0o700 });
    else await writeFile(join(partial, path), data, { mode: 0o600 });
  }
  await sync(join(partial, 'global', 'pg_control'));
  await rename(partial, dataDir);
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
