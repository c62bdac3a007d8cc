import type { PlacedText } from './pdf-items.ts';
import { groupRows, median } from './pdf-rows.ts';
import type { Row } from './pdf-rows.ts';

/** Share of the font's height; a word space is 0.2 to 0.33, kerning stays under 0.1. */
const WORD_GAP = 0.15;
/** Above it two texts of a line are cells and not words: a date at the right edge, a label and its value. */
const CELL_GAP = 2;
/** A gap this much larger than the usual one begins a new block. */
const BLOCK_GAP = 1.3;
/** With fewer lines the usual gap cannot be told; then the font's own line height decides. */
const FEW_LINES = 4;
const BLOCK_GAP_OF_FEW = 1.7;

/** Text of one region of a page: a line per row, cells apart by a tab, a blank line between blocks. */
export function regionText(items: readonly PlacedText[]): string {
  const rows = groupRows(items);
  const gaps = rows.slice(1).map((row, index) => row.y - (rows[index]?.y ?? 0));
  const usual = median(gaps);
  let text = '';
  for (const [index, row] of rows.entries()) {
    if (index > 0) text += startsBlock(row, gaps[index - 1] ?? 0, usual, rows.length) ? '\n\n' : '\n';
    text += lineText(row);
  }
  return text;
}

function startsBlock(row: Row, gap: number, usual: number, lines: number): boolean {
  const size = Math.max(...row.items.map((item) => item.size));
  const limit = lines <= FEW_LINES ? BLOCK_GAP_OF_FEW * size : Math.max(BLOCK_GAP * usual, 1.2 * size);
  return gap > limit;
}

function lineText(row: Row): string {
  const backwards = row.items.filter((item) => item.rightToLeft).length * 2 > row.items.length;
  const items = backwards ? row.items.toReversed() : row.items;
  let line = '';
  let last: PlacedText | undefined;
  for (const item of items) {
    if (last !== undefined) line += separator(last, item, line);
    line += item.text;
    if (!item.inkless) last = item;
  }
  return joinLetterSpaced(line);
}

function separator(last: PlacedText, next: PlacedText, line: string): string {
  if (next.inkless) return '';
  const gap = next.x > last.x ? next.x - last.x - last.width : last.x - next.x - next.width;
  const size = Math.max(last.size, next.size);
  if (gap > CELL_GAP * size) return isMarker(line) ? ' ' : '\t';
  return next.blankBefore || gap > WORD_GAP * Math.min(last.size, next.size) ? ' ' : '';
}

/** A bullet or a number before the text of a list. */
function isMarker(line: string): boolean {
  return /^\s*(?:[^\p{L}\p{N}\s]{1,2}|\d{1,2}[.)])\s*$/u.test(line);
}

/** `E X P E R I E N C E`: designers space out headings. Only lines of nothing but single letters are joined. */
function joinLetterSpaced(line: string): string {
  return /^\s*\p{L}(?: \p{L}){3,}\s*$/u.test(line) ? line.replaceAll(' ', '') : line;
}
