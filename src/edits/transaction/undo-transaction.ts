import { readFile } from 'node:fs/promises';
import { CvxError } from '../../lib/errors.ts';
import { applyBytes, type ByteChange } from './apply-transaction.ts';
import { backupFile, type Manifest, readManifests, sha256 } from './manifest.ts';
import { findTarget } from './target.ts';
import type { OnStep } from './write-file.ts';

/** A change that was made, and whether it still stands. */
export interface PastTransaction {
  readonly manifest: Manifest;
  /** Taken back by a later transaction that itself still stands. */
  readonly undone: boolean;
}

/** All finished changes of a project, newest first. Call `recoverTransactions` before. */
export async function listTransactions(root: string): Promise<readonly PastTransaction[]> {
  const done = (await readManifests(root)).filter(({ state }) => state === 'done').toReversed();
  const undone = new Set<string>();
  // A later one is decided before the one that it takes back.
  for (const { id, undoes } of done) if (undoes !== undefined && !undone.has(id)) undone.add(undoes);
  return done.map((manifest) => ({ manifest, undone: undone.has(manifest.id) }));
}

/** The one that `cvx undo` takes back: the newest that still stands and takes nothing back itself. */
export function lastStanding(past: readonly PastTransaction[]): Manifest | undefined {
  return past.find(({ manifest, undone }) => !undone && manifest.undoes === undefined)?.manifest;
}

/**
 * What would give every file its bytes and mode from before.
 * @throws CvxError CVX_EDITED_SINCE naming the files that are not as the transaction left them.
 */
export async function planUndo(root: string, manifest: Manifest): Promise<readonly ByteChange[]> {
  const changes: ByteChange[] = [];
  const edited: string[] = [];
  for (const [index, { file, before, after, mode }] of manifest.files.entries()) {
    const { bytes } = await findTarget(root, file);
    if ((bytes === undefined ? null : sha256(bytes)) !== after) edited.push(file);
    const old = before === null ? undefined : await backup(root, manifest.id, index, before);
    changes.push({ file, before: bytes, after: old, ...(mode === null ? {} : { mode }) });
  }
  if (edited.length === 0) return changes;
  throw new CvxError(
    'CVX_EDITED_SINCE',
    `Edited since ${manifest.command} of ${manifest.time}: ${edited.join(', ')}.`,
    {
      hint: 'Nothing was changed. Undo what came after it first (cvx undo --list), or take the change back by hand (cvx undo --dry-run shows it).',
    },
  );
}

async function backup(root: string, id: string, index: number, hash: string): Promise<Buffer> {
  const path = backupFile(root, id, index, 'before');
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes !== undefined && sha256(bytes) === hash) return bytes;
  throw new CvxError('CVX_BACKUP_UNREADABLE', `The backup ${path} is missing or damaged.`, {
    hint: 'Nothing was changed. That change can no longer be undone by cvx.',
  });
}

/** Takes a transaction back, as a transaction of its own: atomic, recorded, and itself to be undone by its id. */
export async function undoTransaction(
  root: string,
  manifest: Manifest,
  { reason, onStep }: { readonly reason: string; readonly onStep?: OnStep },
): Promise<Manifest | undefined> {
  return applyBytes({
    root,
    reason,
    changes: await planUndo(root, manifest),
    inPlace: new Set(manifest.files.filter(({ inPlace }) => inPlace).map(({ file }) => file)),
    undoes: manifest.id,
    emptied: manifest.folders.toReversed(),
    ...(onStep === undefined ? {} : { onStep }),
  });
}
