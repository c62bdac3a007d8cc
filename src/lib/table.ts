import stringWidth from 'string-width';
import { oneLine } from './terminal-text.ts';

export interface Column<T> {
  readonly title: string;
  readonly value: (row: T) => string;
  readonly align?: 'right';
  /** May be shortened to this many columns when the terminal is narrow. Without it the column keeps its width. */
  readonly min?: number;
  /** Applied after padding, so that widths are those of the plain text. */
  readonly style?: (text: string) => string;
}

export interface TableOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly head?: (text: string) => string;
}

const GAP = '  ';
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts `text` to `width` terminal columns, wide characters and emoji counted as the terminal does, `…` at the cut. */
export function truncate(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  if (width <= 0) return '';
  let used = 1;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Fills `text` with blanks to `width` terminal columns. */
export function pad(text: string, width: number, align?: 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

/** Lines of a table: a head, then one line for each row, none wider than the terminal. Cells are neutralised here. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[], options: TableOptions): string[] {
  const cells = rows.map((row) => columns.map((column) => oneLine(column.value(row))));
  const widths = fit(
    columns.map((column, i) =>
      Math.max(stringWidth(column.title), ...cells.map((row) => stringWidth(row[i] ?? ''))),
    ),
    columns.map((column) => column.min),
    options.width,
  );
  const render = (row: readonly string[], style: (column: Column<T>, text: string) => string): string =>
    columns
      .map((column, i) => {
        const width = widths[i] ?? 0;
        const text = truncate(row[i] ?? '', width);
        // Blanks at the end of a line would wrap in some terminals and dirty a copied one.
        const last = i === columns.length - 1 && column.align === undefined;
        return style(column, last ? text : pad(text, width, column.align));
      })
      .join(GAP)
      .trimEnd();
  const head = render(
    columns.map((column) => column.title),
    (_, text) => (options.head ?? ((t) => t))(text),
  );
  return [head, ...cells.map((row) => render(row, (column, text) => (column.style ?? ((t) => t))(text)))];
}

/** Takes what is too wide from the columns that may shrink, the widest first, one terminal column at a time. */
function fit(natural: readonly number[], minima: readonly (number | undefined)[], width: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, w) => sum + w, 0) + GAP.length * (widths.length - 1) - width;
  while (excess > 0) {
    let widest = -1;
    widths.forEach((w, i) => {
      const min = minima[i];
      if (min !== undefined && w > min && w > (widths[widest] ?? 0)) widest = i;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess--;
  }
  return widths;
}
