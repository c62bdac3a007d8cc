import type { Call } from '../../lib/call.ts';
import { CvxError, EXIT } from '../../lib/errors.ts';
import type { ReadingName, Readings, StoreProbe } from '../store-probe.ts';

export interface QdrantProbeOptions {
  readonly url: string;
  readonly apiKey?: string;
}

const TIMEOUT_MS = 2000;

/** Names in Qdrant's own /metrics; with service.metrics_prefix set they have it in front. */
const SERIES: readonly { readonly pattern: RegExp; readonly reading: ReadingName }[] = [
  { pattern: /^\w*?collections_total (\S+)$/gm, reading: 'cvx_qdrant_collections' },
  { pattern: /^\w*?collection_points\{[^}]*\} (\S+)$/gm, reading: 'cvx_qdrant_points' },
];

/** Asks for the list of collections, and for Qdrant's own metrics. */
export function openQdrantProbe({ url, apiKey }: QdrantProbeOptions): StoreProbe {
  const base = baseOf(url);
  const closed = new AbortController();
  const get = async (path: string, call?: Call): Promise<string> => {
    const { signal } = call ?? {};
    try {
      const answer = await fetch(`${base.href}${path}`, {
        headers: apiKey === undefined ? {} : { 'api-key': apiKey },
        signal: AbortSignal.any([
          AbortSignal.timeout(TIMEOUT_MS),
          closed.signal,
          ...(signal === undefined ? [] : [signal]),
        ]),
      });
      const text = await answer.text();
      if (answer.ok) return text;
      throw unavailable(base.host, `answers ${answer.status}`);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof CvxError) throw error;
      throw unavailable(base.host, 'does not answer', error);
    }
  };
  return {
    name: 'qdrant',
    ping: async (call) => void (await get('collections', call)),
    read: async (call) => readSeries(await get('metrics', call)),
    close: async () => closed.abort(),
  };
}

/** Sums the series of each name. */
function readSeries(text: string): Readings {
  const readings: Partial<Record<ReadingName, number>> = {};
  for (const { pattern, reading } of SERIES)
    for (const [, value] of text.matchAll(pattern))
      readings[reading] = (readings[reading] ?? 0) + Number(value);
  return readings;
}

/** Without a port it is 6333, as all of Qdrant's own clients have it. */
function baseOf(url: string): URL {
  const base = new URL(url);
  if (!/^https?:\/\/[^/?#]*:\d+(?:[/?#]|$)/i.test(url)) base.port = '6333';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

function unavailable(host: string, what: string, cause?: unknown): CvxError {
  return new CvxError('CVX_STORE_UNAVAILABLE', `Qdrant at ${host} ${what}`, {
    exit: EXIT.unavailable,
    cause,
  });
}
