import { expect, test } from 'vitest';
import { openMemoryCache } from '../../../src/stores/cache/memory.ts';
import { cacheContract } from '../../contracts/cache.ts';

cacheContract('Memory', async () => openMemoryCache({ maxBytes: 10_000 }));

test('keeps the most recently used within its bytes', async () => {
  const cache = openMemoryCache({ maxBytes: 1000 });
  for (const key of ['a', 'b', 'c']) {
    await cache.set(key, 'x'.repeat(200), 60_000);
    await cache.get('a');
  }
  expect(await cache.get('a')).toBeDefined();
  expect(await cache.get('b')).toBeUndefined();
  await cache.set('large', 'x'.repeat(2000), 60_000);
  expect(await cache.get('large')).toBeUndefined();
  expect(await cache.get('a')).toBeDefined();
});
