import type { Registry } from 'prom-client';
import { counter, histogram } from './registry.ts';

/** Parts of a search, in ms. A part that was not needed is absent. */
export interface SearchTimes {
  /** Turning the query into a vector. */
  readonly embed?: number;
  /** Both legs, as the index answers them. */
  readonly legs?: number;
  readonly dense?: number;
  readonly lexical?: number;
  /** Reading the people of the answer. */
  readonly people?: number;
}

/** What of a search report is counted. */
export interface CountedSearch {
  readonly query: { readonly mode: 'hybrid' | 'dense' | 'lexical' };
  readonly degraded: readonly string[];
  readonly milliseconds: number;
  /** Absent where the cache answered. */
  readonly times?: SearchTimes;
}

export function observeSearches(registry: Registry): (report: CountedSearch) => void {
  const durations = histogram(registry, 'cvx_search_duration_seconds');
  const stages = histogram(registry, 'cvx_search_stage_duration_seconds');
  const degraded = counter(registry, 'cvx_searches_degraded_total');
  return (report) => {
    durations.observe({ mode: report.query.mode }, report.milliseconds / 1000);
    if (report.degraded.length > 0) degraded.inc();
    const { embed, legs, dense, lexical, people } = report.times ?? {};
    for (const [stage, ms] of Object.entries({ embed, legs, dense, lexical, people }))
      if (ms !== undefined) stages.observe({ stage }, ms / 1000);
  };
}
