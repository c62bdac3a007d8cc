import type { Redis } from 'ioredis';
import type { Call } from '../../../lib/call.ts';
import { CvxError, EXIT } from '../../../lib/errors.ts';
import { retry } from '../../../lib/retry.ts';
import type { RedisConnection } from '../../redis/connection.ts';
import { stopWaiting } from '../../../lib/stop-waiting.ts';
import { isOutage } from '../../redis/redis-errors.ts';
import { queueKeys, type QueueKeys } from './scripts.ts';

/** Waits of 3 s, ten of them: a server that restarts with some GB of AOF needs about that long. */
export const WAIT_MS = 3000;
const TRIES = 10;
const PAUSE_MS = 10;

/** A queue's way to its server. Every script can be sent twice without harm, so all are sent again after an outage. */
export class Link {
  readonly connection: RedisConnection;
  readonly keys: QueueKeys;
  readonly #onWarn: (text: string) => void;
  #down = false;
  #closed = false;

  constructor(connection: RedisConnection, name: string, onWarn: (text: string) => void) {
    this.connection = connection;
    this.keys = queueKeys(name);
    this.#onWarn = onWarn;
  }

  /** Sits out a restart of the server, then rejects with CVX_STORE_UNAVAILABLE. */
  async send<T>(command: (client: Redis, keys: QueueKeys['all']) => Promise<T>, call?: Call): Promise<T> {
    this.check();
    call?.signal?.throwIfAborted();
    try {
      return await retry(() => this.#once(command, call?.signal), {
        tries: TRIES,
        baseMs: PAUSE_MS,
        isRetryable: (error) => isOutage(error) && !this.#closed,
        signal: call?.signal,
      });
    } catch (error) {
      call?.signal?.throwIfAborted();
      throw this.connection.translate(error);
    }
  }

  /** For workers, which outlive every outage: undefined once the signal aborts before the server is back. */
  async sendUntil<T>(
    signal: AbortSignal,
    command: (client: Redis, keys: QueueKeys['all']) => Promise<T>,
  ): Promise<T | undefined> {
    for (;;) {
      try {
        return await this.#once(command, signal);
      } catch (error) {
        if (signal.aborted) return undefined;
        if (!isOutage(error)) throw this.connection.translate(error);
        await pause(signal);
      }
    }
  }

  /** Tells an outage once. */
  failed(error: unknown): void {
    if (this.#down) return;
    this.#down = true;
    this.#onWarn(`${this.connection.translate(error).message}; waiting for it.`);
  }

  close(): void {
    this.#closed = true;
  }

  check(): void {
    if (this.#closed) throw new CvxError('CVX_STORE_CLOSED', 'The queue is closed', { exit: EXIT.bug });
  }

  async #once<T>(
    command: (client: Redis, keys: QueueKeys['all']) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const { connection, keys } = this;
    if (connection.client.status !== 'ready') await connection.ready(WAIT_MS, signal);
    signal?.throwIfAborted();
    try {
      const result = await stopWaiting(command(connection.client, keys.all), signal);
      this.#down = false;
      return result;
    } catch (error) {
      if (isOutage(error) && !this.#closed && signal?.aborted !== true) this.failed(error);
      throw error;
    }
  }
}

/** Ends early, and never rejects, once the signal aborts. */
export function pause(signal: AbortSignal, ms = 50 + Math.random() * 50): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
