import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import { openContext, type Context } from '../../src/context.ts';
import type { Monitor } from '../../src/metrics/monitor.ts';
import { openServeMonitor } from '../../src/serve/open-monitor.ts';
import { sharedQueue } from '../../src/serve/shared-queue.ts';

export interface OpenedMonitor {
  readonly context: Context;
  readonly monitor: Monitor;
  close(): Promise<void>;
}

/** A monitor over real stores: those of `env`, embedded where it names none, in a data home of their own. */
export async function openTestMonitor(env: Readonly<Record<string, string>> = {}): Promise<OpenedMonitor> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-monitor-'));
  const stop = new AbortController();
  const { config } = await loadConfig({ env, cwd: home, home });
  const context = await openContext(config, {
    signal: stop.signal,
    command: 'serve',
    waitMs: 0,
    onNotice: () => undefined,
  });
  const monitor = openServeMonitor({
    context,
    config,
    queue: sharedQueue(context),
    version: '0.0.0',
    load: () => ({ running: 2, waiting: 1 }),
    signal: stop.signal,
  });
  return {
    context,
    monitor,
    close: async () => {
      stop.abort();
      await context.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
