import { describe, expect, it } from 'vitest';
import { isAfter, mergedMonths, monthsOf } from '../../src/domain/period.ts';

const now = '2026-11';
const length = (start: string, end?: string): number | undefined => {
  const interval = monthsOf(end === undefined ? { start } : { start, end }, now);
  return interval && interval.to - interval.from;
};

describe('monthsOf', () => {
  it.each([
    ['2019-03', '2021-06', 28],
    ['2019-03', '2019-03', 1],
    ['2017', '2020', 36],
    ['2019', '2019', 6],
    ['2026-10', undefined, 2],
    ['2026', undefined, 5],
    ['2021-06', '2019-03', undefined],
    ['2021', '2019', undefined],
  ])('%s to %s is %s months', (start, end, months) => {
    expect(length(start, end)).toBe(months);
  });
});

describe('mergedMonths', () => {
  it('counts what overlaps once', () => {
    expect(
      mergedMonths([
        { from: 0, to: 12 },
        { from: 6, to: 18 },
        { from: 20, to: 22 },
        { from: 1, to: 2 },
      ]),
    ).toBe(20);
    expect(mergedMonths([])).toBe(0);
  });
});

describe('isAfter', () => {
  it('is sure of months, and of a bare year only from the next one on', () => {
    expect(isAfter('2026-12', now)).toBe(true);
    expect(isAfter('2026-11', now)).toBe(false);
    expect(isAfter('2026', now)).toBe(false);
    expect(isAfter('2027', now)).toBe(true);
  });
});
