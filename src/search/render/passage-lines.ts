import stringWidth from 'string-width';
import { truncate } from '../../lib/table.ts';
import { neutralise } from '../../lib/terminal-text.ts';
import type { Passage } from '../report.ts';

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

interface Room {
  /** Terminal columns of a line. */
  readonly width: number;
  readonly lines: number;
}

interface Word extends Piece {
  /** A blank stands before it. */
  readonly spaced: boolean;
}

/** A reader needs a little of what stands before a match to understand it. */
const WORDS_BEFORE_MARK = 6;

/** Breaks a passage into at most `lines` lines, starting shortly before the first match; `…` where text is left out. */
export function markedLines({ text, marks }: Passage, { width, lines }: Room): readonly Piece[][] {
  const all = words(neutralise(text).replaceAll('\n', ' '), marks);
  const first = all.findIndex(({ marked }) => marked);
  // A passage that fits is shown from its beginning.
  const fits = stringWidth(text) <= width * lines;
  const start = fits || first <= WORDS_BEFORE_MARK ? 0 : first - WORDS_BEFORE_MARK;
  const result: Piece[][] = [];
  let line: Piece[] = start > 0 ? [{ text: '…', marked: false }] : [];
  let used = start > 0 ? 1 : 0;
  for (const [i, word] of all.slice(start).entries()) {
    const gap = word.spaced && (used > 0 || (start > 0 && i === 0)) ? 1 : 0;
    const size = stringWidth(word.text);
    // One column is kept for the `…` that may follow.
    if (used > 0 && used + gap + size > width - 1) {
      result.push(line);
      if (result.length === lines) return withEllipsis(result);
      line = [];
      used = 0;
    }
    if (used > 0 && gap > 0) line.push({ text: ' ', marked: false });
    line.push({ text: truncate(word.text, width - 1), marked: word.marked });
    used += (used > 0 ? gap : 0) + size;
  }
  if (line.length > 0) result.push(line);
  return result;
}

function withEllipsis(lines: Piece[][]): Piece[][] {
  return lines.map((line, i) => (i === lines.length - 1 ? [...line, { text: '…', marked: false }] : line));
}

/** The text as words, cut where a mark begins or ends. */
function words(text: string, marks: Passage['marks']): Word[] {
  const result: Word[] = [];
  let at = 0;
  for (const [from, to] of [...marks, [text.length, text.length] as const]) {
    split(text, at, from, false, result);
    split(text, from, to, true, result);
    at = to;
  }
  return result;
}

function split(text: string, from: number, to: number, marked: boolean, into: Word[]): void {
  const part = text.slice(from, to);
  for (const match of part.matchAll(/\S+/g)) {
    const start = from + match.index;
    into.push({ text: match[0], marked, spaced: start > 0 && /\s/.test(text.charAt(start - 1)) });
  }
}
