export interface ScrapeInterval {
  readonly intervalMs: number;
  /** Requests that reach Redis for each line that it writes. */
  readonly requestsPerLine: number;
  /** For a person: `a line every 90 s means a scrape every 30 s, 3 for each line`. */
  readonly reason: string;
}

/** Redis writes the line only when more than 60 s have passed since the last one: `llabs(now-logged_time) > 60`, src/networking.c. */
export const REDIS_ATTACK_LINE_MS = 60_000;
/** Intervals that Prometheus is given in practice; its own default is one minute, which therefore comes before two. */
const USUAL_SECONDS = [15, 30, 60, 10, 5, 20, 45, 1, 120, 300, 600];
/** Redis compares whole seconds, and a scrape is some milliseconds late. */
const TOLERANCE_MS = 2500;

/** The scrape interval that makes Redis write its line with this period: it writes at the first scrape after more than 60 s. */
export function inferScrapeInterval(periodMs: number): ScrapeInterval | undefined {
  const fitting = USUAL_SECONDS.map((seconds) => {
    const intervalMs = seconds * 1000;
    const requestsPerLine = Math.floor(REDIS_ATTACK_LINE_MS / intervalMs) + 1;
    return { intervalMs, requestsPerLine, off: Math.abs(periodMs - requestsPerLine * intervalMs) };
  }).filter(({ off }) => off <= TOLERANCE_MS);
  const [best] = fitting.toSorted((a, b) => a.off - b.off);
  if (best === undefined) return undefined;
  const { intervalMs, requestsPerLine } = best;
  const each = requestsPerLine === 1 ? 'one for each line' : `${requestsPerLine} for each line`;
  const reason = `a line every ${Math.round(periodMs / 1000)} s means a scrape every ${intervalMs / 1000} s, ${each}`;
  return { intervalMs, requestsPerLine, reason };
}
