import type { PlacedText } from './pdf-items.ts';
import { groupRows, median } from './pdf-rows.ts';
import type { Row } from './pdf-rows.ts';

/** Points by which baselines of one table row may differ: rounding, and a larger title beside a smaller date. */
const SAME_BASELINE = 2;
/** Share of rows that must stand on a common baseline; columns of different leading meet by chance on fewer. */
const MOSTLY = 0.8;
const HALF = 0.5;

const DATE =
  /(?:^|\D)(?:19|20)\d{2}(?:\D|$)|\d{1,2}[./]\d{2,4}|['’]\d{2}\b|\b(?:present|today|now|current|heute|aktuell|aujourd|actual|presente|oggi|heden)/i;
/** Points; wrapped text has room for some words. */
const NARROWEST_PROSE = 120;
/** `September 2019 – December 2021, Berlin` has 38 characters; a line of prose is longer. */
const LONGEST_DATE_LINE = 40;

/**
 * Whether two sides of a white gap are the cells of rows (`date | text`, `text … right-aligned date`, label and value)
 * and not columns to be read one after the other.
 */
export function looksTabular(left: readonly PlacedText[], right: readonly PlacedText[]): boolean {
  const leftRows = groupRows(left.filter((item) => !item.inkless));
  const rightRows = groupRows(right.filter((item) => !item.inkless));
  const [fewer, more] = leftRows.length <= rightRows.length ? [leftRows, rightRows] : [rightRows, leftRows];
  if (fewer.length === 0) return true;
  const aligned = (rows: readonly Row[], tolerance: number): number =>
    share(rows, (row) => more.some((other) => sharesBaseline(row, other, tolerance)));
  // A heading in the margin stands alone on its line, so dates are counted without the rest. Word processors pad the
  // cells of a row differently, by less than a line.
  const dates = fewer.filter(isDateLine);
  const lineHeight = median(dates.flatMap((row) => row.items.map((item) => item.size)));
  if (dates.length >= fewer.length * HALF && aligned(dates, 0.7 * lineHeight) >= MOSTLY) return true;
  if (aligned(fewer, SAME_BASELINE) < MOSTLY) return false;
  // Typesetters write a column to its end before the next, and a table row by row.
  const switches = sideSwitches(left, right) / (2 * fewer.length);
  if (switches < HALF) return false;
  if (isSparse(fewer)) return true;
  return !isProse(leftRows) && !isProse(rightRows);
}

/** A range that a narrow first cell breaks: `August 2019 to` above `present`. */
const OPEN_RANGE =
  /(?:[-–—]|\b(?:to|until|till|bis|au|al|a|hasta|fino al?|do|tot))\s*$|[àá]\s*$|jusqu\S*\s*$/i;
/** `June 2015 to July` above `2019`. */
const OPEN_MONTH = /\p{L}\.?\s*$/u;
const BARE_YEAR = /^\s*(?:19|20)\d{2}\s*$/;
const REST_OF_RANGE = /^\s*(?:[-–—]|(?:to|until|till|bis|au|al|hasta|do|tot)\b|[àá]\s)/i;

/** The first cells of a table with the lines of each broken date put together on its first line. */
export function joinBrokenDates(cells: readonly PlacedText[]): PlacedText[] {
  const joined: PlacedText[] = [];
  for (const row of groupRows(cells)) {
    const last = joined.at(-1);
    const [first, ...rest] = row.items;
    if (first === undefined) continue;
    const isRest =
      last !== undefined && row.y - last.y <= 2.2 * last.size && rest.length === 0 && isDateLine(row);
    const isBroken = isRest && continuesRange(last.text, first.text);
    if (isBroken)
      joined.splice(-1, 1, {
        ...last,
        text: `${last.text} ${first.text}`,
        width: Math.max(last.width, first.width),
      });
    else joined.push(...row.items);
  }
  return joined;
}

function continuesRange(start: string, rest: string): boolean {
  if (OPEN_RANGE.test(start) || REST_OF_RANGE.test(rest)) return true;
  return DATE.test(start) && OPEN_MONTH.test(start) && BARE_YEAR.test(rest);
}

function share(rows: readonly Row[], test: (row: Row) => boolean): number {
  return rows.filter(test).length / rows.length;
}

function sharesBaseline(row: Row, other: Row, tolerance: number): boolean {
  return row.items.some((item) => other.items.some((mate) => Math.abs(item.y - mate.y) <= tolerance));
}

function isDateLine(row: Row): boolean {
  const text = row.items.map((item) => item.text).join(' ');
  return text.length <= LONGEST_DATE_LINE && DATE.test(text);
}

function sideSwitches(left: readonly PlacedText[], right: readonly PlacedText[]): number {
  const inOrder = [
    ...left.map((item) => ({ order: item.order, side: 0 })),
    ...right.map((item) => ({ order: item.order, side: 1 })),
  ].toSorted((a, b) => a.order - b.order);
  return inOrder.filter((item, index) => index > 0 && item.side !== inOrder[index - 1]?.side).length;
}

/** Rows stand apart by more than a line: each belongs to something beside it. */
function isSparse(rows: readonly Row[]): boolean {
  const gaps = rows.slice(1).map((row, index) => row.y - (rows[index]?.y ?? 0));
  const size = median(rows.flatMap((row) => row.items.map((item) => item.size)));
  // Line spacing of running text is 1.0 to 1.6 times its size.
  return median(gaps) > 1.8 * size;
}

/** Most lines run to the right edge, as wrapped text does and cells do not. */
function isProse(rows: readonly Row[]): boolean {
  const widths = rows.map((row) => {
    const end = Math.max(...row.items.map((item) => item.x + item.width));
    return end - Math.min(...row.items.map((item) => item.x));
  });
  const widest = Math.max(...widths);
  return widest >= NARROWEST_PROSE && median(widths) >= 0.75 * widest;
}
