import { insertLines, lineAfter, lineStart, ownCommentStart, removeLines } from './lines.ts';

/** A setting of a line-based file, a directive or a variable, and where it is written. Offsets into the text. */
export interface SettingLine {
  /** The value, unquoted. */
  readonly value: string;
  readonly start: number;
  /** Of the value as written, quotes included. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

export function withValue(
  text: string,
  { valueStart, valueEnd }: Pick<SettingLine, 'valueStart' | 'valueEnd'>,
  value: string,
): string {
  return text.slice(0, valueStart) + value + text.slice(valueEnd);
}

/** Without these settings, and the comments that speak of them alone. */
export function withoutLines(text: string, lines: readonly SettingLine[]): string {
  return lines.toReversed().reduce((kept, { start, valueEnd }) => {
    const from = lineStart(kept, start);
    const to = lineAfter(kept, valueEnd);
    return removeLines(kept, ownCommentStart(kept, from, to), to);
  }, text);
}

/** Where a new setting goes: after the last one, so that it wins, and before what is commented out at the end. */
export function afterLast(text: string, lines: readonly SettingLine[]): number {
  const last = lines.at(-1);
  return last === undefined ? text.length : lineAfter(text, last.valueEnd);
}

/** A new line at `offset`, the start of a line or the end, below its comment. */
export function withLine(text: string, offset: number, line: string, comment?: string): string {
  return insertLines(text, offset, belowComment(line, comment));
}

/** A line with its comment above it. */
export function belowComment(line: string, comment: string | undefined): string {
  return comment === undefined ? line : `${comment.replaceAll(/^/gm, '# ')}\n${line}`;
}
