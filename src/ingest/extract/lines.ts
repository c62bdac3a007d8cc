import type { Span } from '../../domain/profile.ts';
import { fold } from '../../domain/fold.ts';

/** One line that is not blank. The span is that of `text`: without indentation and bullet mark. */
export interface Line extends Span {
  readonly text: string;
  /** `text` in lower case without accents, of the same length. */
  readonly folded: string;
  readonly bullet: boolean;
  readonly blankBefore: boolean;
}

const LEAD = /^[\s#>]*(?:([-•‣▪●○◦■□➢➤►▶✓✔❖·*–—])(?=\s)\s*)?/;

/** Splits a text into its lines, with offsets into the text. */
export const linesOf = (text: string): readonly Line[] => {
  const folded = fold(text);
  const lines: Line[] = [];
  let blankBefore = false;
  let offset = 0;
  for (const raw of text.split('\n')) {
    const lead = LEAD.exec(raw);
    const skip = lead?.[0].length ?? 0;
    const body = raw.slice(skip).trimEnd();
    if (!/[\p{L}\p{N}]/u.test(body)) {
      // Blank, or a rule such as ------: it sets off what follows.
      blankBefore = true;
    } else {
      const start = offset + skip;
      const end = start + body.length;
      lines.push({
        text: body,
        folded: folded.slice(start, end),
        start,
        end,
        bullet: lead?.[1] !== undefined,
        blankBefore,
      });
      blankBefore = false;
    }
    offset += raw.length + 1;
  }
  return lines;
};

/** A piece of a line, by offsets into the whole text. */
export interface Piece extends Span {
  readonly text: string;
  readonly folded: string;
}

/** A trimmed piece of a line: blanks and the punctuation that separates pieces are not part of it. */
export const pieceOf = (line: Piece, from: number, to: number): Piece | undefined => {
  let start = from;
  let end = to;
  while (start < end && /[\s,;|·•:–—-]/.test(line.text.charAt(start))) start += 1;
  while (end > start && /[\s,;|·•:–—-]/.test(line.text.charAt(end - 1))) end -= 1;
  if (start >= end) return undefined;
  return {
    text: line.text.slice(start, end),
    folded: line.folded.slice(start, end),
    start: line.start + start,
    end: line.start + end,
  };
};

/** Splits a piece at every match of `separator` (a global expression, run on the folded text). */
export const splitPiece = (line: Piece, separator: RegExp): readonly Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of line.folded.matchAll(separator)) {
    const piece = pieceOf(line, from, match.index);
    if (piece !== undefined) pieces.push(piece);
    from = match.index + match[0].length;
  }
  const rest = pieceOf(line, from, line.text.length);
  if (rest !== undefined) pieces.push(rest);
  return pieces;
};
