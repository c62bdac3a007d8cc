import type { Session } from '../../command.ts';
import { askYes } from '../../lib/ask-yes.ts';
import { CvxError } from '../../lib/errors.ts';
import { count } from '../../lib/format.ts';
import type { FixClass } from '../check.ts';

const WORDS: Readonly<Record<FixClass, string>> = {
  safe: 'safe repair',
  confirm: 'repair that changes behaviour, exposure or a secret',
  never: 'repair for a person',
};

/** Asks once for each class of risk. Throws CVX_NEEDS_YES where there is no terminal to ask on. */
export async function ask(
  { io, globals, signal }: Session,
  kind: FixClass,
  repairs: number,
): Promise<boolean> {
  if (globals.json || !io.stdin.isTTY || !io.stderr.isTTY)
    throw new CvxError(
      'CVX_NEEDS_YES',
      'cvx doctor --fix asks before it changes files, and there is no terminal to ask on.',
      { hint: 'To repair without being asked, add --yes; to see the patch only, --dry-run.' },
    );
  return askYes(io, `Make ${count(repairs, WORDS[kind], WORDS[kind].replace('repair', 'repairs'))}?`, signal);
}
