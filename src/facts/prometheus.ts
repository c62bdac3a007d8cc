import { PROMETHEUS_FLAGS, PROMETHEUS_KEYS } from './tables/prometheus-options.ts';

/** A flag or key and how 2.53 and 3.5 take it: `ok`, or what happens. */
export interface PrometheusOption {
  readonly name: string;
  readonly in2: string;
  readonly in3: string;
  readonly note?: string;
}

const FLAGS = new Map(PROMETHEUS_FLAGS.map((row) => [row.name, row]));
const KEYS = new Map(PROMETHEUS_KEYS.map((row) => [row.name, row]));

/** By its name without a value: `--storage.tsdb.retention.time`. */
export function prometheusFlag(name: string): PrometheusOption | undefined {
  return FLAGS.get(name);
}

export function prometheusKey(name: string): PrometheusOption | undefined {
  return KEYS.get(name);
}
