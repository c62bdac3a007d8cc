import type { Call } from '../../lib/call.ts';
import { circuitBreaker } from '../../lib/circuit-breaker.ts';
import { CvxError, EXIT } from '../../lib/errors.ts';
import type { Cache } from '../cache.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { stopWaiting } from '../../lib/stop-waiting.ts';

export interface RedisCacheOptions {
  /** Larger values, in bytes of UTF-8, are not kept. Default 1 MiB: a page of search results is some 10 kB. */
  readonly maxValueBytes?: number;
  /** Told once for each outage. */
  readonly onWarn?: (text: string) => void;
  /** How long a server that failed is left alone. Default 5 s: seldom enough to cost nothing, soon enough to recover. */
  readonly coolDownMs?: number;
}

const PREFIX = 'cvx:cache:';

/** Keys that one SCAN looks at: below a millisecond of the server's time. */
const SCAN_COUNT = 1000;

/**
 * A cache that all processes share. While the server is away it knows nothing and keeps nothing, at no cost; only
 * `forget` and `ping` reject then, since what was not forgotten would come back. Closing it leaves the connection open.
 */
export function openRedisCache(connection: RedisConnection, options: RedisCacheOptions = {}): Cache {
  return new RedisCache(connection, options);
}

class RedisCache implements Cache {
  readonly name = 'redis';
  readonly #connection: RedisConnection;
  readonly #maxValueBytes: number;
  readonly #onWarn: (text: string) => void;
  readonly #guarded;
  #connecting: Promise<unknown> | undefined;
  #down = false;
  #errors = 0;
  readonly #refusals = new Set<string>();
  #closed = false;

  constructor(
    connection: RedisConnection,
    { maxValueBytes = 1024 * 1024, onWarn = () => undefined, coolDownMs = 5000 }: RedisCacheOptions,
  ) {
    this.#connection = connection;
    this.#maxValueBytes = maxValueBytes;
    this.#onWarn = onWarn;
    // One failure is enough: the next would take the same time, and what is lost is only a saving.
    this.#guarded = circuitBreaker({ failures: 1, coolDownMs });
    this.#connecting = connection.attempt().finally(() => (this.#connecting = undefined));
  }

  async get(key: string, call?: Call): Promise<string | undefined> {
    this.#check(call);
    const value = await this.#harmless(() => this.#connection.client.get(PREFIX + key), call);
    return value ?? undefined;
  }

  async set(key: string, value: string, ttlMs: number, call?: Call): Promise<void> {
    this.#check(call);
    if (!(ttlMs > 0)) throw new RangeError(`A time to live must be positive, not ${ttlMs} ms`);
    if (Buffer.byteLength(value) > this.#maxValueBytes) {
      // What was there before is replaced all the same.
      await this.#harmless(() => this.#connection.client.unlink(PREFIX + key), call);
      return;
    }
    await this.#harmless(
      () => this.#connection.client.set(PREFIX + key, value, 'PX', Math.ceil(ttlMs)),
      call,
    );
  }

  async forget(prefix: string, call?: Call): Promise<void> {
    this.#check(call);
    const { client } = this.#connection;
    const pattern = (PREFIX + prefix).replaceAll(/[\\*?[\]]/g, String.raw`\$&`);
    let cursor = '0';
    do {
      const [next, keys] = await this.#send(
        () => client.scan(cursor, 'MATCH', `${pattern}*`, 'COUNT', SCAN_COUNT),
        call,
      );
      if (keys.length > 0) await this.#send(() => client.unlink(keys), call);
      cursor = next;
    } while (cursor !== '0');
  }

  async ping(call?: Call): Promise<void> {
    this.#check(call);
    await this.#connection.ping(call);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  readonly errors = (): number => this.#errors;

  #check(call: Call | undefined): void {
    if (this.#closed) throw new CvxError('CVX_STORE_CLOSED', 'The cache is closed', { exit: EXIT.bug });
    call?.signal?.throwIfAborted();
  }

  /** Undefined where the server cannot be asked. */
  async #harmless<T>(command: () => Promise<T>, call: Call | undefined): Promise<T | undefined> {
    try {
      return await this.#guarded(() => this.#send(command, call));
    } catch (error) {
      call?.signal?.throwIfAborted();
      if (!(error instanceof CvxError)) throw error;
      this.#errors += 1;
      this.#warn(error);
      return undefined;
    }
  }

  /** Once for each outage; what the server answers and refuses (no memory, no permission) once for ever. */
  #warn(error: CvxError): void {
    const outage = error.code === 'CVX_STORE_UNAVAILABLE';
    if (outage ? this.#down : this.#refusals.has(error.code)) return;
    if (outage) this.#down = true;
    else this.#refusals.add(error.code);
    this.#onWarn(`${error.message}; going on without its cache.`);
  }

  async #send<T>(command: () => Promise<T>, call: Call | undefined): Promise<T> {
    if (this.#connecting !== undefined) await this.#connecting;
    call?.signal?.throwIfAborted();
    try {
      const result = await stopWaiting(command(), call?.signal);
      this.#down = false;
      return result;
    } catch (error) {
      call?.signal?.throwIfAborted();
      throw this.#connection.translate(error);
    }
  }
}
