import type { Counter, Gauge, Registry } from 'prom-client';
import { READINGS, type ReadingName, type Readings, type StoreProbe } from '../stores/store-probe.ts';
import { METRICS, type MetricOf } from './names.ts';
import { counter, gauge } from './registry.ts';

type Series = Gauge<'store'> | Counter<'store'>;

/**
 * The figures that servers tell of themselves. Returns a look at each server, for the background; it never rejects: a
 * server that cannot be asked has no figures.
 */
export function observeReadings(registry: Registry, probes: readonly StoreProbe[]): (() => Promise<void>)[] {
  const series = new Map<ReadingName, Series>(READINGS.map((name) => [name, seriesOf(registry, name)]));
  return probes.map((probe) => async () => {
    const readings: Readings = await probe.read().catch(() => ({}));
    for (const [name, own] of series) {
      const labels = METRICS[name].labels.length === 0 ? {} : { store: probe.name };
      if (!name.startsWith(PREFIX[probe.name])) continue;
      own.remove(labels);
      const value = readings[name];
      // A server's counter starts again with the server, and is told as it is.
      if (value !== undefined && Number.isFinite(value)) own.inc(labels, value);
    }
  });
}

/** Which readings a probe gives, so that no other is taken away by it. */
const PREFIX: Readonly<Record<StoreProbe['name'], string>> = {
  embedded: 'cvx_store_',
  postgresql: 'cvx_postgres_',
  qdrant: 'cvx_qdrant_',
  redis: 'cvx_redis_',
  'redis-queue': 'cvx_redis_',
};

function seriesOf(registry: Registry, name: ReadingName): Series {
  const made = isCounter(name) ? counter(registry, name) : gauge(registry, name);
  if (METRICS[name].labels.length === 0) made.remove();
  return made;
}

function isCounter(name: ReadingName): name is ReadingName & MetricOf<'counter'> {
  return METRICS[name].type === 'counter';
}
