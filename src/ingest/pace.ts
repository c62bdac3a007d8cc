import type { Clock } from '../lib/clock.ts';

/** Long enough to even out a few slow files, short enough to follow a change. */
const WINDOW_MS = 10_000;

/** Before this much time has passed an estimate would jump about. */
const MIN_MS = 1000;

/** How fast the work goes. */
export interface Pace {
  /** Tells how much is done by now. A smaller number than before starts anew. */
  add(done: number): void;
  /** Per second, over the last ten seconds; undefined until it can be said. */
  rate(): number | undefined;
  /** Milliseconds until `total` is done, at the present rate. */
  etaMs(total: number): number | undefined;
}

export function createPace(clock: Clock): Pace {
  let samples: { readonly at: number; readonly done: number }[] = [];
  const rate = (): number | undefined => {
    const first = samples[0];
    const last = samples.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const ms = clock() - first.at;
    return ms < MIN_MS || last.done === first.done ? undefined : ((last.done - first.done) * 1000) / ms;
  };
  return {
    add(done) {
      const at = clock();
      const before = samples.at(-1);
      if (before !== undefined && done < before.done) samples = [];
      samples.push({ at, done });
      // The newest sample outside the window stays: it is where the window begins.
      while ((samples[1]?.at ?? Infinity) <= at - WINDOW_MS) samples.shift();
    },
    rate,
    etaMs(total) {
      const perSecond = rate();
      const done = samples.at(-1)?.done ?? 0;
      return perSecond === undefined ? undefined : Math.max(0, ((total - done) * 1000) / perSecond);
    },
  };
}
