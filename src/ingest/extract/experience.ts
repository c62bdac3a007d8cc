import type { Found, Position, Span } from '../../domain/profile.ts';
import { fold } from '../../domain/fold.ts';
import { type DateRange, datesIn } from './dates.ts';
import { type Entry, entriesOf } from './entries.ts';
import { headParts } from './head-parts.ts';
import type { Line, Piece } from './lines.ts';
import { isPlace } from './location.ts';
import { type Order, type Reading, orderOf, readHead } from './read-head.ts';
import type { Section } from './sections.ts';
import { spansIn } from './spans.ts';

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

const foundPosition = (
  value: Position,
  { start, end, date }: Entry,
  { title, company }: Reading,
): FoundPosition => ({
  value,
  at: { start, end },
  date,
  ...(title && { titleAt: { start: title.start, end: title.end } }),
  ...(company && { companyAt: { start: company.start, end: company.end } }),
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
  const parts = entries.map(({ head }) => headParts(head));
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
    const value = positionOf(shared === undefined ? reading : { ...reading, company: shared }, entry.date);
    return foundPosition(value, entry, reading);
  });
};
