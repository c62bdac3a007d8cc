import type { MetricSpec } from './names/metric-spec.ts';
import { SERVE_METRICS } from './names/serve-metrics.ts';
import { SERVER_METRICS } from './names/server-metrics.ts';
import { SHARED_METRICS } from './names/shared-metrics.ts';

/**
 * Every metric of cvx's own, by name: what alert rules, dashboards and `cvx metrics --list` go by. Base units, `_total` for
 * counters. The values of each label come from a closed list.
 */
export const METRICS = {
  ...SHARED_METRICS,
  ...SERVE_METRICS,
  ...SERVER_METRICS,
} as const satisfies Readonly<Record<string, MetricSpec>>;

export type MetricName = keyof typeof METRICS;

/** Names of one type: `MetricOf<'gauge'>`. */
export type MetricOf<T extends MetricSpec['type']> = {
  [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never;
}[MetricName];

export type LabelOf<N extends MetricName> = (typeof METRICS)[N]['labels'][number];
