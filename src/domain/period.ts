import type { YearMonth } from './profile.ts';

/** Months since year 0, `to` exclusive: `{ from: 2019 * 12, to: 2019 * 12 + 1 }` is January 2019. */
export interface MonthInterval {
  readonly from: number;
  readonly to: number;
}

/** A stretch of time as a CV gives it. `end` is absent while it lasts. */
export interface Period {
  readonly start: YearMonth;
  readonly end?: YearMonth;
}

const hasMonth = (date: YearMonth): boolean => date.length > 4;

const year = (date: YearMonth): number => Number(date.slice(0, 4));

/** Where a bound lies, in months: a year without a month lies at its middle, where the error is least. */
const monthOf = (date: YearMonth): number =>
  year(date) * 12 + (hasMonth(date) ? Number(date.slice(5)) - 1 : 6);

/**
 * The months that a period covers. The month of the end counts in full, as employers count it; `now` stands for an
 * absent end. Bounds that are only years lie at mid-year, so `2017–2020` is 36 months, what a reader gets by
 * subtracting; within one year that would be nothing, so `2019` is taken as its middle half.
 * Undefined where the end lies before the start.
 */
export const monthsOf = (period: Period, now: YearMonth): MonthInterval | undefined => {
  const end = period.end ?? now;
  const from = monthOf(period.start);
  const to = monthOf(end) + (hasMonth(end) ? 1 : 0);
  if (to > from) return { from, to };
  const withinOneYear = year(end) === year(period.start) && !(hasMonth(end) && hasMonth(period.start));
  return withinOneYear ? { from: year(end) * 12 + 3, to: year(end) * 12 + 9 } : undefined;
};

/** Number of months in the union: what overlaps counts once. */
export const mergedMonths = (intervals: readonly MonthInterval[]): number => {
  let months = 0;
  let reached = -Infinity;
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    months += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return months;
};

/** Negative, 0 or positive, for sorting; a year counts as its middle. */
export const compareDates = (a: YearMonth, b: YearMonth): number => monthOf(a) - monthOf(b);

/** True where `date` surely lies after `now`: a bare year only from the next year on. */
export const isAfter = (date: YearMonth, now: YearMonth): boolean =>
  hasMonth(date) && hasMonth(now) ? monthOf(date) > monthOf(now) : year(date) > year(now);
