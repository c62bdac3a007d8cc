import { createInterface } from 'node:readline/promises';
import type { Session } from '../../command.ts';
import { CvxError } from '../../lib/errors.ts';
import { count } from '../../lib/format.ts';
import type { FixClass } from '../check.ts';

const WORDS: Readonly<Record<FixClass, string>> = {
  safe: 'safe repair',
  confirm: 'repair that changes behaviour, exposure or a secret',
  never: 'repair for a person',
};

/** Asks once for each class of risk. Throws CVX_NEEDS_YES where there is no terminal to ask on. */
export async function ask({ io, signal }: Session, kind: FixClass, repairs: number): Promise<boolean> {
  if (!io.stdin.isTTY || !io.stderr.isTTY)
    throw new CvxError(
      'CVX_NEEDS_YES',
      'cvx doctor --fix asks before it changes files, and there is no terminal to ask on.',
      { hint: 'To repair without being asked, add --yes; to see the patch only, --dry-run.' },
    );
  const prompt = createInterface({ input: io.stdin, output: io.stderr.stream });
  try {
    const what = count(repairs, WORDS[kind], WORDS[kind].replace('repair', 'repairs'));
    const answer = await prompt.question(`Make ${what}? [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
