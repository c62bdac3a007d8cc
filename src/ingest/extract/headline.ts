import type { Found, Span } from '../../domain/profile.ts';
import { HEADING_KINDS } from './heading-words.ts';
import { type Line, type Piece, pieceOf, splitPiece } from './lines.ts';
import { isPlace } from './location.ts';
import { titleWords } from './title-words.ts';

/** A headline is a line, not a paragraph. */
const LONGEST = 110;
/** Lines below the name that may hold it, contact lines among them. */
const LINES_BELOW = 6;

const PARTS = /\s*[|·•\t]\s*|\s+[–—-]\s+/g;

const isContact = (line: Piece): boolean =>
  /@|https?:|www\.|\.(?:com|org|de|io)\/|\+\d|\d{5,}|^[\p{L} -]{2,20}:\s/u.test(line.text);

/** A line that ends with dates is a position, in a CV without headings. */
const mayBe = (line: Piece): boolean =>
  !/\d{4}\s*\)?$|\((?:since|seit|depuis|desde) [^)]*\)$/.test(line.folded) &&
  line.text.length <= LONGEST &&
  line.text.length >= 3 &&
  !isContact(line) &&
  !isPlace(line.folded) &&
  !HEADING_KINDS.has(line.folded) &&
  !(/[.!]$/.test(line.text) && line.text.split(' ').length > 9);

/** The line near the name that says what the person is: one with a title's word, else the short line right below the name. */
export const findHeadline = (header: readonly Line[], name: Span | undefined): Found<string> | undefined => {
  if (name === undefined) return undefined;
  const index = header.findIndex((line) => name.start >= line.start && name.end <= line.end);
  const line = header[index];
  if (line === undefined) return undefined;
  const beside = pieceOf(line, name.end - line.start, line.text.length);
  const below = header.slice(index + 1, index + 1 + LINES_BELOW);
  // A line that mixes the title with contact data is looked at piece by piece.
  const candidates = [...(beside === undefined ? [] : [beside]), ...below].flatMap((piece) =>
    isContact(piece) ? splitPiece(piece, PARTS) : [piece],
  );
  const titled = candidates.find((piece) => mayBe(piece) && titleWords(piece.folded) > 0);
  const next = below[0];
  const chosen =
    titled ?? (next !== undefined && mayBe(next) && !/\d/.test(next.text) && !next.bullet ? next : undefined);
  return chosen === undefined
    ? undefined
    : { value: chosen.text.replace(/\s+/g, ' '), at: { start: chosen.start, end: chosen.end } };
};
