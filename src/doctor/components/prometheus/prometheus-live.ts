import type { Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { ScrapeTarget } from '../../live/live.ts';
import type { StaticTarget } from './prometheus-targets.ts';

/** What every Prometheus that was asked says of those of its targets that are meant. */
export function downSeen({ live }: Evidence, isMeant: (scrape: ScrapeTarget) => boolean): Seen[] {
  return [...live.prometheus.values()].flatMap((answer) =>
    (answer.seen ? answer.value.targets : [])
      .filter(isMeant)
      .map(({ url, lastError }) => ({ by: 'live', text: `Prometheus: ${url} is down: ${lastError}` })),
  );
}

/** Whether a scrape that fails goes to the host and port of a written target, at whatever path. */
export function isDownAt({ url, health }: ScrapeTarget, { target }: StaticTarget): boolean {
  return health === 'down' && URL.canParse(url) && new URL(url).host === target;
}

/** Whether a scrape is that of a written target, its path included. */
export function isScrapeOf({ url }: ScrapeTarget, { target, metricsPath }: StaticTarget): boolean {
  return url.endsWith(`${target}${metricsPath}`);
}
