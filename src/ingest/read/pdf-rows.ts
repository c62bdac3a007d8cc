import type { PlacedText } from './pdf-items.ts';

/** Points; below the line spacing of the smallest print, above the rise of a superscript. */
const ROW_TOLERANCE = 3.5;

export interface Row {
  readonly y: number;
  readonly items: readonly PlacedText[];
}

/** Items whose baselines lie within 3.5 points of the first one's, from top to bottom and left to right. */
export function groupRows(items: readonly PlacedText[]): Row[] {
  const sorted = items.toSorted((a, b) => a.y - b.y || a.x - b.x || a.order - b.order);
  const rows: { y: number; items: PlacedText[] }[] = [];
  for (const item of sorted) {
    const row = rows.at(-1);
    if (row !== undefined && item.y - row.y <= ROW_TOLERANCE) row.items.push(item);
    else rows.push({ y: item.y, items: [item] });
  }
  for (const row of rows) row.items.sort((a, b) => a.x - b.x || a.order - b.order);
  return rows;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
