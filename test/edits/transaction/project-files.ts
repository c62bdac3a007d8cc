import { chmod, lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileChange } from '../../../src/edits/apply-edits.ts';

/** Three chunks and a bit: an overwrite in place can be stopped inside it. */
const LONG = 'a: 1\n'.repeat(40_000);
const LONGER = `${LONG}b: 2\n`;
const SHORTER = 'b: 2\n'.repeat(20_000);

const BEFORE: Readonly<Record<string, { text: string; mode: number }>> = {
  'compose.yaml': { text: 'services: {}\n', mode: 0o640 },
  '.env': { text: 'PASSWORD=old\n', mode: 0o600 },
  'prometheus.yml': { text: LONG, mode: 0o664 },
  'rules.yml': { text: LONG, mode: 0o644 },
  'other.txt': { text: 'not touched\n', mode: 0o604 },
};

const AFTER: Readonly<Record<string, string>> = {
  'compose.yaml': 'services:\n  a: {}\n',
  '.env': 'PASSWORD=new\n',
  'prometheus.yml': LONGER,
  'rules.yml': SHORTER,
  'deploy/conf/new.conf': 'x\n',
};

const changes = Object.entries(AFTER).map(([file, after]): FileChange => ({
  file,
  before: BEFORE[file]?.text,
  after,
  ...(BEFORE[file] === undefined ? { mode: 0o640 } : {}),
}));

export const PLAN = { changes, inPlace: new Set(['prometheus.yml', 'rules.yml']) } as const;

export async function makeProject(root: string): Promise<void> {
  for (const [file, { text, mode }] of Object.entries(BEFORE)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
    await chmod(join(root, file), mode);
  }
}

/** Every file and folder of the project with bytes and mode, but not cvx's own folder. */
export async function snapshot(root: string): Promise<Record<string, string>> {
  const entries: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(root.length).replace(/^\//, '');
    if (name === '.cvx' || name.startsWith('.cvx/')) continue;
    const { mode } = await lstat(path);
    entries[name] = entry.isFile()
      ? `${(mode & 0o7777).toString(8)} ${await readFile(path, 'latin1')}`
      : 'folder';
  }
  return entries;
}
