import { mkdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CvxError, EXIT, hasCode } from '../../lib/errors.ts';
import { isAlive } from '../../lib/is-alive.ts';
import {
  backupFile,
  backupFolder,
  type Manifest,
  type ManifestFile,
  readManifests,
  sha256,
  writeManifest,
} from './manifest.ts';
import { findTarget, type Target } from './target.ts';
import { syncFolder, temporaryOf, writeInPlace, writeWhole } from './write-file.ts';

/** A transaction writes for well under a second; one that started longer ago was killed, whoever has its PID now. */
const ALIVE_MS = 60_000;

/**
 * Rolls back what a killed cvx left half done in a project, and returns it. Safe to be killed itself. Call it before anything
 * is read that may be changed.
 * @throws CvxError CVX_BUSY while another cvx is writing; CVX_UNFINISHED where a file has been edited since, so that neither
 * state can be told from it.
 */
export async function recoverTransactions(root: string): Promise<readonly Manifest[]> {
  const unfinished = (await readManifests(root)).filter(({ state }) => state === 'started');
  for (const manifest of unfinished) {
    if (isRunning(manifest)) throw busy(manifest);
    await rollBack(root, manifest);
  }
  return unfinished;
}

/** {@link recoverTransactions}, telling the user of each. */
export async function recoverAndSay(root: string, say: (text: string) => void): Promise<void> {
  for (const { command, time } of await recoverTransactions(root))
    say(`Rolled back what ${command} of ${time} left half done.`);
}

function busy({ pid, command, time }: Manifest): CvxError {
  return new CvxError(
    'CVX_BUSY',
    `Another cvx (PID ${pid}, ${command}, since ${time}) is changing this project.`,
    {
      exit: EXIT.unavailable,
      hint: 'Wait for it to end, then run the command again.',
    },
  );
}

function isRunning({ pid, time }: Manifest): boolean {
  if (pid === process.pid || Date.now() - Date.parse(time) > ALIVE_MS) return false;
  return isAlive(pid);
}

/** Gives every file of a transaction its bytes and mode from before, last first, and says so in the manifest. */
export async function rollBack(root: string, manifest: Manifest): Promise<void> {
  const files = [...manifest.files.entries()].toReversed();
  const targets = new Map<number, Target>();
  // First all are looked at, so that a conflict leaves them as they are.
  for (const [index, file] of files) {
    const target = await findTarget(root, file.file);
    if (!(await isOurs(root, manifest.id, index, file, target))) throw conflict(root, manifest, file.file);
    targets.set(index, target);
  }
  for (const [index, file] of files) {
    const target = targets.get(index);
    if (target !== undefined) await restore(root, manifest.id, index, file, target);
  }
  await removeEmpty(root, manifest.folders.toReversed());
  await writeManifest(root, { ...manifest, state: 'rolled-back' });
}

/** Removes folders, innermost first. One that others have put files into stays. */
export async function removeEmpty(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders)
    await rmdir(join(root, folder)).catch((error: unknown) => {
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
    });
}

async function restore(
  root: string,
  id: string,
  index: number,
  file: ManifestFile,
  target: Target,
): Promise<void> {
  await rm(temporaryOf(target.path, id), { force: true });
  const { bytes } = target;
  if (!file.existed) {
    if (bytes === undefined) return;
    await rm(target.path);
    await syncFolder(dirname(target.path));
    return;
  }
  const before = await readFile(backupFile(root, id, index, 'before'));
  const mode = file.mode ?? 0o600;
  if (bytes !== undefined && bytes.equals(before) && (target.stats?.mode ?? 0) % 0o10000 === mode) return;
  // An undo may have taken the folder with the file.
  await mkdir(dirname(target.path), { recursive: true });
  const content = { bytes: before, mode };
  await (file.inPlace && bytes !== undefined
    ? writeInPlace(target.path, content, () => {})
    : writeWhole(target.path, id, content, () => {}));
}

/** Whether a file holds what it held before, what it was to hold, or what is in between while it is overwritten in place. */
async function isOurs(
  root: string,
  id: string,
  index: number,
  file: ManifestFile,
  { bytes }: Target,
): Promise<boolean> {
  const present = bytes === undefined ? null : sha256(bytes);
  if (present === file.before || present === file.after) return true;
  if (!file.inPlace || bytes === undefined) return false;
  const before = await readFile(backupFile(root, id, index, 'before'));
  const after = await readFile(backupFile(root, id, index, 'after'));
  let same = 0;
  while (same < bytes.length && same < after.length && bytes[same] === after[same]) same += 1;
  return bytes.length >= same && bytes.subarray(same).equals(before.subarray(same));
}

function conflict(root: string, manifest: Manifest, file: string): CvxError {
  return new CvxError(
    'CVX_UNFINISHED',
    `${manifest.command} was interrupted, and ${file} has been edited since: cvx will not overwrite it.`,
    {
      hint: `What was there before is in ${backupFolder(root, manifest.id)}. Put the files right by hand, then delete that folder.`,
    },
  );
}
