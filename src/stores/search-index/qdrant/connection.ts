import { QdrantClient } from '@qdrant/js-client-rest';
import { Agent, Pool } from 'undici';
import type { Call } from '../../../lib/call.ts';
import { circuitBreaker } from '../../../lib/circuit-breaker.ts';
import { CvxError, EXIT } from '../../../lib/errors.ts';
import { retry } from '../../../lib/retry.ts';
import type { PoolUse } from '../../../lib/pool-use.ts';
import { isPassing, qdrantError } from './qdrant-errors.ts';

export interface QdrantOptions {
  /** `http://host:6333` or `https://…` (TLS), a path where a proxy serves it under one. Without a port: 6333. */
  readonly url: string;
  readonly apiKey?: string;
  /** Longest wait for one request, the wait for a free socket included, in milliseconds. */
  readonly timeoutMs: number;
  /** Most sockets open at once. */
  readonly poolSize: number;
  /** Given a way to ask how far the sockets are used up. */
  readonly watchPool?: (use: () => PoolUse) => void;
}

export type QdrantApi = ReturnType<QdrantClient['api']>;

/** What one request must be given: the time limit, and the pool, which the client hands on to fetch unseen. */
export interface RequestLimits {
  readonly signal: AbortSignal;
}

interface Answer<T> {
  readonly data: { readonly result?: T };
}

/** The pooled client: time limits, retries, the circuit breaker and errors are handled here, once. */
export interface QdrantConnection {
  /**
   * One request; resolves to its result. It may be sent up to three times, so it must be one that does the same twice.
   * `patience` multiplies the time limit.
   */
  ask<T>(
    request: (api: QdrantApi, limits: RequestLimits) => Promise<Answer<T>>,
    call?: Call,
    patience?: number,
  ): Promise<T>;
  /** Rejects after close or where the call is aborted, without a round trip. */
  check(call?: Call): Promise<void>;
  /** Ends the requests under way and closes every socket. Idempotent. */
  close(): Promise<void>;
}

/** A restarting Qdrant is back in about a second; with these, one call outlives a gap of .1 to .3 s on average. */
const TRIES = 3;
const BASE_MS = 200;

/** Five failures in a row are an outage and no accident; two seconds is what a user waits at most after it is over. */
const BREAKER = { failures: 5, coolDownMs: 2000 };

/** Qdrant (actix) closes idle connections after five seconds; whoever leaves first cannot be cut off in a request. */
const KEEP_ALIVE_MS = 4000;

export function openConnection(options: QdrantOptions): QdrantConnection {
  const { base, port, prefix, address } = readUrl(options.url);
  // The client makes a pool of its own that cannot be closed. It stays empty, since each request brings this one.
  let pool: Pool | undefined;
  const agent = new Agent({
    factory: (origin, opts) => (pool = new Pool(origin, opts)),
    connections: options.poolSize,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // The time limit of each request covers these.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: options.timeoutMs },
  });
  options.watchPool?.(() => poolUse(pool, options.poolSize));
  const api = new QdrantClient({
    url: base,
    port,
    prefix,
    timeout: Number.POSITIVE_INFINITY,
    checkCompatibility: false,
    headers: {
      // fetch asks for compression, and Qdrant sends what it compresses in pieces, of which the kernel holds back the last
      // until the one before is acknowledged: 44 ms for a search that takes 4.
      'accept-encoding': 'identity',
      // As a header because the client writes a warning to the console for `apiKey` over http.
      ...(options.apiKey === undefined ? {} : { 'api-key': options.apiKey }),
    },
  }).api();
  return new Connection(agent, api, options.timeoutMs, address);
}

/** undici counts requests and sockets: each socket carries one request at a time. */
function poolUse(pool: Pool | undefined, max: number): PoolUse {
  const { connected = 0, running = 0, queued = 0 } = pool?.stats ?? {};
  return { pool: 'qdrant', inUse: running, idle: Math.max(0, connected - running), waiting: queued, max };
}

class Connection implements QdrantConnection {
  readonly #agent: Agent;
  readonly #api: QdrantApi;
  readonly #timeoutMs: number;
  readonly #address: string;
  readonly #guarded = circuitBreaker(BREAKER);
  #closing: Promise<void> | undefined;

  constructor(agent: Agent, api: QdrantApi, timeoutMs: number, address: string) {
    this.#agent = agent;
    this.#api = api;
    this.#timeoutMs = timeoutMs;
    this.#address = address;
  }

  async ask<T>(
    request: (api: QdrantApi, limits: RequestLimits) => Promise<Answer<T>>,
    call?: Call,
    patience = 1,
  ): Promise<T> {
    await this.check(call);
    const once = () => this.#once(request, call, patience);
    return this.#guarded(async () => {
      try {
        return await retry(once, {
          tries: TRIES,
          baseMs: BASE_MS,
          isRetryable: (error) => this.#closing === undefined && isPassing(error),
          signal: call?.signal,
        });
      } catch (error) {
        await this.check(call);
        throw qdrantError(error, this.#address);
      }
    });
  }

  async check(call?: Call): Promise<void> {
    if (this.#closing !== undefined)
      throw new CvxError('CVX_STORE_CLOSED', 'The search index is closed', { exit: EXIT.bug });
    call?.signal?.throwIfAborted();
  }

  async close(): Promise<void> {
    this.#closing ??= this.#agent.destroy();
    await this.#closing;
  }

  async #once<T>(
    request: (api: QdrantApi, limits: RequestLimits) => Promise<Answer<T>>,
    call: Call | undefined,
    patience: number,
  ): Promise<T> {
    call?.signal?.throwIfAborted();
    // Not AbortSignal.timeout and .any: theirs would outlive the request by up to the whole time limit.
    const stop = new AbortController();
    const giveUp = (): void => stop.abort(call?.signal?.reason);
    const tooLong = (): void => stop.abort(new DOMException('No answer in time', 'TimeoutError'));
    const timer = setTimeout(tooLong, this.#timeoutMs * patience);
    call?.signal?.addEventListener('abort', giveUp, { once: true });
    try {
      const limits = { dispatcher: this.#agent, signal: stop.signal };
      const { data } = await request(this.#api, limits);
      if (data.result === undefined) throw new Error('An answer without a result');
      return data.result;
    } finally {
      clearTimeout(timer);
      call?.signal?.removeEventListener('abort', giveUp);
    }
  }
}

/** The client drops the path of the URL and cannot see a port that is the scheme's own. */
function readUrl(url: string): { base: string; port: number; prefix: string; address: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new CvxError('CVX_CONFIG_VALUE', 'QDRANT_URL is no URL that starts with http:// or https://', {
      hint: 'Set it to something like http://localhost:6333.',
    });
  }
  const written = /^https?:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(url)?.[1];
  const port = written === undefined ? QDRANT_PORT : Number(written);
  const prefix = parsed.pathname.replace(/\/+$/, '');
  const base = `${parsed.protocol}//${parsed.hostname}:${port}`;
  return { base, port, prefix, address: `${base}${prefix}` };
}

/** As all of Qdrant's own clients have it. */
const QDRANT_PORT = 6333;
