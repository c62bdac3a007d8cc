import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { migrate, readMigrations } from './migrate.ts';
import { openCluster } from './cluster.ts';
import { packTar, type TarEntry } from './tar.ts';

const BESIDE = new URL('./template.tar.gz', import.meta.url);

/**
 * Path of the archive that new stores are unpacked from. `npm run build` puts it beside this module; run from the
 * TypeScript sources there is none, so one is built into node_modules/.cache, named by the migrations' hash.
 */
export async function templateFile(): Promise<string> {
  if (existsSync(BESIDE)) return fileURLToPath(BESIDE);
  const hash = createHash('sha256');
  for (const { sha256 } of await readMigrations()) hash.update(sha256);
  const file = fileURLToPath(
    new URL(
      `../../../node_modules/.cache/cvx/template-${hash.digest('hex').slice(0, 16)}.tar.gz`,
      import.meta.url,
    ),
  );
  if (!existsSync(file)) await buildTemplate(file);
  return file;
}

/**
 * Writes a new, migrated and cleanly closed store as an archive. Creating a cluster from nothing peaks at 880 MB and
 * takes seconds, which is why it happens at build time and users only unpack (5 MB).
 */
export async function buildTemplate(file: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'cvx-template-'));
  try {
    const dataDir = join(scratch, 'data');
    const cluster = await openCluster(dataDir);
    await migrate(cluster.pool);
    await cluster.close();
    await mkdir(dirname(file), { recursive: true });
    const part = `${file}.${process.pid}`;
    await writeFile(part, await promisify(gzip)(packTar(await entriesOf(dataDir)), { level: 9 }));
    await rename(part, file);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function entriesOf(directory: string, prefix = ''): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  const found = await readdir(directory, { withFileTypes: true });
  for (const entry of found.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      entries.push({ path, data: undefined }, ...(await entriesOf(join(directory, entry.name), `${path}/`)));
    } else if (basename(path) !== 'postmaster.pid') {
      entries.push({ path, data: await readFile(join(directory, entry.name)) });
    }
  }
  return entries;
}
