import type { Span, YearMonth } from '../../domain/profile.ts';
import { fold } from '../../domain/fold.ts';
import { overlapping } from './spans.ts';
import {
  MONTH_NUMBERS,
  PRESENT_WORDS,
  SINCE_WORDS,
  TO_WORDS,
  UNTIL_WORDS,
  YEAR_PARTS,
} from './date-words.ts';

/** A date or a stretch of time in a text. */
export interface DateRange {
  readonly at: Span;
  readonly start?: YearMonth;
  readonly end?: YearMonth;
  /** Lasts to this day. */
  readonly current: boolean;
  /** `single`: one date, of which nobody says whether it begins or ends something. */
  readonly form: 'range' | 'since' | 'single';
}

interface Atom extends Span {
  readonly kind: 'date' | 'present' | 'month' | 'short-year';
  readonly year?: number;
  readonly month?: number;
  /** Last month of a quarter, where the atom ends a range. */
  readonly lastMonth?: number;
  /** Last year of an academic year, `2009/10`. */
  readonly lastYear?: number;
}

const words = (list: Iterable<string>): string =>
  [...list]
    .toSorted((a, b) => b.length - a.length)
    .join('|')
    .replaceAll('.', '\\.');
const YEAR = '(?:19[4-9]\\d|20[0-4]\\d)';
const MONTH = `(?:${words(MONTH_NUMBERS.keys())})`;

/**
 * One date. The order of the alternatives decides: the longer reading comes first. Every quantifier is bounded, so
 * the search is linear in the text.
 */
const ATOM = new RegExp(
  [
    `(?<![\\d./])(?<day>\\d{1,2})[./-] ?(?<dayMonth>\\d{1,2})[./-] ?(?<dayYear>${YEAR}|\\d{2})(?![\\d%]|[./-]\\d)`,
    `(?<![\\d./])(?<isoYear>${YEAR})(?<isoMark>[-/.])(?<isoMonth>0[1-9]|1[0-2])(?:-\\d{2}(?!\\d))?(?![\\d%])`,
    `(?<![\\d./])(?<numMonth>0?[1-9]|1[0-2]) ?[./-] ?(?<numYear>${YEAR})(?![\\d%])`,
    `(?<![\\d./])(?<oddMonth>0?[1-9]|1[0-2])[./](?<oddYear>\\d{2})(?![\\d%./])`,
    `(?<![a-z0-9])(?:\\d{1,2}(?:st|nd|rd|th|er|º|\\.)? (?:de |of )?)?(?<name>${MONTH})(?![a-z])\\.?(?: \\d{1,2}(?:st|nd|rd|th)?,(?= ))?(?:(?:[ ,/-]{0,3}|,? (?:de|del|of) )(?:(?<nameYear>${YEAR})(?!\\d)|'(?<nameShort>\\d{2})(?!\\d))|[ -](?<nameBare>\\d{2})(?![\\d.:/]))?`,
    `(?<![a-z0-9])(?:q(?<quarter>[1-4])|(?<quartal>[1-4])\\. ?quartal)[ /-]{0,3}(?:(?<quarterYear>${YEAR})(?!\\d)|'(?<quarterShort>\\d{2})(?!\\d))`,
    `(?<![a-z0-9])(?<part>${words(YEAR_PARTS.keys())})(?: of| de)?[ -](?<partYear>${YEAR})(?!\\d)`,
    `(?<![\\d.,/$€£+@_])(?<year>${YEAR})(?![\\d%@_]|[.,]\\d)`,
    `(?<![\\w'])'(?<short>\\d{2})(?!\\w)`,
    `(?<![a-z0-9])(?<present>${words(PRESENT_WORDS)})(?![a-z0-9])`,
  ].join('|'),
  'g',
);

/** Two-digit years lie in the hundred years that end ten years from when this grammar was written. */
const fullYear = (short: string): number =>
  short.length === 4 ? Number(short) : Number(short) + (Number(short) > 36 ? 1900 : 2000);

const atomOf = (match: RegExpExecArray | RegExpMatchArray, text: string): Atom | undefined => {
  const g = match.groups ?? {};
  const start = match.index ?? 0;
  const at = { start, end: start + match[0].length };
  const { isoYear: iso, isoMonth, name, day, dayMonth, dayYear } = g;
  if (day !== undefined && dayMonth !== undefined && dayYear !== undefined) {
    // 03/15/2019 can only be month first; otherwise the day comes first, as everywhere outside the United States.
    const month = Number(dayMonth) > 12 ? Number(day) : Number(dayMonth);
    return month >= 1 && month <= 12 ? { kind: 'date', year: fullYear(dayYear), month, ...at } : undefined;
  }
  if (iso !== undefined && isoMonth !== undefined) {
    const follows = Number(isoMonth) === (Number(iso) % 100) + 1;
    const dash = text.charAt(start + 4);
    if (dash !== '-' && (g['isoMark'] === '-' || (g['isoMark'] === '/' && follows))) {
      return { kind: 'date', year: Number(iso), lastYear: fullYear(isoMonth), ...at };
    }
    return { kind: 'date', year: Number(iso), month: Number(isoMonth), ...at };
  }
  if (g['numYear'] !== undefined)
    return { kind: 'date', year: Number(g['numYear']), month: Number(g['numMonth']), ...at };
  if (g['oddYear'] !== undefined)
    return { kind: 'short-year', year: fullYear(g['oddYear']), month: Number(g['oddMonth']), ...at };
  if (name !== undefined) {
    const month = MONTH_NUMBERS.get(name) ?? 1;
    const year = g['nameYear'] ?? g['nameShort'] ?? g['nameBare'];
    return year === undefined
      ? { kind: 'month', month, ...at }
      : { kind: 'date', year: fullYear(year), month, ...at };
  }
  const quarter = g['quarter'] ?? g['quartal'];
  if (quarter !== undefined)
    return {
      kind: 'date',
      year: fullYear(g['quarterYear'] ?? g['quarterShort'] ?? ''),
      month: Number(quarter) * 3 - 2,
      lastMonth: Number(quarter) * 3,
      ...at,
    };
  if (g['part'] !== undefined)
    return { kind: 'date', year: Number(g['partYear']), month: YEAR_PARTS.get(g['part']) ?? 1, ...at };
  if (g['year'] !== undefined) return { kind: 'date', year: Number(g['year']), ...at };
  if (g['short'] !== undefined) return { kind: 'short-year', year: fullYear(g['short']), ...at };
  return { kind: 'present', ...at };
};

/** Between the two dates of a range: a dash or a word, and at most one line break, as narrow columns have it. */
const GAP = new RegExp(
  `^[ \\t]*\\n?[ \\t]*(?:(?:-{1,2}|~|>|→|➔|⟶|/)|(?:${words(TO_WORDS)})(?![a-z]))[ \\t]*\\n?[ \\t]*(?:(?:the|le|el|zum|il|a|ad|to|bis|until|up to) )?$`,
);
const SINCE = new RegExp(`(?<![a-z])(?:${words(SINCE_WORDS)})[ \\t]*(?:the|le|el|dem|il|o)?[ \\t]*$`);
const UNTIL = new RegExp(`(?<![a-z])(?:${words(UNTIL_WORDS)})[ \\t]*$`);
const SHORT_END = /^[ \t]?[-/][ \t]?'?(\d{2})(?![\d.:/%-])/;

const dateText = (year: number, month: number | undefined): YearMonth =>
  month === undefined ? String(year) : `${year}-${String(month).padStart(2, '0')}`;

const joined = (first: Atom, second: Atom): DateRange | undefined => {
  const year = first.year ?? (first.kind === 'month' ? second.year : undefined);
  if (year === undefined) return undefined;
  const at = { start: first.start, end: second.end };
  const start = dateText(year, first.month);
  if (second.kind === 'present') return { at, start, current: true, form: 'range' };
  const endYear = second.lastYear ?? second.year;
  if (endYear === undefined) return undefined;
  return {
    at,
    start,
    end: dateText(endYear, second.lastMonth ?? second.month),
    current: false,
    form: 'range',
  };
};

const alone = (atom: Atom, folded: string): DateRange | undefined => {
  if (atom.year === undefined || atom.kind !== 'date') return undefined;
  const start = dateText(atom.year, atom.month);
  const at = { start: atom.start, end: atom.end };
  if (atom.lastYear !== undefined)
    return { at, start, end: dateText(atom.lastYear, undefined), current: false, form: 'range' };
  const before = folded.slice(Math.max(0, atom.start - 16), atom.start);
  const since = SINCE.exec(before);
  if (since !== null) {
    const from = atom.start - before.length + since.index;
    return { start, current: true, form: 'since', at: { start: from, end: atom.end } };
  }
  if (UNTIL.test(before)) return { at, end: start, current: false, form: 'single' };
  return { at, start, end: start, current: false, form: 'single' };
};

/** The atoms of a text in order; those without a valid month are left out. */
const atomsOf = (text: string, folded: string): readonly Atom[] => {
  const atoms: Atom[] = [];
  for (const match of folded.matchAll(ATOM)) {
    const atom = atomOf(match, text);
    if (atom !== undefined) atoms.push(atom);
  }
  return atoms;
};

/** `2017–20`: the second year is short and stands for no atom of its own. */
const withShortEnd = (atom: Atom, folded: string): DateRange | undefined => {
  if (
    atom.kind !== 'date' ||
    atom.year === undefined ||
    atom.month !== undefined ||
    atom.lastYear !== undefined
  )
    return undefined;
  const tail = SHORT_END.exec(folded.slice(atom.end, atom.end + 8));
  const short = tail?.[1];
  if (tail === null || short === undefined) return undefined;
  const end = fullYear(short);
  if (end < atom.year || end - atom.year > 60) return undefined;
  return {
    at: { start: atom.start, end: atom.end + tail[0].length },
    start: String(atom.year),
    end: String(end),
    current: false,
    form: 'range',
  };
};

/** `09/2021 –` at the end of a line or cell: what has no end lasts. */
const DANGLING = /^ ?(?:-|→)[ ]*(?:[\t\n)]|$)/;

/**
 * Every date and stretch of time in a text, in order and without overlaps: months by name in seven languages, numeric
 * dates, quarters, seasons, bare years, ranges of them, and open ends (`– heute`, `since 2020`).
 */
export const findDates = (text: string, folded: string = fold(text)): readonly DateRange[] => {
  const atoms = atomsOf(text, folded);
  const ranges: DateRange[] = [];
  for (let index = 0; index < atoms.length; index += 1) {
    const atom = atoms[index];
    if (atom === undefined || atom.kind === 'present') continue;
    const next = atoms[index + 1];
    const gap = next === undefined ? '' : folded.slice(atom.end, Math.min(next.start, atom.end + 24));
    const range =
      next !== undefined && next.start - atom.end <= 20 && GAP.test(gap) ? joined(atom, next) : undefined;
    if (range !== undefined) {
      ranges.push(range);
      index += 1;
      continue;
    }
    const single = withShortEnd(atom, folded) ?? alone(atom, folded);
    if (
      single?.form === 'single' &&
      single.start !== undefined &&
      DANGLING.test(folded.slice(atom.end, atom.end + 6))
    ) {
      ranges.push({ at: single.at, start: single.start, current: true, form: 'since' });
    } else if (single !== undefined) {
      ranges.push(single);
    }
  }
  return ranges;
};

/** The dates that lie, in part at least, in a stretch of the text. */
export const datesIn = (dates: readonly DateRange[], { start, end }: Span): readonly DateRange[] =>
  overlapping(dates, spanOfDate, start, end);

const spanOfDate = ({ at }: DateRange): Span => at;
