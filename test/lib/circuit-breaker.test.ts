import { expect, test } from 'vitest';
import { circuitBreaker } from '../../src/lib/circuit-breaker.ts';
import { CvxError } from '../../src/lib/errors.ts';

const down = () =>
  Promise.reject(new CvxError('CVX_STORE_UNAVAILABLE', 'nobody there', { hint: 'start it' }));
const up = () => Promise.resolve('up');

function setUp(): { call: ReturnType<typeof circuitBreaker>; pass: (ms: number) => void } {
  let now = 0;
  const call = circuitBreaker({ failures: 3, coolDownMs: 1000, clock: () => now });
  return { call, pass: (ms) => (now += ms) };
}

test('opens after so many failures in a row, and then does not call at all', async () => {
  const { call, pass } = setUp();
  for (let n = 0; n < 3; n++) await expect(call(down)).rejects.toThrow('nobody there');
  let called = false;
  const work = async () => (called = true);
  await expect(call(work)).rejects.toMatchObject({
    code: 'CVX_STORE_UNAVAILABLE',
    message: 'nobody there',
    hint: 'start it',
    exit: 3,
  });
  pass(999);
  await expect(call(work)).rejects.toThrow();
  expect(called).toBe(false);
});

test('lets one call try after the pause; its success closes the circuit', async () => {
  const { call, pass } = setUp();
  for (let n = 0; n < 3; n++) await expect(call(down)).rejects.toThrow();
  pass(1000);
  let release: ((result: string) => void) | undefined;
  const trial = call(() => new Promise<string>((resolve) => (release = resolve)));
  await expect(call(up)).rejects.toMatchObject({ code: 'CVX_STORE_UNAVAILABLE' });
  release?.('first');
  expect(await trial).toBe('first');
  expect(await call(up)).toBe('up');
});

test('a failed trial opens it for another pause', async () => {
  const { call, pass } = setUp();
  for (let n = 0; n < 3; n++) await expect(call(down)).rejects.toThrow();
  pass(1000);
  await expect(call(down)).rejects.toThrow();
  pass(500);
  await expect(call(up)).rejects.toThrow('nobody there');
  pass(500);
  expect(await call(up)).toBe('up');
});

test('an aborted trial leaves room for the next one', async () => {
  const { call, pass } = setUp();
  for (let n = 0; n < 3; n++) await expect(call(down)).rejects.toThrow();
  pass(1000);
  await expect(call(() => Promise.reject(new Error('aborted')))).rejects.toThrow('aborted');
  expect(await call(up)).toBe('up');
});

test('failures that are not in a row, and answers that refuse, do not open it', async () => {
  const { call } = setUp();
  for (let n = 0; n < 4; n++) {
    await expect(call(down)).rejects.toThrow();
    await expect(call(down)).rejects.toThrow();
    await (n % 2 === 0
      ? call(up)
      : expect(call(() => Promise.reject(new CvxError('CVX_STORE_FAILED', 'no')))).rejects.toThrow('no'));
  }
  expect(await call(up)).toBe('up');
});
