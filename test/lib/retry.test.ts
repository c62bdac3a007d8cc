import { expect, test } from 'vitest';
import { retry } from '../../src/lib/retry.ts';

/** Fails so many times, then resolves to the number of attempts. */
function failing(times: number): () => Promise<number> {
  let attempts = 0;
  return async () => {
    attempts += 1;
    if (attempts <= times) throw new Error(`attempt ${attempts}`);
    return attempts;
  };
}

const options = { tries: 3, baseMs: 1, isRetryable: () => true };

test('tries again until it succeeds', async () => {
  expect(await retry(failing(2), options)).toBe(3);
});

test('gives up after its tries, with the last error', async () => {
  await expect(retry(failing(3), options)).rejects.toThrow('attempt 3');
});

test('does not try again what no attempt can mend', async () => {
  await expect(retry(failing(1), { ...options, isRetryable: () => false })).rejects.toThrow('attempt 1');
});

test('an abort ends the pause with its reason', async () => {
  const stop = new AbortController();
  const work = async () => {
    setImmediate(() => stop.abort(new Error('enough')));
    throw new Error('not yet');
  };
  await expect(
    retry(work, { tries: 2, baseMs: 1e9, isRetryable: () => true, signal: stop.signal }),
  ).rejects.toThrow('enough');
});
