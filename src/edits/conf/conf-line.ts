import { insertLines, lineAfter, lineStart, ownCommentStart, removeLines } from '../lines.ts';

/** A directive that stands on a line of its own. Offsets into the text. */
export interface ConfLine {
  /** The value, unquoted. */
  readonly value: string;
  readonly start: number;
  /** Of the value as written, quotes included. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

export function withValue(text: string, { valueStart, valueEnd }: ConfLine, value: string): string {
  return text.slice(0, valueStart) + value + text.slice(valueEnd);
}

export function withoutConfLines(text: string, lines: readonly ConfLine[]): string {
  return lines.toReversed().reduce((kept, { start, valueEnd }) => {
    const from = lineStart(kept, start);
    const to = lineAfter(kept, valueEnd);
    return removeLines(kept, ownCommentStart(kept, from, to), to);
  }, text);
}

/** Where a new directive goes: after the last one, before what is commented out at the end. */
export function afterLast(text: string, lines: readonly ConfLine[]): number {
  const last = lines.at(-1);
  return last === undefined ? text.length : lineAfter(text, last.valueEnd);
}

/** A new line at `offset`, the start of a line or the end, below its comment. */
export function withConfLine(text: string, offset: number, line: string, comment?: string): string {
  const above = comment === undefined ? '' : `${comment.replaceAll(/^/gm, '# ')}\n`;
  return insertLines(text, offset, above + line);
}
