import { structuredPatch } from 'diff';
import type { Style } from '../lib/style.ts';
import { neutralise } from '../lib/terminal-text.ts';
import type { FileChange } from './apply-edits.ts';
import { redactLine } from './redact-line.ts';

export interface DiffOptions {
  /** Colours; none unless given. */
  readonly style?: Style;
  /** Secrets are replaced, so that a diff may be shown; false for one that is to be applied. */
  readonly redact?: boolean;
}

/** Lines around a change, as `diff -u` has them. */
const CONTEXT = 3;

/** The change of one file as a unified diff, with a final newline; empty where nothing differs. `after` undefined: it is removed. */
export function unifiedDiff(
  { file, before, after }: Pick<FileChange, 'file' | 'before'> & { readonly after: string | undefined },
  { style, redact = true }: DiffOptions = {},
): string {
  const { hunks } = structuredPatch(file, file, before ?? '', after ?? '', undefined, undefined, {
    context: CONTEXT,
  });
  if (hunks.length === 0 && (before === undefined) === (after === undefined)) return '';
  const shown = redact ? (line: string) => neutralise(line.charAt(0) + redactLine(line.slice(1))) : plain;
  const bold = style?.bold ?? plain;
  const lines = [
    bold(`--- ${before === undefined ? '/dev/null' : `a/${neutralise(file)}`}`),
    bold(`+++ ${after === undefined ? '/dev/null' : `b/${neutralise(file)}`}`),
    ...hunks.flatMap((hunk) => [
      (style?.dim ?? plain)(
        `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
      ),
      ...hunk.lines.map((line) => painted(shown(line), style)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
}

function painted(line: string, style: Style | undefined): string {
  if (style === undefined) return line;
  if (line.startsWith('+')) return style.good(line);
  if (line.startsWith('-')) return style.bad(line);
  return line.startsWith('\\') ? style.dim(line) : line;
}

function plain(text: string): string {
  return text;
}
