import type { LogMatch, LogSummary } from './log-evidence.ts';

/** Matches kept whole at either end of a log. */
const SAMPLES = 3;
const MAX_VALUES = 20;
/** Newest times kept for each service: enough for a median, and 40 kB. */
const MAX_TIMES = 5000;

/** Adds up the matches of one pattern in memory that does not grow with the log. */
export interface LogTally {
  add(match: LogMatch): void;
  summary(): LogSummary;
}

export const NO_MATCH: LogSummary = {
  count: 0,
  samples: [],
  tallies: {},
  services: new Map(),
  firstTime: undefined,
  lastTime: undefined,
  periodMs: undefined,
};

export function createLogTally(): LogTally {
  const first: LogMatch[] = [];
  const last: LogMatch[] = [];
  const tallies = new Map<string, Map<string, number>>();
  const services = new Map<string, number>();
  const times = new Map<string, number[]>();
  let count = 0;

  const addTime = (service: string, time: Date): void => {
    const own = times.get(service) ?? [];
    own.push(time.getTime());
    if (own.length > 2 * MAX_TIMES) own.splice(0, own.length - MAX_TIMES);
    times.set(service, own);
  };
  return {
    add: (match) => {
      count += 1;
      if (first.length < SAMPLES) first.push(match);
      else {
        last.push(match);
        if (last.length > SAMPLES) last.shift();
      }
      for (const [name, value] of Object.entries(match.groups)) {
        const values = tallies.get(name) ?? new Map<string, number>();
        if (values.has(value) || values.size < MAX_VALUES) values.set(value, (values.get(value) ?? 0) + 1);
        tallies.set(name, values);
      }
      const service = match.service ?? '';
      services.set(service, (services.get(service) ?? 0) + 1);
      if (match.time !== undefined) addTime(service, match.time);
    },
    summary: () => {
      const all = [...times.values()].flat();
      return {
        count,
        samples: [...first, ...last],
        tallies: Object.fromEntries(tallies),
        services,
        firstTime: all.length === 0 ? undefined : new Date(all.reduce((a, b) => Math.min(a, b))),
        lastTime: all.length === 0 ? undefined : new Date(all.reduce((a, b) => Math.max(a, b))),
        periodMs: periodOf([...times.values()]),
      };
    },
  };
}

/** The median of the gaps between neighbours of one service: a pause, a restart or a burst moves it little. */
function periodOf(series: readonly (readonly number[])[]): number | undefined {
  const gaps = series
    .flatMap((times) => {
      const sorted = times.toSorted((a, b) => a - b);
      return sorted.slice(1).map((time, i) => time - (sorted[i] ?? time));
    })
    .sort((a, b) => a - b);
  if (gaps.length < 2) return undefined;
  const middle = gaps.length / 2;
  const low = gaps[Math.ceil(middle) - 1] ?? 0;
  const high = gaps[Math.floor(middle)] ?? 0;
  return (low + high) / 2;
}
