import { type Clock, monotonic } from '../../lib/clock.ts';
import type { RequestLoad } from '../../metrics/requests.ts';
import { overloaded } from './admission.ts';
import { type Arrivals, createArrivals } from './arrivals.ts';

export interface TurnsOptions {
  /** Pieces of work done at once. */
  readonly atOnce: number;
  /** How long one may wait for its turn. */
  readonly maxWaitMs: number;
  /** The same once more has come than can be done for `maxWaitMs`; where work takes longer, as long as that. */
  readonly standingWaitMs?: number;
  /** Looked at before each piece of work. */
  readonly arrivals?: Pick<Arrivals, 'settled'>;
  readonly clock?: Clock;
}

/**
 * Work waits in order for its turn, but only as long as it is likely to get one: under overload the rest is refused early. A
 * burst may wait longer than a queue that stands: that one serves nobody better for being long, it only makes all of them wait
 * (CoDel, RFC 8289; for requests: Maurer, "Fail at Scale", ACM Queue 13(8), 2015). Other than there it is asked when work
 * arrives and not when its turn comes, so that whoever is refused knows at once.
 */
export interface Turns {
  /** Rejects with Refusal 503 where the wait would be, or is, too long, and with the signal's reason once it aborts. */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Whether `take` would refuse now: asked before a body is read. */
  isFull(): boolean;
  load(): RequestLoad;
}

/** Weight of the newest time in the running mean: the last twenty or so count. */
const NEWEST = 0.1;

/** Says of each wait that somebody would have whether it is too long; `leastMs` is never too long where the queue stands. */
function patience({
  maxWaitMs,
  standingWaitMs = maxWaitMs,
  clock = monotonic,
}: TurnsOptions): (waitMs: number, leastMs: number) => boolean {
  /** When the first and the last came who had more than the short wait before them, none of them long after another. */
  let strained = { from: -Infinity, to: -Infinity };
  return (waitMs, leastMs) => {
    if (waitMs <= Math.min(maxWaitMs, Math.max(standingWaitMs, leastMs))) return false;
    const now = clock();
    strained = { from: now - strained.to > maxWaitMs ? now : strained.from, to: now };
    return waitMs > maxWaitMs || now - strained.from > maxWaitMs;
  };
}

interface Waiting {
  readonly start: () => void;
}

export function createTurns(options: TurnsOptions): Turns {
  const { atOnce, maxWaitMs, arrivals = createArrivals(), clock = monotonic } = options;
  const queue = new Set<Waiting>();
  let running = 0;
  let meanMs = 0;
  const tooLong = patience(options);

  const isFull = (): boolean => {
    if (running < atOnce) return false;
    // Little's law: so many before it, `atOnce` at a time, each for about this long. With as many waiting as are at work, none of
    // the places is ever free meanwhile.
    return tooLong(((queue.size + 1) * meanMs) / atOnce, meanMs);
  };

  const enter = (signal: AbortSignal): Promise<void> => {
    if (running < atOnce && queue.size === 0) {
      running += 1;
      return Promise.resolve();
    }
    if (isFull()) return Promise.reject(overloaded());
    return wait(queue, signal, maxWaitMs);
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
        await arrivals.settled();
        return await work();
      } finally {
        exit(startedAt);
      }
    },
    isFull,
    load: () => ({ running, waiting: queue.size }),
  };
}

/** Resolves when somebody starts it. */
function wait(queue: Set<Waiting>, signal: AbortSignal, maxWaitMs: number): Promise<void> {
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
}
