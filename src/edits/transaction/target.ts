import { constants, type Stats } from 'node:fs';
import { access, lstat, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { CvxError, EXIT, hasCode } from '../../lib/errors.ts';
import { isInside } from '../inside.ts';
import { STATE_FOLDER } from './manifest.ts';

/** A file of the project as it is on disk, every symlink resolved. */
export interface Target {
  readonly file: string;
  /** Where it is really written; inside the real root. */
  readonly path: string;
  readonly bytes: Buffer | undefined;
  readonly stats: Stats | undefined;
  /** Folders on the way that do not exist, relative to the root, outermost first. */
  readonly missing: readonly string[];
}

/** Finds a file and makes sure that it may be written: inside the real root, regular, with write permission. */
export async function resolveTarget(root: string, file: string, inPlace: boolean): Promise<Target> {
  const target = await findTarget(root, file);
  const folder =
    target.missing[0] === undefined ? dirname(target.path) : dirname(join(root, target.missing[0]));
  try {
    await access(inPlace && target.bytes !== undefined ? target.path : folder, constants.W_OK);
  } catch (error) {
    throw new CvxError('CVX_NOT_WRITABLE', `${file} cannot be written: no permission.`, {
      hint: `Nothing was changed. Give yourself write permission on ${inPlace ? target.path : folder}, or run cvx as its owner.`,
      cause: error,
    });
  }
  return target;
}

/** The same without asking for permission. */
export async function findTarget(root: string, file: string): Promise<Target> {
  if (!isInside(file) || file.split('/')[0] === STATE_FOLDER) throw outside(file);
  const { folder, missing } = await deepestFolder(root, dirname(file));
  const path = join(folder, ...missing.map((name) => basename(name)), basename(file));
  if (missing.length > 0) return { file, path, bytes: undefined, stats: undefined, missing };
  const real = await realFile(path, file);
  if (real === undefined) return { file, path, bytes: undefined, stats: undefined, missing };
  if (!isWithin(await realpath(root), real)) throw outside(file);
  const stats = await lstat(real);
  if (!stats.isFile()) {
    throw new CvxError('CVX_NOT_A_FILE', `${file} is not a regular file.`, { hint: 'Nothing was changed.' });
  }
  return { file, path: real, bytes: await readFile(real), stats, missing };
}

async function realFile(path: string, file: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    // A symlink to nowhere would be written through, wherever it leads.
    const dangling = await lstat(path).then(
      () => true,
      () => false,
    );
    if (dangling) throw outside(file);
    return undefined;
  }
}

async function deepestFolder(root: string, folder: string): Promise<{ folder: string; missing: string[] }> {
  const top = await realpath(root);
  let real = top;
  const missing: string[] = [];
  const names = folder === '.' ? [] : folder.split('/');
  for (const [depth, name] of names.entries()) {
    const here = names.slice(0, depth + 1).join('/');
    if (missing.length > 0) {
      missing.push(here);
      continue;
    }
    const next = await realFile(join(real, name), here);
    if (next === undefined) missing.push(here);
    else if (isWithin(top, next)) real = next;
    else throw outside(here);
  }
  return { folder: real, missing };
}

function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function outside(file: string): CvxError {
  return new CvxError('CVX_OUTSIDE_PROJECT', `${file} leads out of the project; cvx writes inside it only.`, {
    exit: EXIT.usage,
    hint: 'Nothing was changed. Change that file by hand, or run cvx where it belongs.',
  });
}
