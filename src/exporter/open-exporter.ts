import { Registry } from 'prom-client';
import { placesOf } from '../config/places.ts';
import type { Config } from '../config/schema.ts';
import type { Probes } from '../context/probes.ts';
import { observeBuild } from '../metrics/build-info.ts';
import { observeHost } from '../metrics/host.ts';
import { healthOf, type Reports } from '../metrics/monitor.ts';
import { observeProcess } from '../metrics/process.ts';
import { observeQueue } from '../metrics/queue.ts';
import { observeReadings } from '../metrics/readings.ts';
import { repeat } from '../metrics/repeat.ts';
import { renderSnapshots, takeSnapshot } from '../metrics/snapshot.ts';
import { watchStores } from '../metrics/store-watch.ts';

interface ExporterParts {
  readonly config: Config;
  readonly probes: Probes;
  readonly version: string;
  readonly signal: AbortSignal;
}

/** Well within a scrape interval (15 s as a rule). */
const LOOK_MS = 5000;

/** Begins to look at once; a scrape only reads memory. */
export function openExporter({ config, probes, version, signal }: ExporterParts): Reports {
  const registry = new Registry();
  observeProcess(registry);
  observeBuild(registry, { version, command: 'metrics', ...placesOf(config) });
  const stores = watchStores(registry, probes.stores);
  const looks = [
    () => stores.look(),
    observeHost(registry, config.home),
    observeQueue(registry, probes.queue),
    ...observeReadings(registry, probes.stores),
  ];
  // Each on its own, so that a server that hangs holds up no other.
  for (const look of looks) void repeat(look, { everyMs: LOOK_MS, signal });
  return {
    health: () => healthOf(stores),
    render: async () => renderSnapshots([await takeSnapshot(registry)]),
  };
}
