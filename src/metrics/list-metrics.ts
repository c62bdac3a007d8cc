import { Registry } from 'prom-client';
import { METRICS } from './names.ts';
import type { MetricSpec } from './names/metric-spec.ts';
import { observeProcess } from './process.ts';
import { takeSnapshot } from './snapshot.ts';

export interface ListedMetric extends Pick<MetricSpec, 'type' | 'help' | 'labels' | 'by'> {
  readonly name: string;
}

/** Labels of those that come from prom-client, which tells them with the values only. */
const PROCESS_LABELS: Readonly<Record<string, readonly string[]>> = {
  nodejs_active_resources: ['type'],
  nodejs_active_handles: ['type'],
  nodejs_active_requests: ['type'],
  nodejs_heap_space_size_total_bytes: ['space'],
  nodejs_heap_space_size_used_bytes: ['space'],
  nodejs_heap_space_size_available_bytes: ['space'],
  nodejs_version_info: ['version', 'major', 'minor', 'patch'],
  nodejs_gc_duration_seconds: ['kind'],
};

/** Every metric that `cvx serve` or `cvx metrics` serves on this platform: cvx's own, then those of any Node.js process. */
export async function listMetrics(): Promise<readonly ListedMetric[]> {
  const specs: readonly (readonly [string, MetricSpec])[] = Object.entries(METRICS);
  const own = specs.map(([name, { type, help, labels, by }]) => ({ name, type, help, labels, by }));
  const registry = new Registry();
  observeProcess(registry);
  const process = (await takeSnapshot(registry)).flatMap(({ name, type, help }) =>
    type === 'summary' ? [] : [{ name, type, help, labels: PROCESS_LABELS[name] ?? [], by: 'both' as const }],
  );
  return [...own, ...process];
}
