import type { Config } from '../config/schema.ts';
import type { Context } from '../context.ts';
import type { IngestJob } from '../ingest/ingest.ts';
import { placesOf } from '../metrics/build-info.ts';
import { openMonitor, type Monitor, type MonitorParts } from '../metrics/monitor.ts';
import type { JobQueue } from '../stores/job-queue.ts';

interface ServeMonitorParts extends Pick<MonitorParts, 'load' | 'signal' | 'renderAll'> {
  readonly context: Context;
  readonly config: Config;
  readonly version: string;
}

/** The monitor of `cvx serve` over its open stores. Its queue is opened in the background, again until its server is there. */
export function openServeMonitor({ context, config, version, ...rest }: ServeMonitorParts): Monitor {
  const { store, index, cache } = context;
  const places = placesOf(config);
  let opening: Promise<JobQueue<IngestJob>> | undefined;
  const queue = (): Promise<JobQueue<IngestJob>> => {
    opening ??= context.openQueue<IngestJob>('across');
    opening.catch(() => (opening = undefined));
    return opening;
  };
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
