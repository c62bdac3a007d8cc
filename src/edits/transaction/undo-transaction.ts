import { readFile } from 'node:fs/promises';
import { CvxError } from '../../lib/errors.ts';
import { applyBytes, type ByteChange } from './apply-transaction.ts';
import { backupFile, type Manifest, newRun, readManifests, sha256 } from './manifest.ts';
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

/** The transactions that stand of the run that one belongs to, newest first; of an undo that made several, those of that undo. */
export function standingOfRun(past: readonly PastTransaction[], run: string): readonly Manifest[] {
  const own = past.filter(({ manifest }) => manifest.run === run);
  // A run that took back what did not hold has nothing more to undo there.
  const made = own.filter(({ manifest }) => manifest.undoes === undefined);
  return (made.length > 0 ? made : own).flatMap(({ manifest, undone }) => (undone ? [] : [manifest]));
}

/**
 * What would give every file its bytes and mode from before all of these transactions, newest first: one change for each file.
 * @throws CvxError CVX_EDITED_SINCE naming the files that are not as these transactions left them.
 */
export async function planUndo(root: string, manifests: readonly Manifest[]): Promise<readonly ByteChange[]> {
  const changes = new Map<string, ByteChange>();
  for (const manifest of manifests) {
    const edited: string[] = [];
    for (const [index, { file, before, after, mode }] of manifest.files.entries()) {
      const later = changes.get(file);
      const present = later === undefined ? (await findTarget(root, file)).bytes : later.before;
      const left = later === undefined ? present : later.after;
      if ((left === undefined ? null : sha256(left)) !== after) edited.push(file);
      const old = before === null ? undefined : await backup(root, manifest.id, index, before);
      changes.set(file, { file, before: present, after: old, ...(mode === null ? {} : { mode }) });
    }
    if (edited.length > 0) throw editedSince(manifest, edited);
  }
  return [...changes.values()];
}

function editedSince({ command, time }: Manifest, files: readonly string[]): CvxError {
  return new CvxError('CVX_EDITED_SINCE', `Edited since ${command} of ${time}: ${files.join(', ')}.`, {
    hint: 'Nothing was changed. Undo what came after it first (cvx undo --list), or take the change back by hand (cvx undo --dry-run shows it).',
  });
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
  { reason, run, onStep }: { readonly reason: string; readonly run?: string; readonly onStep?: OnStep },
): Promise<Manifest | undefined> {
  return applyBytes({
    root,
    reason,
    changes: await planUndo(root, [manifest]),
    inPlace: new Set(manifest.files.filter(({ inPlace }) => inPlace).map(({ file }) => file)),
    undoes: manifest.id,
    emptied: manifest.folders.toReversed(),
    ...(run === undefined ? {} : { run }),
    ...(onStep === undefined ? {} : { onStep }),
  });
}

/**
 * Takes several transactions back, newest first, each as a transaction of its own, all of one run where there are several: that
 * run's id, or the only transaction's, takes this back. All are checked before the first file is touched. Killed between two, the
 * rest still stands, and the same call with what stands then goes on.
 * @throws CvxError as {@link planUndo}.
 */
export async function undoTransactions(
  root: string,
  manifests: readonly Manifest[],
  { reason, onStep }: { readonly reason: string; readonly onStep?: OnStep },
): Promise<string | undefined> {
  const run = manifests.length > 1 ? newRun() : undefined;
  // One alone is checked by itself, before it touches a file.
  if (run !== undefined) await planUndo(root, manifests);
  let last: Manifest | undefined;
  for (const manifest of manifests)
    last = await undoTransaction(root, manifest, {
      reason,
      ...(run === undefined ? {} : { run }),
      ...(onStep === undefined ? {} : { onStep }),
    });
  return run ?? last?.id;
}
