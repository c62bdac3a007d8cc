import { collectDefaultMetrics, type Registry } from 'prom-client';

/**
 * Gauges of prom-client whose names promtool rejects, since `_total` is for counters. Their parts by type stay
 * (`nodejs_active_resources`).
 */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

/** The `process_*` and `nodejs_*` metrics that dashboards for Node.js know: CPU, memory, files, event loop, heap, collections. */
export function observeProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
