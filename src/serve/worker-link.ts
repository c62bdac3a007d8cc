import cluster from 'node:cluster';
import process from 'node:process';
import { z } from 'zod';
import { shareMetrics, TELL_MS, type Channel, type WorkerMetrics } from '../metrics/cluster.ts';
import { renderSnapshots, type Snapshot } from '../metrics/snapshot.ts';

/** What the primary sends to a worker that is to end. */
export const stopMessage = { kind: 'cvx:stop' } as const;

const stopSchema = z.object({ kind: z.literal('cvx:stop') });

/** A worker's line to the primary of `cvx serve`. */
export interface PrimaryLink {
  /** Aborts when the primary says so. */
  readonly stop: AbortSignal;
  /** The metrics of all workers, of which `own` is this one's. */
  renderAll(own: Snapshot): Promise<string>;
  /** From now on this worker's metrics are told. */
  share(snapshot: () => Promise<Snapshot>): void;
  listening(url: string): void;
  /** Tells the last counts and gives up the line. */
  leave(): Promise<void>;
}

/** The line, in a worker; undefined in a process of its own. */
export function linkToPrimary(): PrimaryLink | undefined {
  return cluster.isWorker ? joinPrimary() : undefined;
}

function joinPrimary(): PrimaryLink {
  const stop = new AbortController();
  let metrics: WorkerMetrics | undefined;
  let telling: NodeJS.Timeout | undefined;
  const channel: Channel = {
    send: (message) => {
      if (process.connected) process.send?.(message);
    },
    listen: (listener) => process.on('message', listener),
  };
  channel.listen((message) => {
    if (stopSchema.safeParse(message).success) stop.abort();
  });
  return {
    stop: stop.signal,
    renderAll: (own) => metrics?.renderAll(own) ?? renderSnapshots([own]),
    share(snapshot) {
      const shared = shareMetrics(channel, snapshot);
      telling = setInterval(() => void shared.tell(), TELL_MS).unref();
      metrics = shared;
    },
    listening: (url) => channel.send({ kind: 'cvx:listening', url }),
    async leave() {
      clearInterval(telling);
      await metrics?.tell();
      // Unlike the end of the line by itself it does not end the process: stores are closed after it.
      cluster.worker?.disconnect();
    },
  };
}
