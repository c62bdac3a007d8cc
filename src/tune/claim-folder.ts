import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { checkWritable, type WantedFiles } from '../edits/transaction/check-writable.ts';
import { codeOf, CvxError, hasCode } from '../lib/errors.ts';
import { oneLine } from '../lib/terminal-text.ts';

/** A folder that is there and takes the files. */
export interface Claim {
  /** Takes the folders that were made for it away again, as far as they are still empty. */
  release(): Promise<void>;
}

/**
 * Makes the folder where there is none, and makes sure that the files can be written, before anybody reads a plan for them.
 * Throws CVX_NOT_WRITABLE, or what else `applyTransaction` would refuse; what was made is gone then.
 */
export async function claimFolder(wanted: WantedFiles): Promise<Claim> {
  const { root } = wanted;
  const made = await makeFolder(root);
  const release = async (): Promise<void> => {
    if (made !== undefined) await removeEmpty(root, made);
  };
  try {
    await checkWritable(wanted);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

/** The folder, or the nearest one above it that exists. */
export async function nearestFolder(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const isThere = await stat(at).then(
      () => true,
      () => false,
    );
    if (isThere || dirname(at) === at) return at;
  }
}

/**
 * The outermost folder that had to be made; undefined where it was there. One level at a time: Node's recursive mkdir never
 * returns below a folder that takes none and says ENOENT, as /proc does (seen with Node 20).
 */
async function makeFolder(root: string): Promise<string | undefined> {
  const there = await nearestFolder(root);
  const missing = relative(there, root)
    .split(sep)
    .filter((name) => name !== '');
  let made: string | undefined;
  try {
    for (const [depth] of missing.entries()) {
      const next = join(there, ...missing.slice(0, depth + 1));
      await mkdir(next);
      made ??= next;
    }
  } catch (cause) {
    if (made !== undefined) await removeEmpty(root, made);
    throw new CvxError(
      'CVX_NOT_WRITABLE',
      `${oneLine(root)} cannot be made (${codeOf(cause) ?? 'unknown'}).`,
      {
        hint: 'Nothing was written. Name another folder: --out DIR',
        cause,
      },
    );
  }
  return made;
}

async function removeEmpty(root: string, outermost: string): Promise<void> {
  for (let at = root; at.length >= outermost.length; at = dirname(at)) {
    const goes = await rmdir(at).then(
      () => true,
      (error: unknown) => hasCode(error, 'ENOENT'),
    );
    if (!goes) return;
  }
}
