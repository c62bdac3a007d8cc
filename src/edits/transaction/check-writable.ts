import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { CvxError, hasCode } from '../../lib/errors.ts';
import type { FileChange } from '../apply-edits.ts';
import { STATE_FOLDER } from './manifest.ts';
import { resolveTarget } from './target.ts';

export interface WantedFiles {
  /** The project's folder. */
  readonly root: string;
  readonly changes: readonly Pick<FileChange, 'file'>[];
  /** Files that are overwritten where they are. */
  readonly inPlace?: ReadonlySet<string>;
}

/**
 * Asks what can be asked before anything is shown or written: whether every file and the folder of their backups take what
 * `applyTransaction` would write. Throws as that would.
 */
export async function checkWritable({ root, changes, inPlace }: WantedFiles): Promise<void> {
  for (const { file } of changes) await resolveTarget(root, file, inPlace?.has(file) ?? false);
  const folder = join(root, STATE_FOLDER);
  const found = await lstat(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (found !== undefined && !found.isDirectory()) throw noStateFolder();
  const closed = found === undefined ? root : folder;
  try {
    await access(closed, constants.W_OK);
  } catch (cause) {
    throw new CvxError('CVX_NOT_WRITABLE', `${closed} takes no backups: no permission.`, {
      hint: 'Nothing was changed. Give yourself write permission on it, or run cvx as its owner.',
      cause,
    });
  }
}

/** Something else has the name of the folder that backups go to. */
export function noStateFolder(): CvxError {
  return new CvxError('CVX_NOT_A_FOLDER', `${STATE_FOLDER} is not a folder; backups need one.`, {
    hint: 'Nothing was changed. Move it away.',
  });
}
