import type { Session } from '../command.ts';
import { askYes } from '../lib/ask-yes.ts';
import { CvxError } from '../lib/errors.ts';
import { count } from '../lib/format.ts';

/** Asks whether to write so many files. Throws CVX_NEEDS_YES where there is no terminal to ask on. */
export async function agree({ io, globals, signal }: Session, files: number): Promise<boolean> {
  if (globals.json || !io.stdin.isTTY || !io.stderr.isTTY)
    throw new CvxError(
      'CVX_NEEDS_YES',
      `cvx tune asks before it writes ${count(files, 'file')} into a folder that is not empty, and there is no terminal to ask on.`,
      {
        hint: 'Nothing was written. To write without being asked, add --yes; to see the diff only, --dry-run.',
      },
    );
  return askYes(io, `Write ${count(files, 'file')}?`, signal);
}
