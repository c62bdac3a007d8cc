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

const WRONG = WRONG_METRIC_NAMES.flatMap((fact) =>
  // Facts are written for people: `a / b` and `a, b` name several, `a > 80` an expression, `a*` all that begin so.
  [...fact.wrong.matchAll(/[a-z]\w*_\w+\*?/gi)]
    .map(([name]) => name)
    .filter((name) => exportersOf(name).length === 0)
    .map((name) => ({ fact, prefix: name.endsWith('*') ? name.slice(0, -1) : undefined, name })),
);

/** A name that people write and that no known exporter prints. */
export function wrongMetricName(name: string): WrongMetricName | undefined {
  return WRONG.find((one) => (one.prefix === undefined ? one.name === name : name.startsWith(one.prefix)))
    ?.fact;
}
