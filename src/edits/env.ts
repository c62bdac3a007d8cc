import type { EnvEdit } from './edit.ts';
import { Refusal } from './edit-refused.ts';
import { quoteEnv } from './env/quote-env.ts';
import { readEnv } from './env/statements.ts';
import { afterLast, withLine, withoutLines, withValue } from './line-edits.ts';

/** One edit of a dotenv text. Of a key that comes twice the last wins: that one is set; all are removed. */
export function editEnv(text: string, edit: EnvEdit): string {
  const { statements, fault } = readEnv(text);
  if (fault !== undefined) throw new Refusal(`Compose cannot read line ${fault.line}: ${fault.reason}.`);
  const own = statements.filter(({ key }) => key === edit.key);
  if (edit.do === 'remove-env') {
    const kept = withoutLines(text, own);
    if (others(kept, edit.key) !== others(text, edit.key))
      throw new Refusal('Another variable stands on the same line.');
    return kept;
  }
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(edit.key)) throw new Refusal('That is no name of a variable.');
  if (edit.value.includes('\0')) throw new Refusal('A variable cannot hold a NUL character.');
  const winner = own.at(-1);
  if (winner === undefined)
    return withLine(text, afterLast(text, statements), `${edit.key}=${quoteEnv(edit.value)}`, edit.comment);
  if (winner.value === edit.value && !winner.references) return text;
  return withValue(text, winner, quoteEnv(edit.value, winner.quote));
}

/** What every other variable is, to compare. */
function others(text: string, key: string): string {
  const { statements } = readEnv(text);
  return JSON.stringify(statements.filter((one) => one.key !== key).map((one) => [one.key, one.value]));
}
