import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from '../../../src/serve/access/turns.ts';
import { Refusal } from '../../../src/serve/problem.ts';

const { signal } = new AbortController();

/** Work that ends when it is told to. */
function held(): { readonly work: () => Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { work: () => done, end: () => end() };
}

test('no more than allowed run at once, the others in the order in which they came', async () => {
  const turns = createTurns({
    atOnce: 2,
    maxWaitMs: 10_000,
  });
  const order: number[] = [];
  let most = 0;
  await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      turns.take(async () => {
        order.push(i);
        most = Math.max(most, turns.load().running);
        await sleep(2);
      }, signal),
    ),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(most).toBe(2);
  expect(turns.load()).toEqual({ running: 0, waiting: 0 });
});

test('work that fails gives its turn back', async () => {
  const turns = createTurns({ atOnce: 1, maxWaitMs: 1000 });
  await expect(turns.take(() => Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  expect(await turns.take(() => Promise.resolve('yes'), signal)).toBe('yes');
});

test('who waits too long is refused, and leaves no gap', async () => {
  const turns = createTurns({ atOnce: 1, maxWaitMs: 20 });
  const first = held();
  const running = turns.take(first.work, signal);
  await expect(turns.take(() => Promise.resolve(), signal)).rejects.toBeInstanceOf(Refusal);
  expect(turns.load()).toEqual({ running: 1, waiting: 0 });
  first.end();
  await running;
  expect(await turns.take(() => Promise.resolve('yes'), signal)).toBe('yes');
});

test('who leaves while waiting takes no turn', async () => {
  const turns = createTurns({
    atOnce: 1,
    maxWaitMs: 10_000,
  });
  const first = held();
  const running = turns.take(first.work, signal);
  const leaver = new AbortController();
  let ran = false;
  const left = turns.take(async () => void (ran = true), leaver.signal);
  const stays = turns.take(() => Promise.resolve('yes'), signal);
  leaver.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  first.end();
  await running;
  expect([await stays, ran]).toEqual(['yes', false]);
  await expect(turns.take(() => Promise.resolve(), leaver.signal)).rejects.toThrow('left');
});

test('once it is known how long work takes, a hopeless wait is refused at once', async () => {
  let now = 0;
  const turns = createTurns({
    atOnce: 2,
    maxWaitMs: 1000,
    clock: () => now,
  });
  const take = async (ms: number): Promise<void> =>
    turns.take(async () => {
      now += ms;
    }, signal);
  await take(400);
  const [a, b] = [held(), held()];
  const running = [turns.take(a.work, signal), turns.take(b.work, signal)];
  // Two at a time, 400 ms each: the fifth to wait would get its turn after a second.
  const waiting = Array.from({ length: 5 }, () => turns.take(() => Promise.resolve(), signal));
  expect(turns.isFull()).toBe(true);
  await expect(turns.take(() => Promise.resolve(), signal)).rejects.toMatchObject({ status: 503 });
  a.end();
  b.end();
  await Promise.all([...running, ...waiting]);
  expect(turns.isFull()).toBe(false);
});

test('a burst may wait long, a queue that stands may not, and once it is over a burst may again', async () => {
  let now = 0;
  const work = async (): Promise<void> => void (now += 100);
  const turns = createTurns({ atOnce: 1, maxWaitMs: 1000, standingWaitMs: 200, clock: () => now });
  await turns.take(work, signal);
  const first = held();
  const running = [turns.take(first.work, signal)];
  /** How many more may wait. */
  const room = (): number => {
    const before = running.length;
    while (!turns.isFull()) running.push(turns.take(work, signal));
    return running.length - before;
  };
  expect(room()).toBe(10);
  // Others come all the time.
  for (let i = 0; i < 6; i += 1) {
    now += 200;
    expect(room()).toBe(0);
  }
  first.end();
  await Promise.all(running.splice(0));

  const second = held();
  running.push(turns.take(second.work, signal));
  expect(room()).toBeLessThanOrEqual(2);
  // Nobody comes for a while.
  now += 1001;
  expect(room()).toBeGreaterThan(2);
  second.end();
  await Promise.all(running);
});
