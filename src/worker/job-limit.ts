export interface LimitBounds {
  readonly min: number;
  readonly max: number;
}

/** Jobs at once from now on: doubled while more than that wait, one fewer each time that nothing waits. */
export function nextLimit(limit: number, waiting: number, { min, max }: LimitBounds): number {
  if (waiting > limit) return Math.min(max, limit * 2);
  return waiting === 0 ? Math.max(min, limit - 1) : limit;
}

/** How many jobs a worker may run now. */
export interface JobLimit {
  /** For `WorkOptions.limit`: 0 while the memory is above its threshold. */
  readonly now: () => number;
  /** Takes note of how many jobs wait; call it every second or so. */
  readonly follow: (waiting: number) => void;
}

export interface JobLimitOptions extends LimitBounds {
  /** MB of resident memory above which no job is taken; undefined for no threshold. */
  readonly thresholdMb: number | undefined;
  /** Resident memory of this process in bytes. */
  readonly rss: () => number;
  /** Told at each crossing of the threshold. */
  readonly onPause: (paused: boolean, mb: number) => void;
}

export function jobLimit({ min, max, thresholdMb = Infinity, rss, onPause }: JobLimitOptions): JobLimit {
  let limit = min;
  let paused = false;
  return {
    now: () => {
      const mb = rss() / 1024 / 1024;
      if (mb > thresholdMb !== paused) {
        paused = !paused;
        onPause(paused, Math.round(mb));
      }
      return paused ? 0 : limit;
    },
    follow: (waiting) => {
      limit = nextLimit(limit, waiting, { min, max });
    },
  };
}
