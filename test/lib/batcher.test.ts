import { expect, test } from 'vitest';
import { batcher } from '../../src/lib/batcher.ts';

test('items that arrive during a batch form the next one, never above the size', async () => {
  const batches: number[][] = [];
  const release: (() => void)[] = [];
  const submit = batcher<number, number>({ size: 3, lingerMs: 0 }, async (items) => {
    batches.push([...items]);
    await new Promise<void>((resolve) => release.push(resolve));
    return items.map((item) => item * 10);
  });
  const all = Promise.all([1, 2, 3, 4, 5].map(submit));
  while (batches.length < 2) {
    release.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  release.shift()?.();
  expect(await all).toEqual([10, 20, 30, 40, 50]);
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test('a failed batch fails its own items only', async () => {
  const submit = batcher<string, string>({ size: 1, lingerMs: 0 }, async (items) => {
    if (items.includes('bad')) throw new Error('refused');
    return items;
  });
  const results = await Promise.allSettled(['good', 'bad', 'fine'].map(submit));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a full batch does not wait for its time to pass', async () => {
  const submit = batcher<number, number>({ size: 2, lingerMs: 2 ** 30 }, (items) => Promise.resolve(items));
  expect(await Promise.all([submit(1), submit(2), submit(3), submit(4)])).toEqual([1, 2, 3, 4]);
});
