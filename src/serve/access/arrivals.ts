import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Turns of the event loop before the next piece of work. Each accepts a connection or answers it, at some 0.4 ms, so work gets
 * half of the time even where more comes than can be refused. Not a time: another search may run in between, which is no look.
 */
const MOST_TURNS = 64;

/** The first may end what has begun already: an immediate that is set while I/O is handled runs without another look at it. */
const QUIET_TURNS = 2;

/** What has come over the network, told by listen.ts. */
export interface Arrivals {
  /** A connection or a request has come. */
  tell(): void;
  /** Resolves once the event loop has looked at the network and found nothing new. */
  settled(): Promise<void>;
}

/**
 * An embedded store computes in this thread and never waits, so one search would follow the other without a look at the network.
 * One turn of the event loop is not enough of a look: it accepts one connection (libuv since
 * https://github.com/libuv/libuv/pull/3696), so while searches take 30 ms, 33 a second would get in, and the others would wait
 * seconds in the kernel, where nobody can refuse them.
 */
export function createArrivals(): Arrivals {
  let come = 0;
  return {
    tell: () => void (come += 1),
    async settled() {
      for (let quiet = 0, turns = 0; quiet < QUIET_TURNS && turns < MOST_TURNS; turns += 1) {
        const before = come;
        await nextTurn();
        quiet = come === before ? quiet + 1 : 0;
      }
    },
  };
}
