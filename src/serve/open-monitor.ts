import { placesOf } from '../config/places.ts';
import type { Config } from '../config/schema.ts';
import type { Context } from '../context.ts';
import { openMonitor, type Monitor, type MonitorParts } from '../metrics/monitor.ts';
import type { SharedQueue } from './shared-queue.ts';

interface ServeMonitorParts extends Pick<MonitorParts, 'load' | 'signal' | 'renderAll'> {
  readonly context: Context;
  readonly config: Config;
  /** Opened in the background, where there is one, again until its server is there. */
  readonly queue: SharedQueue;
  readonly version: string;
}

/** The monitor of `cvx serve` over its open stores. */
export function openServeMonitor({ context, config, queue, version, ...rest }: ServeMonitorParts): Monitor {
  const { store, index, cache } = context;
  const places = placesOf(config);
  return openMonitor({
    ...rest,
    info: { version, command: 'serve', ...places },
    store,
    index,
    cache,
    pools: () => context.pools(),
    queue: places.queue === 'redis' ? queue : async () => undefined,
    home: config.home,
  });
}
