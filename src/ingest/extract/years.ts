import type { Found, ProfileFlag, YearMonth } from '../../domain/profile.ts';
import { type MonthInterval, isAfter, mergedMonths, monthsOf } from '../../domain/period.ts';
import type { DateRange } from './dates.ts';
import type { FoundPosition } from './experience.ts';

/** Months that dates cover; undefined where they are reversed, in the future, or absent, and the flag that says so. */
export const intervalOf = (date: DateRange | undefined, now: YearMonth): MonthInterval | ProfileFlag => {
  if (date?.start === undefined) return 'positions-undated';
  if (isAfter(date.start, now)) return 'dates-in-future';
  const future = date.end !== undefined && isAfter(date.end, now);
  const end = future || date.current ? undefined : date.end;
  const interval = monthsOf(end === undefined ? { start: date.start } : { start: date.start, end }, now);
  return interval ?? 'dates-reversed';
};

/** Years of experience: overlaps count once, what cannot be counted is left out and flagged. */
export const countYears = (
  positions: readonly FoundPosition[],
  now: YearMonth,
): { readonly years?: Found<number>; readonly flags: readonly ProfileFlag[] } => {
  const intervals = positions.map(({ date }) => intervalOf(date, now));
  const counted = intervals.filter((interval) => typeof interval !== 'string');
  const flags = [...new Set(intervals.filter((interval) => typeof interval === 'string'))];
  if (
    positions.some(({ date }) => date?.end !== undefined && isAfter(date.end, now)) &&
    !flags.includes('dates-in-future')
  )
    flags.push('dates-in-future');
  if (counted.length === 0) return { flags };
  const dated = positions.filter((_, index) => typeof intervals[index] !== 'string');
  const at = {
    start: Math.min(...dated.map(({ at: { start } }) => start)),
    end: Math.max(...dated.map(({ at: { end } }) => end)),
  };
  return { years: { value: Math.round((mergedMonths(counted) / 12) * 10) / 10, at }, flags };
};
