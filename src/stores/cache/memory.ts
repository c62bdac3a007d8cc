import { LRUCache } from 'lru-cache';
import { CvxError, EXIT } from '../../lib/errors.ts';
import type { Cache } from '../cache.ts';

/** An LRU cache in this process that holds at most `maxBytes` of keys and values, counted as UTF-16. */
export function openMemoryCache({ maxBytes }: { readonly maxBytes: number }): Cache {
  const entries = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (value, key) => 2 * (value.length + key.length) || 1,
    ttlAutopurge: false,
  });
  let closed = false;
  const ready = async (signal: AbortSignal | undefined): Promise<void> => {
    if (closed) throw new CvxError('CVX_STORE_CLOSED', 'The cache is closed', { exit: EXIT.bug });
    signal?.throwIfAborted();
  };
  return {
    name: 'memory',
    get: async (key, call) => {
      await ready(call?.signal);
      return entries.get(key);
    },
    set: async (key, value, ttlMs, call) => {
      await ready(call?.signal);
      if (!(ttlMs > 0)) throw new RangeError(`A time to live must be positive, not ${ttlMs} ms`);
      // lru-cache takes whole milliseconds. A value larger than the cache is not kept, which is a loss like any other.
      entries.set(key, value, { ttl: Math.ceil(ttlMs) });
    },
    forget: async (prefix, call) => {
      await ready(call?.signal);
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
    ping: (call) => ready(call?.signal),
    close: async () => {
      closed = true;
      entries.clear();
    },
  };
}
