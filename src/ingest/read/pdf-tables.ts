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
  if (share(fewer, (row) => more.some((other) => sharesBaseline(row, other))) < MOSTLY) return false;
  if (share(fewer, isDateLine) >= HALF) return true;
  // Typesetters write a column to its end before the next, and a table row by row.
  const switches = sideSwitches(left, right) / (2 * fewer.length);
  if (switches < HALF) return false;
  if (isSparse(fewer)) return true;
  return !isProse(leftRows) && !isProse(rightRows);
}

function share(rows: readonly Row[], test: (row: Row) => boolean): number {
  return rows.filter(test).length / rows.length;
}

function sharesBaseline(row: Row, other: Row): boolean {
  return row.items.some((item) => other.items.some((mate) => Math.abs(item.y - mate.y) <= SAME_BASELINE));
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
  return median(widths) >= 0.75 * Math.max(...widths);
}
