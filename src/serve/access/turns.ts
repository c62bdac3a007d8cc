import { setImmediate as nextLoop } from 'node:timers/promises';
import { type Clock, monotonic } from '../../lib/clock.ts';
import type { Load } from '../serve-app.ts';
import { overloaded } from './admission.ts';

export interface TurnsOptions {
  /** Pieces of work done at once. */
  readonly atOnce: number;
  /** How long one may wait for its turn. */
  readonly maxWaitMs: number;
  readonly clock?: Clock;
}

/** Work waits in order for its turn, but only as long as it is likely to get one: under overload the rest is refused early. */
export interface Turns {
  /** Rejects with Refusal 503 where the wait would be, or is, too long, and with the signal's reason once it aborts. */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Whether `take` would refuse now: asked before a body is read. */
  isFull(): boolean;
  load(): Load;
}

/** Weight of the newest time in the running mean: the last twenty or so count. */
const NEWEST = 0.1;

interface Waiting {
  readonly start: () => void;
}

export function createTurns({ atOnce, maxWaitMs, clock = monotonic }: TurnsOptions): Turns {
  const queue = new Set<Waiting>();
  let running = 0;
  let meanMs = 0;

  // Little's law: so many before it, `atOnce` at a time, each for about this long.
  const isFull = (): boolean => running >= atOnce && ((queue.size + 1) * meanMs) / atOnce > maxWaitMs;

  const enter = (signal: AbortSignal): Promise<void> => {
    if (running < atOnce && queue.size === 0) {
      running += 1;
      return Promise.resolve();
    }
    if (isFull()) return Promise.reject(overloaded());
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        queue.delete(waiting);
      };
      const waiting: Waiting = {
        start: () => {
          leave();
          resolve();
        },
      };
      const onAbort = (): void => {
        leave();
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        leave();
        reject(overloaded());
      }, maxWaitMs);
      signal.addEventListener('abort', onAbort, { once: true });
      queue.add(waiting);
    });
  };

  const exit = (startedAt: number): void => {
    const ms = clock() - startedAt;
    meanMs = meanMs === 0 ? ms : meanMs + NEWEST * (ms - meanMs);
    // The turn goes to the next one without becoming free in between.
    const [next] = queue;
    if (next === undefined) running -= 1;
    else next.start();
  };

  return {
    async take(work, signal) {
      signal.throwIfAborted();
      await enter(signal);
      const startedAt = clock();
      try {
        // An embedded store computes in this thread and never waits, so one piece of work would follow the other without a
        // look at the network; whoever came meanwhile would wait unseen, where nobody can refuse them.
        await nextLoop();
        return await work();
      } finally {
        exit(startedAt);
      }
    },
    isFull,
    load: () => ({ running, waiting: queue.size }),
  };
}
