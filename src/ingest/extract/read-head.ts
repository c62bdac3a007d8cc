import { companyMarks } from './company-words.ts';
import type { Part } from './head-parts.ts';
import type { Piece } from './lines.ts';
import { isPlace } from './location.ts';

/** What a head names. */
export interface Reading {
  readonly title?: Piece;
  readonly company?: Piece;
}

/** Which of the two the positions of a CV name first. */
export type Order = 'title-first' | 'company-first';

/**
 * Reads the parts of one head. Where title and company stand at the dates or above them, parted by more than a comma,
 * what follows below is the text of the entry.
 */
export const readHead = (parts: readonly Part[], order: Order | undefined): Reading => {
  const near = parts.filter(({ below }) => !below);
  if (near.length === parts.length) return readParts(parts, order);
  const reading = readParts(near, order);
  const part = (piece: Piece | undefined): Part | undefined =>
    near.find(({ piece: { start } }) => start === piece?.start);
  const [title, company] = [part(reading.title), part(reading.company)];
  const sure =
    title !== undefined &&
    title.title > 0 &&
    company !== undefined &&
    (company.cut !== title.cut || company.company > 0);
  return sure ? reading : readParts(parts, order);
};

/** Reads parts: the title is what holds words of titles, the company the best of what is left. */
const readParts = (parts: readonly Part[], order: Order | undefined): Reading => {
  const named = parts.filter(({ piece }) => !isPlace(piece.folded));
  const title = titleAmong(named, order);
  const rest = named.filter((part) => part !== title);
  const company = companyAmong(rest, title);
  if (title !== undefined || company === undefined)
    return {
      ...(title && { title: wholeTitle(title, named, company) }),
      ...(company && { company: company.piece }),
    };
  const [first, second] = named;
  if (first === undefined || second === undefined || companyMarks(company.piece.folded) > 0)
    return { company: company.piece, ...remaining(named, company) };
  return order === 'company-first'
    ? { company: first.piece, title: second.piece }
    : { title: first.piece, company: second.piece };
};

/** `Ward Sister, Maternity`: with the company elsewhere, what follows the title behind a comma is part of it. */
const wholeTitle = (title: Part, parts: readonly Part[], company: Part | undefined): Piece => {
  if (company === undefined || company.cut === title.cut) return title.piece;
  const more = parts.filter(
    ({ cut, piece, company: marks }) => cut === title.cut && piece.start > title.piece.end && marks === 0,
  );
  return more.reduce(
    (whole, { piece }) => ({
      text: `${whole.text}, ${piece.text}`,
      folded: `${whole.folded}, ${piece.folded}`,
      start: whole.start,
      end: piece.end,
    }),
    title.piece,
  );
};

/** With the company known by its words, the other part is the title, if it stands on a line of its own or first. */
const remaining = (named: readonly Part[], company: Part): Reading => {
  const other = named.find((part) => part !== company && part.company === 0);
  return other === undefined ? {} : { title: wholeTitle(other, named, company) };
};

const titleAmong = (parts: readonly Part[], order: Order | undefined): Part | undefined => {
  const score = ({ title, company }: Part): number => (title > 0 ? title * 2 - company * 1.5 : 0);
  let best: Part | undefined;
  for (const part of parts) {
    if (
      score(part) > 0 &&
      (best === undefined ||
        score(part) > score(best) + (part.line > best.line && order !== 'company-first' ? 1 : 0))
    )
      best = part;
  }
  return best ?? parts.find(({ title, company }) => title > 0 && company < 2);
};

/** Nearest to the title on its own line, else the first of another line; a legal form or a word of organisations wins. */
const companyAmong = (parts: readonly Part[], title: Part | undefined): Part | undefined => {
  let best: Part | undefined;
  let bestScore = -Infinity;
  for (const [index, part] of parts.entries()) {
    const sameLine = title !== undefined && part.line === title.line;
    const after = title !== undefined && part.piece.start > title.piece.start;
    const score =
      part.company * 3 -
      part.title * 1.5 -
      index * 0.4 +
      (sameLine && after ? 0.5 : 0) -
      (/^\p{Ll}/u.test(part.piece.text) ? 1 : 0);
    if (score > bestScore) {
      best = part;
      bestScore = score;
    }
  }
  return best;
};

/** The order that one head shows; undefined where it names only one. */
export const orderOf = (reading: Reading): Order | undefined =>
  reading.title === undefined || reading.company === undefined
    ? undefined
    : reading.title.start < reading.company.start
      ? 'title-first'
      : 'company-first';
