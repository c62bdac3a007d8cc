import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { judgeHealth } from '../../src/metrics/health.ts';
import { watchStores } from '../../src/metrics/store-watch.ts';
import { valueOf } from './exposition.ts';

/** A clock that stands until it is moved. */
function handClock(): { now: () => number; move: (ms: number) => void } {
  let at = 0;
  return { now: () => at, move: (ms) => (at += ms) };
}

test('any number of callers cost one check, and one a second at most', async () => {
  const clock = handClock();
  let pings = 0;
  const watch = watchStores(
    new Registry(),
    [
      {
        name: 'redis',
        ping: async () => {
          pings += 1;
        },
      },
    ],
    { clock: clock.now },
  );
  await Promise.all([watch.look(), watch.look(), watch.look()]);
  clock.move(999);
  await watch.look();
  expect(pings).toBe(1);
  clock.move(1);
  await watch.look();
  expect(pings).toBe(2);
});

test('a store that hangs is down, is waited for once, and is asked anew only after a while', async () => {
  const clock = handClock();
  const registry = new Registry();
  const answers: (() => void)[] = [];
  const ping = (): Promise<void> => new Promise((resolve) => answers.push(resolve));
  const watch = watchStores(registry, [{ name: 'postgresql', ping }], {
    clock: clock.now,
    timeoutMs: 5,
    freshMs: 0,
  });
  for (let look = 0; look < 5; look += 1) {
    expect(await watch.look()).toMatchObject([{ up: false, latencyMs: look * 1000 }]);
    clock.move(1000);
  }
  expect(answers).toHaveLength(1);
  const text = await registry.metrics();
  expect(valueOf(text, 'cvx_store_up', 'store="postgresql"')).toBe(0);
  expect(valueOf(text, 'cvx_store_latency_seconds', 'store="postgresql"')).toBe(4);
  expect(valueOf(text, 'cvx_store_check_age_seconds', 'store="postgresql"')).toBe(1);
  clock.move(6000);
  await watch.look();
  expect(answers).toHaveLength(2);
  answers[1]!();
  await new Promise(setImmediate);
  const asked = watch.look();
  expect(answers).toHaveLength(3);
  answers[2]!();
  expect(await asked).toMatchObject([{ up: true }]);
  expect(valueOf(await registry.metrics(), 'cvx_store_up', 'store="postgresql"')).toBe(1);
});

test('a store that was never looked at is told as down, without a latency', async () => {
  const registry = new Registry();
  watchStores(registry, [{ name: 'qdrant', ping: async () => undefined }]);
  const text = await registry.metrics();
  expect(valueOf(text, 'cvx_store_up', 'store="qdrant"')).toBe(0);
  expect(valueOf(text, 'cvx_store_latency_seconds', 'store="qdrant"')).toBeUndefined();
});

test('an error of one store is its own', async () => {
  const watch = watchStores(new Registry(), [
    { name: 'redis', ping: () => Promise.reject(new Error('refused')) },
    { name: 'postgresql', ping: async () => undefined },
  ]);
  expect((await watch.look()).map(({ name, up }) => ({ name, up }))).toEqual([
    { name: 'redis', up: false },
    { name: 'postgresql', up: true },
  ]);
});

test.each([
  { down: [], status: 'ok' },
  { down: ['redis'], status: 'degraded' },
  { down: ['qdrant', 'redis', 'redis-queue'], status: 'degraded' },
  { down: ['postgresql'], status: 'down' },
  { down: ['embedded'], status: 'down' },
])('with $down down it is $status', ({ down, status }) => {
  const names = ['embedded', 'postgresql', 'qdrant', 'redis', 'redis-queue'] as const;
  const health = judgeHealth(
    names.map((name) => ({ name, up: !down.some((one) => one === name), latencyMs: 1.234_56 })),
  );
  expect(health.status).toBe(status);
  expect(health.stores[0]?.latencyMs).toBe(1.23);
});
