import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cache } from '../../src/stores/cache.ts';

const HOUR = 3_600_000;

/** Each promise of the Cache port. `open` gives an empty cache with room for a few kB. */
export function cacheContract(name: string, open: () => Promise<Cache>): void {
  describe(`${name} as a cache`, () => {
    let cache: Cache;
    beforeEach(async () => {
      cache = await open();
    });
    afterEach(() => cache.close());

    test('gives back what was set, and undefined for what was not', async () => {
      await cache.set('a', 'größe 👩‍💻', HOUR);
      await cache.set('empty', '', HOUR);
      expect(await cache.get('a')).toBe('größe 👩‍💻');
      expect(await cache.get('empty')).toBe('');
      expect(await cache.get('b')).toBeUndefined();
    });

    test('replaces', async () => {
      await cache.set('a', '1', HOUR);
      await cache.set('a', '2', HOUR);
      expect(await cache.get('a')).toBe('2');
    });

    test('forgets what has expired, and not before', async () => {
      await cache.set('short', '1', 20);
      await cache.set('long', '2', HOUR);
      while ((await cache.get('short')) !== undefined) await sleep(5);
      expect(await cache.get('long')).toBe('2');
    });

    test.each([0, -1, Number.NaN])('rejects a time to live of %d', async (ttlMs) => {
      await expect(cache.set('a', '1', ttlMs)).rejects.toThrow(RangeError);
    });

    test('forgets by prefix, taken literally', async () => {
      for (const key of ['q:1', 'q:2', 'q*', 'r:1']) await cache.set(key, key, HOUR);
      await cache.forget('q:');
      expect(await Promise.all(['q:1', 'q:2', 'q*', 'r:1'].map((key) => cache.get(key)))).toEqual([
        undefined,
        undefined,
        'q*',
        'r:1',
      ]);
      await cache.forget('*');
      expect(await cache.get('q*')).toBe('q*');
    });

    test('refuses aborted calls, and calls after close, which may come twice', async () => {
      await expect(cache.get('a', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
        'enough',
      );
      await cache.ping();
      await cache.close();
      await cache.close();
      const closed = { code: 'CVX_STORE_CLOSED' };
      await expect(cache.ping()).rejects.toMatchObject(closed);
      await expect(cache.get('a')).rejects.toMatchObject(closed);
      await expect(cache.set('a', '1', HOUR)).rejects.toMatchObject(closed);
      await expect(cache.forget('a')).rejects.toMatchObject(closed);
    });
  });
}
