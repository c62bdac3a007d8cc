import type { Span } from '../../domain/profile.ts';

/**
 * The items that overlap `from`–`to`, of a list in reading order without overlaps. Two binary searches: extractors ask
 * this for every line, and a search of the whole list each time would make a long document cost its square.
 */
export const overlapping = <T>(
  items: readonly T[],
  spanOf: (item: T) => Span,
  from: number,
  to: number,
): readonly T[] => {
  const first = lowerBound(items, (item) => spanOf(item).end > from);
  const last = lowerBound(items, (item) => spanOf(item).start >= to);
  return items.slice(first, Math.max(first, last));
};

/** Index of the first item for which `holds`, where it holds for all that follow too; the length where it holds for none. */
const lowerBound = <T>(items: readonly T[], holds: (item: T) => boolean): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
};

const itself = (span: Span): Span => span;

/** {@link overlapping} for items that are spans. */
export const spansIn = <T extends Span>(spans: readonly T[], { start, end }: Span): readonly T[] =>
  overlapping(spans, itself, start, end);

/** Sorted by their start, those inside of another left out: what {@link spansIn} needs. */
export const inOrder = <T extends Span>(spans: readonly T[]): readonly T[] => {
  const ordered: T[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start))
    if (span.start >= (ordered.at(-1)?.end ?? 0)) ordered.push(span);
  return ordered;
};
