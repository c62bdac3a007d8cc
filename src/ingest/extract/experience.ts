import type { Found, Position, Span } from '../../domain/profile.ts';
import { fold } from '../../domain/fold.ts';
import { companyMarks } from './company-words.ts';
import { type DateRange, datesIn } from './dates.ts';
import { type Entry, type HeadPiece, entriesOf } from './entries.ts';
import { type Line, type Piece, pieceOf, splitPiece } from './lines.ts';
import { isPlace } from './location.ts';
import type { Section } from './sections.ts';
import { spansIn } from './spans.ts';
import { titleWords } from './title-words.ts';

/** Marks between title, company and place. A comma parts less than the others: titles and companies hold commas too. */
const STRONG =
  /\s*[|·•\t]\s*|\s+[–—-]{1,2}\s+|\s{3,}|\s*@\s+|\s+(?:at|bei der|bei dem|beim|bei|chez|presso|bij)\s+(?=\S)/g;
const COMMA = /,\s+/g;
const AT_SPANISH = /\s+en\s+(?=\S)/g;

/** Kinds of employment and the like: they name neither title nor company. */
const ASIDE =
  /^\(?(?:full[- ]?time|part[- ]?time|permanent|contract|temporary|fixed[- ]term|internship|vollzeit|teilzeit|festanstellung|befristet|unbefristet|cdi|cdd|temps plein|temps partiel|alternance|interim|jornada completa|media jornada|contrato indefinido|tempo pieno|remote|hybrid|on-?site|homeoffice|home office|teletravail|remoto|\d{1,3} ?%|m\/w\/d|w\/m\/d|m\/f\/d|f\/m\/d|h\/f|f\/h)\)?$/;

/** Stands for the company where no other is named. */
const SELF =
  /^\(?(?:self[- ]employed|freelance|freelancer|freiberuflich|freiberufler(?:in)?|selbststandig|independant|en freelance|autonomo|auto-?entrepreneur|libero professionista|zzp)\)?$/;

interface Part {
  readonly piece: Piece;
  readonly title: number;
  readonly company: number;
  readonly line: number;
  /** Start of the piece of its line that only commas part: what shares it may belong together. */
  readonly cut: number;
  readonly below: boolean;
}

const partOf = (piece: Piece, line: number, cut: number): Omit<Part, 'below'> | undefined => {
  if (ASIDE.test(piece.folded) || !/\p{L}/u.test(piece.text)) return undefined;
  const self = SELF.test(piece.folded);
  return {
    piece,
    line,
    cut,
    title: self ? 0 : titleWords(piece.folded),
    company: companyMarks(piece.folded) - (self ? 0.5 : 0),
  };
};

/** Cuts one piece of a head line where a mark parts title, company and place. */
const partsOf = (piece: Piece, line: number): readonly Omit<Part, 'below'>[] => {
  const strong = splitPiece(piece, STRONG).flatMap((cut) => splitSpanish(cut));
  return strong.flatMap((cut) => commaParts(cut).flatMap((part) => partOf(part, line, cut.start) ?? []));
};

/** `Ingeniero en Sistemas` is one title, `Camarera en Casa Luis` two parts: what follows must look like a company. */
const splitSpanish = (piece: Piece): readonly Piece[] => {
  const cut = splitPiece(piece, AT_SPANISH);
  const [left, right] = cut;
  return cut.length === 2 &&
    left !== undefined &&
    right !== undefined &&
    titleWords(left.folded) > 0 &&
    companyMarks(right.folded) > 0
    ? cut
    : [piece];
};

/** Comma pieces are joined again where they continue a title or are the legal form of a company. */
const commaParts = (piece: Piece): readonly Piece[] => {
  const cut = splitPiece(piece, COMMA);
  const joined: Piece[] = [];
  for (const next of cut) {
    const previous = joined.at(-1);
    if (
      previous !== undefined &&
      /^(?:inc|ltd|llc|gmbh|s\.?a|s\.?l|corp|co|plc|b\.?v)\.?$/.test(next.folded)
    ) {
      joined[joined.length - 1] = join(piece, previous, next);
    } else {
      joined.push(next);
    }
  }
  return joined;
};

const join = (whole: Piece, first: Piece, last: Piece): Piece => {
  const from = first.start - whole.start;
  return pieceOf(whole, from, last.end - whole.start) ?? first;
};

interface Reading {
  readonly title?: Piece;
  readonly company?: Piece;
}

type Order = 'title-first' | 'company-first';

/**
 * Reads the parts of one head. Where title and company stand at the dates or above them, parted by more than a comma,
 * what follows below is the text of the entry.
 */
const readHead = (parts: readonly Part[], order: Order | undefined): Reading => {
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

const orderOf = (reading: Reading): Order | undefined =>
  reading.title === undefined || reading.company === undefined
    ? undefined
    : reading.title.start < reading.company.start
      ? 'title-first'
      : 'company-first';

/** A label outweighs every word. */
const LABELLED = 20;

const lineOf = (pieces: readonly HeadPiece[]): readonly Part[] =>
  pieces.flatMap((piece, line) => {
    if (piece.role === undefined)
      return partsOf(piece, line).map((part) => ({ ...part, below: piece.below }));
    const title = piece.role === 'title' ? LABELLED : 0;
    return [{ piece, line, cut: piece.start, below: piece.below, title, company: LABELLED - title }];
  });

const positionOf = (reading: Reading, date: DateRange | undefined): Position => ({
  ...(reading.title && { title: clean(reading.title) }),
  ...(reading.company && { company: clean(reading.company) }),
  ...(date?.start === undefined ? {} : { start: date.start }),
  ...(date?.end === undefined ? {} : { end: date.end }),
  ...(date?.current === true ? { current: true } : {}),
});

const clean = (piece: Piece): string => {
  const text = piece.text
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*[([]$/, '')
    .replaceAll(/^\*+|\*+$/g, '');
  const place = /^(.+?) \(([^()]+)\)$/.exec(text);
  return place?.[1] !== undefined && place[2] !== undefined && isPlace(fold(place[2])) ? place[1] : text;
};

/** A position and the stretch of text that tells of it. */
export interface FoundPosition extends Found<Position> {
  readonly date: DateRange | undefined;
  readonly titleAt?: Span;
  readonly companyAt?: Span;
}

/** Every position of the sections of experience, in reading order. */
export const findPositions = (
  lines: readonly Line[],
  sections: readonly Section[],
  dates: readonly DateRange[],
): readonly FoundPosition[] =>
  sections
    .filter(({ kind }) => kind === 'experience')
    .flatMap((section) => {
      const from = section.heading?.end ?? section.start;
      return positionsIn(spansIn(lines, { start: from, end: section.end }), dates);
    });

/** Positions among the lines of one section; `keep` leaves out entries of other kinds. */
export const positionsIn = (
  lines: readonly Line[],
  dates: readonly DateRange[],
  keep: (entry: Entry) => boolean = () => true,
): readonly FoundPosition[] => {
  const start = lines[0]?.start ?? 0;
  const end = lines.at(-1)?.end ?? 0;
  const own = datesIn(dates, { start, end });
  const entries = entriesOf(lines, own).filter(keep);
  const parts = entries.map(({ head }) => lineOf(head));
  const orders = parts.map((list) => orderOf(readHead(list, undefined)));
  const companyFirst =
    orders.filter((order) => order === 'company-first').length * 2 >
    orders.filter((order) => order !== undefined).length;
  const order: Order = companyFirst ? 'company-first' : 'title-first';
  let company: Piece | undefined;
  return entries.map((entry: Entry, index): FoundPosition => {
    const reading = readHead(parts[index] ?? [], order);
    const shared = reading.company === undefined && entry.continues ? company : undefined;
    company = reading.company ?? company;
    return {
      value: positionOf(shared === undefined ? reading : { ...reading, company: shared }, entry.date),
      at: { start: entry.start, end: entry.end },
      date: entry.date,
      ...(reading.title && { titleAt: { start: reading.title.start, end: reading.title.end } }),
      ...(reading.company && { companyAt: { start: reading.company.start, end: reading.company.end } }),
    };
  });
};
