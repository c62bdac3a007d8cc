import { EXPORTER_METRICS, WRONG_METRIC_NAMES } from './tables/metric-names.ts';

/** The names that one exporter was seen to print. */
export interface ExporterMetrics {
  readonly exporter: string;
  readonly version: string;
  readonly metrics: readonly string[];
}

/** A name or expression that people write, and the one that exists. */
export interface WrongMetricName {
  readonly wrong: string;
  readonly right: string;
}

/** An alert whose expression was run by promtool and against real exporters. */
export interface AlertRuleFact {
  readonly alert: string;
  readonly exporter: string;
  readonly expr: string;
  readonly for: string;
  readonly metrics: readonly string[];
  /** The requirement it stands for. */
  readonly requirement?: string;
  readonly note?: string;
  /** `live` where a series came back. */
  readonly verified: string;
}

const EXPORTERS = new Map<string, Set<string>>();
for (const { exporter, metrics } of EXPORTER_METRICS)
  EXPORTERS.set(exporter, new Set([...(EXPORTERS.get(exporter) ?? []), ...metrics]));

/** The exporters that print a metric, histogram endings included; empty where none of the known ones does. */
export function exportersOf(metric: string): readonly string[] {
  const base = metric.replace(/_(?:bucket|sum|count)$/, '');
  return [...EXPORTERS].flatMap(([exporter, names]) =>
    names.has(metric) || names.has(base) ? [exporter] : [],
  );
}

export function wrongMetricName(name: string): WrongMetricName | undefined {
  return WRONG_METRIC_NAMES.find(({ wrong }) => wrong.split(' / ').includes(name));
}
