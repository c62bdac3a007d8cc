import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CvxError, hasCode } from '../../lib/errors.ts';
import { isInside } from '../inside.ts';
import { syncFolder, writePrivate } from './write-file.ts';

/** Where a project's backups lie. They hold what its files held, secrets too: folders 0700, files 0600, ignored by git. */
export const STATE_FOLDER = '.cvx';
const BACKUPS = `${STATE_FOLDER}/backups`;
const MANIFEST = 'manifest.json';

const FILE = z.object({
  file: z.string().refine(isInside),
  /** sha256 in hex; null where there is no such file. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Permission bits before; null where there was no such file. */
  mode: z.number().int().nullable(),
  existed: z.boolean(),
  inPlace: z.boolean(),
});
const SCHEMA = z.object({
  schema: z.literal(1),
  id: z.string(),
  time: z.iso.datetime(),
  command: z.string(),
  pid: z.number().int(),
  /** `started` once every backup is on disk; nothing of the project is touched before. */
  state: z.enum(['started', 'done', 'rolled-back']),
  /** The transaction that this one takes back. */
  undoes: z.string().optional(),
  /** Shared by all transactions of one run of a command, where it made several: `cvx undo` takes them back together. */
  run: z.string().optional(),
  files: z.array(FILE),
  /** Folders that were made, outermost first. */
  folders: z.array(z.string().refine(isInside)),
});

/** What one transaction did, or was about to do: written before the first file is touched. */
export type Manifest = z.infer<typeof SCHEMA>;
export type ManifestFile = z.infer<typeof FILE>;

/** A name for {@link Manifest.run}; unlike every id of a transaction, which starts with its time. */
export function newRun(): string {
  return `run-${randomBytes(4).toString('hex')}`;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function backupFolder(root: string, id: string): string {
  return join(root, BACKUPS, id);
}

/** Where the bytes of file number `index` before and after the transaction are kept. */
export function backupFile(root: string, id: string, index: number, which: 'before' | 'after'): string {
  return join(backupFolder(root, id), `${index}.${which}`);
}

/** Puts a manifest on disk as a whole or not at all, durably. */
export async function writeManifest(root: string, manifest: Manifest): Promise<void> {
  const folder = backupFolder(root, manifest.id);
  const temporary = join(folder, `${MANIFEST}.new`);
  await writePrivate(temporary, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(temporary, join(folder, MANIFEST));
  await syncFolder(folder);
}

/** Every manifest, oldest first. A folder without one was left before anything was touched, and is removed. */
export async function readManifests(root: string): Promise<readonly Manifest[]> {
  let names: string[];
  try {
    names = await readdir(join(root, BACKUPS));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
  const manifests: Manifest[] = [];
  for (const id of names.toSorted()) {
    const manifest = await readManifest(root, id);
    if (manifest !== undefined) manifests.push(manifest);
  }
  return manifests;
}

async function readManifest(root: string, id: string): Promise<Manifest | undefined> {
  const path = join(backupFolder(root, id), MANIFEST);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      await rm(backupFolder(root, id), { recursive: true, force: true });
      return undefined;
    }
    if (hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
  const read = SCHEMA.safeParse(parsed(text));
  if (read.success && read.data.id === id) return read.data;
  throw new CvxError('CVX_BACKUP_UNREADABLE', `The record of a change cannot be read: ${path}`, {
    hint: 'It was written by another version of cvx or changed by hand. Move its folder away to go on without it.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
