import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../../../lib/call.ts';
import type { DeadLetter, DeadLetters } from '../../job-queue.ts';
import type { Link } from './link.ts';
import { GROUP } from './scripts.ts';

/** Keys in one script: some hundreds of kB at most, and no pause for other clients that they would notice. */
const BATCH = 100;

/** How often a full queue is asked for room. */
const FULL_MS = 100;

export function redisDeadLetters<P>(link: Link, bound: number): DeadLetters<P> {
  const revive = async (
    what: 'retry' | 'drop',
    all: readonly string[],
    call: Call | undefined,
  ): Promise<number> => {
    link.check();
    let found = 0;
    for (let at = 0; at < all.length;) {
      const batch = all.slice(at, at + BATCH);
      const [looked, some] = await link.send(
        (client, keys) => client.cvxRevive(...keys, GROUP, bound, what, ...batch),
        call,
      );
      at += looked;
      found += some;
      if (looked < batch.length) await sleep(FULL_MS, undefined, call?.signal && { signal: call.signal });
    }
    return found;
  };
  return {
    list: async ({ limit, after }, call) => {
      const rows = await link.send(
        (client, keys) =>
          client.xrange(keys[3], after === undefined ? '-' : `(${after}`, '+', 'COUNT', limit),
        call,
      );
      return rows.map(([id, fields]) => deadLetter<P>(id, fields));
    },
    retry: (keys, call) => revive('retry', keys, call),
    drop: (keys, call) => revive('drop', keys, call),
  };
}

function deadLetter<P>(id: string, flat: readonly string[]): DeadLetter<P> {
  const text = (name: string): string => flat[flat.indexOf(name) + 1] ?? '';
  return {
    id,
    key: text('key'),
    // Written by add() with the same P; the queue's name says which.
    payload: JSON.parse(text('payload')) as P,
    reason: text('reason'),
    attempts: Number(text('tries')),
    // A stream's ids begin with the server's time in ms.
    diedAt: new Date(Number(id.split('-')[0])),
  };
}
