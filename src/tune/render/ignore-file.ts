import { withLine } from '../../edits/line-edits.ts';

/** At the top of the stack's folder: its patterns count in the folders of several hosts too. */
export const IGNORE_FILE = '.gitignore';

const PATTERNS = ['.env', 'api-keys', '.cvx/'];
const COMMENT = 'Secrets of the stack, and the backups of cvx that hold them too.';

/**
 * A .gitignore that names what is secret in a stack, so that `git add .` publishes none of it: these lines below what it says
 * already. What a person has taken out by `!.env` stays so.
 */
export function withIgnored(text: string): string {
  const lines = new Set(text.split('\n').map((line) => line.trimEnd()));
  const missing = PATTERNS.filter(
    (pattern) => ![pattern, `**/${pattern}`, `!${pattern}`, `!/${pattern}`].some((one) => lines.has(one)),
  );
  return missing.length === 0 ? text : withLine(text, text.length, missing.join('\n'), COMMENT);
}
