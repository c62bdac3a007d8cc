import type { EnvEdit } from './edit.ts';
import { Refusal } from './edit-refused.ts';
import { quoteEnv } from './env/quote-env.ts';
import { type EnvStatement, readEnv } from './env/statements.ts';
import { insertLines, lineAfter, lineStart, ownCommentStart, removeLines } from './lines.ts';

/** One edit of a dotenv text. Of a key that comes twice the last wins: that one is set; all are removed. */
export function editEnv(text: string, edit: EnvEdit): string {
  const { statements, fault } = readEnv(text);
  if (fault !== undefined) throw new Refusal(`Compose cannot read line ${fault.line}: ${fault.reason}.`);
  const own = statements.filter(({ key }) => key === edit.key);
  if (edit.do === 'remove-env') {
    const kept = own.toReversed().reduce(withoutStatement, text);
    if (others(kept, edit.key) !== others(text, edit.key))
      throw new Refusal('Another variable stands on the same line.');
    return kept;
  }
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(edit.key)) throw new Refusal('That is no name of a variable.');
  if (edit.value.includes('\0')) throw new Refusal('A variable cannot hold a NUL character.');
  const winner = own.at(-1);
  if (winner === undefined) {
    const comment = edit.comment === undefined ? '' : `${edit.comment.replaceAll(/^/gm, '# ')}\n`;
    // After every other one, so that it wins; what is commented out at the end stays there.
    const last = statements.at(-1);
    const at = last === undefined ? text.length : lineAfter(text, last.valueEnd);
    return insertLines(text, at, `${comment}${edit.key}=${quoteEnv(edit.value)}`);
  }
  if (winner.value === edit.value && !winner.references) return text;
  const { valueStart, valueEnd } = winner;
  return text.slice(0, valueStart) + quoteEnv(edit.value, winner.quote) + text.slice(valueEnd);
}

function withoutStatement(text: string, { start, valueEnd }: EnvStatement): string {
  const from = lineStart(text, start);
  const to = lineAfter(text, valueEnd);
  return removeLines(text, ownCommentStart(text, from, to), to);
}

/** What every other variable is, to compare. */
function others(text: string, key: string): string {
  const { statements } = readEnv(text);
  return JSON.stringify(statements.filter((one) => one.key !== key).map((one) => [one.key, one.value]));
}
