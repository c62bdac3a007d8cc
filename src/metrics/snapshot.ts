import { AggregatorRegistry, type Registry } from 'prom-client';
import { z } from 'zod';

const valueSchema = z.object({
  value: z.number(),
  labels: z.record(z.string(), z.union([z.string(), z.number()])),
  metricName: z.string().optional(),
});

const metricSchema = z.object({
  name: z.string(),
  help: z.string(),
  type: z.enum(['counter', 'gauge', 'histogram', 'summary']),
  aggregator: z.enum(['omit', 'sum', 'first', 'min', 'max', 'average']),
  values: z.array(valueSchema),
});

/** All metrics of one process at one moment, as they travel between processes. */
export const snapshotSchema = z.array(metricSchema);
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What Prometheus 2 and 3 read; prom-client's OpenMetrics doubles `_total` in merged registries. */
export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Where prom-client's own choice hides something: the mean of several event loops hides the one that stands still, and
 * the start of the process is left out.
 */
const BETTER: Readonly<Record<string, Snapshot[number]['aggregator']>> = {
  process_start_time_seconds: 'min',
  nodejs_eventloop_lag_seconds: 'max',
  nodejs_eventloop_lag_mean_seconds: 'max',
  nodejs_eventloop_lag_stddev_seconds: 'max',
  nodejs_eventloop_lag_p50_seconds: 'max',
  nodejs_eventloop_lag_p90_seconds: 'max',
  nodejs_eventloop_lag_p99_seconds: 'max',
};

/** What an event loop that has not turned since the last look tells as its shortest turn: 2^63 ns. */
const NO_TURN_SECONDS = 2 ** 63 / 1e9;

/** As prom-client gives it: the mean of nothing is no number. */
const rawSchema = z.array(
  metricSchema
    .extend({ values: z.array(valueSchema.extend({ value: z.unknown() })) })
    .transform((metric) => ({
      ...metric,
      aggregator: BETTER[metric.name] ?? metric.aggregator,
      values: metric.values.flatMap(({ value, ...rest }) =>
        typeof value === 'number' && Number.isFinite(value) && value !== NO_TURN_SECONDS
          ? [{ value, ...rest }]
          : [],
      ),
    })),
);

/** The state of the registry now. Values that are no numbers are left out: JSON, and so the way to another process, has none. */
export async function takeSnapshot(registry: Registry): Promise<Snapshot> {
  const metrics: readonly object[] = await registry.getMetricsAsJSON();
  return rawSchema.parse(metrics);
}

/** One text for all processes, each metric by its own rule. Of what all see alike the first snapshot counts. */
export function renderSnapshots(snapshots: readonly Snapshot[]): Promise<string> {
  return AggregatorRegistry.aggregate([...snapshots]).metrics();
}

/**
 * `gone` and the last counts of a process that has ended, as one: without them the sum over all processes would fall.
 * What a process merely sees (gauges, the host's own counters) goes with it.
 */
export async function addDeparted(gone: Snapshot, last: Snapshot): Promise<Snapshot> {
  const counts = last.filter(
    ({ type, aggregator }) => aggregator === 'sum' && (type === 'counter' || type === 'histogram'),
  );
  const merged: readonly object[] = await AggregatorRegistry.aggregate([gone, counts]).getMetricsAsJSON();
  return snapshotSchema.parse(merged);
}
