import type { Registry } from 'prom-client';
import type { Cache } from '../stores/cache.ts';
import { counter } from './registry.ts';

/** What is kept, by the first part of its key. */
const KINDS = { answer: 'answers', vector: 'vectors' } as const satisfies Record<string, string>;

/** The same cache, whose look-ups are counted. A server that is away reads as misses, and as errors besides. */
export function countCache(registry: Registry, cache: Cache): Cache {
  const requests = counter(registry, 'cvx_cache_requests_total');
  counter(registry, 'cvx_cache_errors_total', (own) => {
    own.reset();
    own.inc(cache.errors?.() ?? 0);
  });
  return {
    name: cache.name,
    get: async (key, call) => {
      const value = await cache.get(key, call);
      requests.inc({ cache: kindOf(key), result: value === undefined ? 'miss' : 'hit' });
      return value;
    },
    set: (key, value, ttlMs, call) => cache.set(key, value, ttlMs, call),
    forget: (prefix, call) => cache.forget(prefix, call),
    ping: (call) => cache.ping(call),
    close: () => cache.close(),
    ...(cache.errors === undefined ? {} : { errors: cache.errors }),
  };
}

function kindOf(key: string): string {
  for (const [start, kind] of Object.entries(KINDS)) if (key.startsWith(`${start}:`)) return kind;
  return 'other';
}
