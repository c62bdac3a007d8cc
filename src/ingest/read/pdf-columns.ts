import type { PlacedText } from './pdf-items.ts';
import { groupRows } from './pdf-rows.ts';
import type { Row } from './pdf-rows.ts';
import { joinBrokenDates, looksTabular } from './pdf-tables.ts';

/*
 * Reading order by ink projection: a page is cut where a vertical strip of paper stays white over many rows.
 * Widths of strips, distance of rows, share of rows and least counts are those measured on real CVs
 * (two-column pages stay under 2.4% of painted rows in the gutter, single-column ones above 6.3%).
 */
const STRIP = 3;
const MOST_PAINTED = 0.04;
const LEAST_ROWS = 4;
/** Runs of text that a page must have before it can be cut at all. pdf.js gives one or two runs a line. */
const LEAST_ITEMS = 12;
/** A gutter lies between 20% and 80% of the width. */
const MARGIN = 0.2;
/** Points; wider than any blank between two words, narrower than the gutters of LaTeX (10) and Word (36). */
const LEAST_GUTTER = 6;
/** Below this many rows a river of blanks can be 6 points wide by chance. */
const FEW_ROWS = 12;
const LEAST_GUTTER_OF_FEW = 9;
/** Above it only the whole page is tried, which bounds the work on a page made of thousands of rows. */
const MOST_ROWS_TO_SEARCH = 150;
const DEEPEST_CUT = 12;

/** A part of the page that is read line by line; `cut` where columns end or begin around it. */
interface Region {
  readonly items: readonly PlacedText[];
  readonly whole: boolean;
}

/** The page's items in groups, in reading order; inside a group lines run over its full width. */
export function readingRegions(items: readonly PlacedText[]): (readonly PlacedText[])[] {
  return cut(items, 0).map((region) => region.items);
}

function cut(items: readonly PlacedText[], depth: number): Region[] {
  if (items.length === 0) return [];
  const leaf: Region[] = [{ items, whole: true }];
  if (items.length < LEAST_ITEMS || depth > DEEPEST_CUT) return leaf;
  const rows = groupRows(items);
  const found = findGutter(rows);
  if (found === undefined) return leaf;
  const above = rows.slice(0, found.from).flatMap((row) => row.items);
  const below = rows.slice(found.to).flatMap((row) => row.items);
  const inside = rows.slice(found.from, found.to);
  const middle = splitAtGutter(inside, found.gutter, depth);
  return [...cut(above, depth + 1), ...middle, ...cut(below, depth + 1)].reduce(mergeNeighbours, []);
}

/** Single-column parts on top of each other are one text: no blank line where the search for columns ended. */
function mergeNeighbours(regions: Region[], next: Region): Region[] {
  const last = regions.at(-1);
  if (last?.whole !== true || !next.whole) return [...regions, next];
  return [...regions.slice(0, -1), { items: [...last.items, ...next.items], whole: true }];
}

interface Gutter {
  readonly left: number;
  readonly right: number;
}

function splitAtGutter(rows: readonly Row[], gutter: Gutter, depth: number): Region[] {
  const middle = (gutter.left + gutter.right) / 2;
  const regions: Region[] = [];
  let left: PlacedText[] = [];
  let right: PlacedText[] = [];
  const flush = (): void => {
    if (looksTabular(left, right)) regions.push({ items: [...joinBrokenDates(left), ...right], whole: true });
    else for (const side of [left, right]) regions.push(...cut(side, depth + 1).map(asColumn));
    left = [];
    right = [];
  };
  const width = inkWidth(rows);
  for (const row of rows) {
    if (row.items.some((item) => spans(item, gutter, width))) {
      flush();
      regions.push({ items: row.items, whole: true });
      continue;
    }
    for (const item of row.items) (item.x + item.width / 2 < middle ? left : right).push(item);
  }
  flush();
  return regions;
}

function asColumn(region: Region): Region {
  return { items: region.items, whole: false };
}

/** Crosses the gutter by more than a tenth of the width on both sides: a full-width line, not one that sticks out. */
function spans(item: PlacedText, gutter: Gutter, width: number): boolean {
  return item.x < gutter.left - width / 10 && item.x + item.width > gutter.right + width / 10;
}

function inkWidth(rows: readonly Row[]): number {
  const ink = rows.flatMap((row) => row.items).filter((item) => !item.inkless);
  return (
    ink.reduce((max, item) => Math.max(max, item.x + item.width), 0) -
    ink.reduce((min, item) => Math.min(min, item.x), Infinity)
  );
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly gutter: Gutter;
}

/** The longest run of rows that has a gutter, so that a full-width header above two columns is left out of it. */
function findGutter(rows: readonly Row[]): Found | undefined {
  const ink = new InkMap(rows);
  const whole = ink.gutter(0, rows.length);
  if (whole !== undefined) return { from: 0, to: rows.length, gutter: whole };
  if (rows.length > MOST_ROWS_TO_SEARCH) return undefined;
  for (let length = rows.length - 1; length >= 2 * LEAST_ROWS; length--) {
    for (let from = rows.length - length; from >= 0; from--) {
      const gutter = ink.gutter(from, from + length);
      if (gutter !== undefined) return { from, to: from + length, gutter };
    }
  }
  return undefined;
}

/** How many rows paint each strip, as prefix sums over the rows, so that any run of rows is looked up at once. */
class InkMap {
  readonly #left: number;
  readonly #strips: number;
  readonly #painted: Uint16Array[] = [];
  readonly #extents: Gutter[];

  constructor(rows: readonly Row[]) {
    const ink = rows.map((row) => row.items.filter((item) => !item.inkless));
    this.#left = ink.flat().reduce((min, item) => Math.min(min, item.x), Infinity);
    this.#strips = Math.min(2000, Math.max(1, Math.ceil(inkWidth(rows) / STRIP) || 1));
    this.#painted.push(new Uint16Array(this.#strips));
    this.#extents = ink.map((items) => ({
      left: items.reduce((min, item) => Math.min(min, item.x), Infinity),
      right: items.reduce((max, item) => Math.max(max, item.x + item.width), -Infinity),
    }));
    for (const items of ink) this.#painted.push(this.#addRow(items));
  }

  #addRow(items: readonly PlacedText[]): Uint16Array {
    const sums = Uint16Array.from(this.#painted.at(-1) ?? []);
    let next = 0;
    for (const item of items) {
      const from = Math.max(next, Math.floor((item.x - this.#left) / STRIP));
      const to = Math.min(this.#strips - 1, Math.floor((item.x + item.width - this.#left) / STRIP));
      for (let strip = from; strip <= to; strip++) sums[strip] = (sums[strip] ?? 0) + 1;
      next = Math.max(next, to + 1);
    }
    return sums;
  }

  /** The widest white run in the middle of rows `from` to `to` that has enough rows on both sides. */
  gutter(from: number, to: number): Gutter | undefined {
    const most = Math.floor((to - from) * MOST_PAINTED);
    const least = to - from < FEW_ROWS ? LEAST_GUTTER_OF_FEW : LEAST_GUTTER;
    const before = this.#painted[from];
    const after = this.#painted[to];
    if (before === undefined || after === undefined) return undefined;
    let best: Gutter | undefined;
    let start = -1;
    const last = Math.floor(this.#strips * (1 - MARGIN));
    for (let strip = Math.ceil(this.#strips * MARGIN); strip <= last + 1; strip++) {
      const white = strip <= last && (after[strip] ?? 0) - (before[strip] ?? 0) <= most;
      if (white && start < 0) start = strip;
      if (white || start < 0) continue;
      const run = { left: this.#left + start * STRIP, right: this.#left + strip * STRIP };
      start = -1;
      const width = run.right - run.left;
      if (width < least || (best !== undefined && width <= best.right - best.left)) continue;
      if (this.#hasBothSides(run, from, to)) best = run;
    }
    return best;
  }

  #hasBothSides(run: Gutter, from: number, to: number): boolean {
    let left = 0;
    let right = 0;
    for (const extent of this.#extents.slice(from, to)) {
      if (extent.left < run.left) left++;
      if (extent.right > run.right) right++;
    }
    return left >= LEAST_ROWS && right >= LEAST_ROWS;
  }
}
