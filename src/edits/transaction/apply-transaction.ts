import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CvxError, hasCode } from '../../lib/errors.ts';
import type { FileChange } from '../apply-edits.ts';
import { noStateFolder } from './check-writable.ts';
import {
  backupFile,
  backupFolder,
  type Manifest,
  readManifests,
  sha256,
  STATE_FOLDER,
  writeManifest,
} from './manifest.ts';
import { recoverTransactions, removeEmpty, rollBack } from './recover.ts';
import { resolveTarget, type Target } from './target.ts';
import { type OnStep, syncFolder, writeInPlace, writePrivate, writeWhole } from './write-file.ts';

/** New files are for everyone to read unless the change says otherwise. */
const NEW_MODE = 0o644;

export interface TransactionRequest {
  /** The project's folder. */
  readonly root: string;
  readonly changes: readonly FileChange[];
  /** The command that asks, for `cvx undo --list`: `cvx doctor --fix`. */
  readonly reason: string;
  /** Files that a container bind-mounts by themselves: overwritten where they are, since a rename would leave it on the old inode. */
  readonly inPlace?: ReadonlySet<string>;
  readonly onStep?: OnStep;
  /** The run that this is one transaction of; see `newRun`. */
  readonly run?: string;
}

/** The same on bytes, and with removals: what undo is made of. */
export interface ByteChange {
  readonly file: string;
  readonly before: Uint8Array | undefined;
  /** Undefined: the file is removed. */
  readonly after: Uint8Array | undefined;
  /** Permission bits to give the file; its own where it exists. */
  readonly mode?: number;
}

export type ByteRequest = Omit<TransactionRequest, 'changes'> & {
  readonly changes: readonly ByteChange[];
  readonly undoes?: string;
  /** Folders to remove at the end where they are empty, innermost first. */
  readonly emptied?: readonly string[];
};

/**
 * Writes the new texts of several files, all or none, so that `cvx undo` gives back the same bytes and modes, and a kill -9 at
 * any moment leaves what `recoverTransactions` can roll back. Backups and a manifest are on disk before the first file is touched.
 * @throws CvxError when a file has changed since it was planned on (CVX_FILE_CHANGED), leads out of the project, is no regular file
 * or cannot be written; nothing is changed then.
 */
export async function applyTransaction(request: TransactionRequest): Promise<Manifest | undefined> {
  const changes = request.changes.map(({ file, before, after, mode }): ByteChange => ({
    file,
    before: before === undefined ? undefined : Buffer.from(before),
    after: Buffer.from(after),
    // A file that exists keeps its own.
    ...(mode === undefined || before !== undefined ? {} : { mode }),
  }));
  return applyBytes({ ...request, changes });
}

/** {@link applyTransaction} on bytes. Undefined where nothing differs: nothing is recorded then. */
export async function applyBytes(request: ByteRequest): Promise<Manifest | undefined> {
  const { root, reason, onStep = () => {} } = request;
  const changes = request.changes.filter(({ before, after }) => !sameBytes(before, after));
  if (changes.length === 0) return undefined;
  await recoverTransactions(root);
  const targets: Target[] = [];
  for (const { file, before } of changes) targets.push(await planned(request, file, before));
  refuseSameFile(targets);
  const time = nextTime((await readManifests(root)).at(-1));
  const hash = createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 8);
  const manifest: Manifest = {
    schema: 1,
    id: `${time.replaceAll(':', '-')}-${hash}`,
    time,
    command: reason,
    pid: process.pid,
    state: 'started',
    ...(request.undoes === undefined ? {} : { undoes: request.undoes }),
    ...(request.run === undefined ? {} : { run: request.run }),
    files: changes.map(({ file, before, after }, index) => ({
      file,
      before: before === undefined ? null : sha256(before),
      after: after === undefined ? null : sha256(after),
      mode: modeOf(targets[index]),
      existed: before !== undefined,
      inPlace: isInPlace(request, targets[index], after),
    })),
    folders: [...new Set(targets.flatMap(({ missing }) => missing))],
  };
  await prepareStateFolder(root, manifest.id);
  for (const [index, { before, after }] of changes.entries()) {
    onStep(`backup ${index}`);
    if (before !== undefined) await writePrivate(backupFile(root, manifest.id, index, 'before'), before);
    if (after !== undefined) await writePrivate(backupFile(root, manifest.id, index, 'after'), after);
  }
  onStep('manifest');
  await writeManifest(root, manifest);
  onStep('started');
  try {
    await writeAll(request, manifest, changes, onStep);
  } catch (error) {
    await rollBack(root, manifest);
    throw described(error);
  }
  onStep('done');
  const done: Manifest = { ...manifest, state: 'done' };
  await writeManifest(root, done);
  return done;
}

/** Two names of one file (a symlink, a hard link): the second write would find what the first made, and neither could be told apart. */
function refuseSameFile(targets: readonly Target[]): void {
  const names = new Map<string, string>();
  for (const { file, path, stats } of targets) {
    const key = stats === undefined ? path : `${stats.dev} ${stats.ino}`;
    const other = names.get(key);
    if (other !== undefined)
      throw new CvxError('CVX_SAME_FILE', `${other} and ${file} are one file under two names.`, {
        hint: 'Nothing was changed. Let the project name it in one way, then run the command again.',
      });
    names.set(key, file);
  }
}

/** The file as it is; refused where it is not what the change was planned on. */
async function planned(request: ByteRequest, file: string, before: Uint8Array | undefined): Promise<Target> {
  const target = await resolveTarget(request.root, file, request.inPlace?.has(file) ?? false);
  if (sameBytes(target.bytes, before)) return target;
  if (
    target.bytes !== undefined &&
    before !== undefined &&
    target.bytes.toString() === Buffer.from(before).toString()
  ) {
    throw new CvxError('CVX_FILE_ENCODING', `${file} is not UTF-8 text; cvx would damage it.`, {
      hint: 'Nothing was changed. Save it as UTF-8 first.',
    });
  }
  throw new CvxError('CVX_FILE_CHANGED', `${file} has changed since it was read.`, {
    hint: 'Nothing was changed. Run the command again.',
  });
}

async function writeAll(
  { root, ...request }: ByteRequest,
  manifest: Manifest,
  changes: readonly ByteChange[],
  onStep: OnStep,
): Promise<void> {
  for (const folder of manifest.folders) {
    onStep(`folder ${folder}`);
    await mkdir(join(root, folder), { recursive: true });
  }
  for (const [index, { file, before, after, mode }] of changes.entries()) {
    const inPlace = manifest.files[index]?.inPlace ?? false;
    const target = await planned({ root, ...request }, file, before);
    if (after === undefined) {
      onStep(`remove ${file}`);
      await rm(target.path);
      await syncFolder(dirname(target.path));
      continue;
    }
    const content = {
      bytes: after,
      mode: mode ?? modeOf(target) ?? NEW_MODE,
      ...(target.stats === undefined ? {} : { owner: { uid: target.stats.uid, gid: target.stats.gid } }),
    };
    await (inPlace
      ? writeInPlace(target.path, content, onStep)
      : writeWhole(target.path, manifest.id, content, onStep));
  }
  await removeEmpty(root, request.emptied ?? []);
}

function modeOf(target: Target | undefined): number | null {
  return target?.stats === undefined ? null : target.stats.mode & 0o7777;
}

/** A rename would also cut a hard link in two. */
function isInPlace(
  { inPlace }: ByteRequest,
  target: Target | undefined,
  after: Uint8Array | undefined,
): boolean {
  if (target?.stats === undefined || after === undefined) return false;
  return (inPlace?.has(target.file) ?? false) || target.stats.nlink > 1;
}

/** Now, or a millisecond after the last one: ids sort in the order in which things happened. */
function nextTime(last: Manifest | undefined): string {
  const earliest = last === undefined ? 0 : Date.parse(last.time) + 1;
  return new Date(Math.max(Date.now(), earliest)).toISOString();
}

async function prepareStateFolder(root: string, id: string): Promise<void> {
  const folder = join(await realpath(root), STATE_FOLDER);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw described(error);
  }
  if (!(await lstat(folder)).isDirectory()) throw noStateFolder();
  try {
    await writePrivate(join(folder, '.gitignore'), '*\n');
    await mkdir(backupFolder(root, id), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw described(error);
  }
  await syncFolder(dirname(backupFolder(root, id)));
}

/** A system error in words; what is one of cvx's own stays. */
function described(error: unknown): unknown {
  if (error instanceof CvxError || !(error instanceof Error) || !('code' in error)) return error;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'A file';
  return new CvxError('CVX_NOT_WRITABLE', `${path} cannot be written (${String(error.code)}).`, {
    hint: 'The project is as it was. Look at permissions and free space, then run the command again.',
    cause: error,
  });
}

/** Of two states of a file; undefined where there is none. */
export function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Buffer.compare(left, right) === 0;
}
