import type { Registry } from 'prom-client';
import type { QueueCounts, QueueLag } from '../stores/job-queue.ts';
import type { Call } from '../lib/call.ts';
import { gauge } from './registry.ts';

/** What is asked of a queue. */
export interface CountedQueue {
  counts(call?: Call): Promise<QueueCounts>;
  lag(call?: Call): Promise<QueueLag>;
}

/** A queue that takes longer than a scrape interval's fraction is told by `cvx_store_up`; its figures are left out. */
const TIMEOUT_MS = 2000;

/** The one queue that there is. */
const queue = 'ingest';

/** Returns a look at the queue, for the background. It never rejects: a queue that cannot be asked has no figures. */
export function observeQueue(
  registry: Registry,
  find: () => Promise<CountedQueue | undefined>,
): () => Promise<void> {
  const depth = gauge(registry, 'cvx_queue_depth');
  const jobs = gauge(registry, 'cvx_queue_jobs');
  const lagging = gauge(registry, 'cvx_queue_lag_seconds');
  const workers = gauge(registry, 'cvx_queue_workers');
  return async () => {
    const seen = await lookAt(find).catch(() => undefined);
    if (seen === undefined) {
      for (const one of [depth, lagging, workers]) one.remove({ queue });
      jobs.reset();
      return;
    }
    const [{ waiting, running, dead }, lag] = seen;
    depth.set({ queue }, waiting + running);
    const states = { waiting: waiting - lag.delayed, delayed: lag.delayed, running, dead };
    for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, Math.max(0, count));
    lagging.set({ queue }, lag.oldestMs / 1000);
    workers.set({ queue }, lag.workers);
  };
}

async function lookAt(
  find: () => Promise<CountedQueue | undefined>,
): Promise<[QueueCounts, QueueLag] | undefined> {
  const found = await find();
  if (found === undefined) return undefined;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const call = { signal: stop.signal };
    return await Promise.all([found.counts(call), found.lag(call)]);
  } finally {
    clearTimeout(timer);
  }
}
