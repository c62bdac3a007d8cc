import { createHash } from 'node:crypto';
import type { Call } from '../lib/call.ts';
import type { Cache } from '../stores/cache.ts';
import type { SearchReport, SearchRequest } from './report.ts';

/** Answers leave on their own: an older generation is never asked for again, and must not fill the cache. */
const TTL_MS = 10 * 60 * 1000;

/** Where the answer to a request is kept. Holds a hash, since a query can name a person. */
export function answerKey(
  spec: string,
  generation: string,
  { text, mode, limit, offset }: SearchRequest,
): string {
  const request = createHash('sha256')
    .update(JSON.stringify([text, mode, limit, offset]))
    .digest('hex');
  return `answer:${spec}:${generation}:${request}`;
}

/** The answer that was kept under `key`, told as of now. */
export async function cachedAnswer(
  cache: Cache,
  key: string,
  started: number,
  call: Call,
): Promise<SearchReport | undefined> {
  const kept = await cache.get(key, call);
  if (kept === undefined) return undefined;
  const report: SearchReport = JSON.parse(kept);
  return { ...report, milliseconds: performance.now() - started };
}

/** Keeps a whole answer. One that a failing store has left incomplete is not worth repeating. */
export async function keepAnswer(cache: Cache, key: string, report: SearchReport, call: Call): Promise<void> {
  if (report.degraded.length === 0) await cache.set(key, JSON.stringify(report), TTL_MS, call);
}
