import { setMaxListeners } from 'node:events';
import { Redis, type RedisOptions } from 'ioredis';
import type { Call } from '../../lib/call.ts';
import { decodeUri } from '../../lib/decode-uri.ts';
import { CvxError } from '../../lib/errors.ts';
import { checkKeepsJobs } from './keeps-jobs.ts';
import { isOutage, redisError } from './redis-errors.ts';

/** The reply mapping stays ioredis's own: it decides the types of all replies. */
type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

export type RedisRole = 'cache' | 'queue';

export interface OpenRedisOptions {
  readonly role: RedisRole;
  /** The setting that held the URL, named in errors. */
  readonly setting?: string;
  /** Told where a queue's server would lose jobs at a restart. */
  readonly onWarn?: (text: string) => void;
}

/**
 * One connection, shared by everything of its role in this process and closed by whoever opened it. It reconnects by
 * itself; while it is away commands fail at once and nothing is kept for later.
 */
export interface RedisConnection {
  readonly client: Redis;
  /** host:port, for messages. */
  readonly address: string;
  /** Resolves once the attempt to connect that is under way has ended, to whether it succeeded. */
  attempt(signal?: AbortSignal): Promise<boolean>;
  /** Resolves as soon as commands can be sent; false after `ms` or once the signal aborts. */
  ready(ms: number, signal?: AbortSignal): Promise<boolean>;
  /** Another connection to the same server for commands that block `ms` at most; whoever asks for it ends it. */
  openReader(ms: number): Redis;
  /** The error to throw for what ioredis threw: without arguments of commands, which can hold secrets or paths. */
  translate(error: unknown): CvxError;
  /** Resolves if the server answers, rejects with CVX_STORE_UNAVAILABLE otherwise. */
  ping(call?: Call): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * Limits in ms. A cache that is slower than the work it saves (some ms) is of no use, so it is given up soon; a queue
 * may wait out the pause of an AOF rewrite or a failover.
 */
const LIMITS = {
  cache: { connect: 1000, command: 500 },
  queue: { connect: 5000, command: 10_000 },
} as const satisfies Record<RedisRole, { connect: number; command: number }>;

/** Longest pause between two attempts to reconnect: what a user waits at most after Redis is back. */
const RECONNECT_MS = 2000;

/**
 * Connects to `redis://` or `rediss://` (TLS). A queue's server must be there and fit to keep jobs: rejects with
 * CVX_STORE_UNAVAILABLE or CVX_QUEUE_EVICTS otherwise. A cache's connection is opened in the background, since losing
 * it is harmless.
 */
export async function openRedis(
  url: string,
  { role, setting = 'REDIS_URL', onWarn = () => undefined }: OpenRedisOptions,
): Promise<RedisConnection> {
  const connection = new Connection(redisOptions(url, role, setting), role, setting);
  if (role === 'cache') return connection;
  try {
    if (!(await connection.attempt())) throw connection.translate(undefined);
    await checkKeepsJobs(connection, onWarn);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

class Connection implements RedisConnection {
  readonly client: Redis;
  readonly address: string;
  readonly #options: ClientOptions;
  readonly #role: RedisRole;
  readonly #setting: string;
  /** Why it is not connected; the client itself only tells that the stream is not writable. */
  #lastError: Error | undefined;

  constructor(options: ClientOptions, role: RedisRole, setting: string) {
    this.#options = options;
    this.#role = role;
    this.#setting = setting;
    this.address = `${options.host}:${options.port}`;
    this.client = this.#open(options);
  }

  attempt(signal?: AbortSignal): Promise<boolean> {
    return settled(this.client, ['ready'], ['close', 'end'], LIMITS[this.#role].connect, signal);
  }

  ready(ms: number, signal?: AbortSignal): Promise<boolean> {
    return whenReady(this.client, ms, signal);
  }

  openReader(ms: number): Redis {
    // Only its socket's silence ends it: a command that blocks is answered late by design.
    const { commandTimeout, ...rest } = this.#options;
    return this.#open({ ...rest, socketTimeout: ms + (commandTimeout ?? 0) });
  }

  translate(error: unknown): CvxError {
    if (error instanceof CvxError) return error;
    const silent = error === undefined || isOutage(error);
    return redisError(silent ? (this.#lastError ?? error) : error, this.address, this.#setting);
  }

  async ping(call?: Call): Promise<void> {
    call?.signal?.throwIfAborted();
    // Between two attempts the last one tells.
    const ready = this.client.status === 'reconnecting' || (await this.attempt(call?.signal));
    call?.signal?.throwIfAborted();
    if (!ready) throw this.translate(undefined);
    try {
      await this.client.ping();
    } catch (error) {
      throw this.translate(error);
    }
  }

  async close(): Promise<void> {
    // Between two attempts to reconnect there is nothing to wait for, and no event comes.
    const open = ['connecting', 'connect', 'ready'].includes(this.client.status);
    const ended = open ? settled(this.client, ['end'], [], LIMITS[this.#role].connect) : undefined;
    this.client.disconnect();
    await ended;
  }

  #open(options: ClientOptions): Redis {
    const client = new Redis({ ...options, lazyConnect: true });
    // Errors are thrown to whoever sent a command; without a listener ioredis prints them.
    client.on('error', (error: Error) => (this.#lastError = error));
    client.on('ready', () => (this.#lastError = undefined));
    // Commands that wait for the server to come back listen to it: as many as are under way, and no leak.
    client.setMaxListeners(0);
    quietAuth(client);
    // A failed attempt is told by the events above.
    client.connect().catch(() => undefined);
    return client;
  }
}

function redisOptions(text: string, role: RedisRole, setting: string): ClientOptions {
  const url = URL.canParse(text) ? new URL(text) : null;
  const db = url === null ? Number.NaN : Number(url.pathname.slice(1) || '0');
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '' || !Number.isInteger(db))
    throw new CvxError('CVX_BAD_SETTING', `${setting} is not a Redis URL`, {
      hint: 'Write redis://user:password@host:6379/0, or rediss:// for TLS; encode @ : / in passwords as %40 %3A %2F.',
    });
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: Number(url.port || '6379'),
    db,
    ...(url.username === '' ? {} : { username: decodeUri(url.username) }),
    ...(url.password === '' ? {} : { password: decodeUri(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    connectionName: `cvx-${role}`,
    // The same replies from Redis 6.2 to 8.
    protocol: 2,
    connectTimeout: LIMITS[role].connect,
    commandTimeout: LIMITS[role].command,
    // A server that hangs with its socket open: reconnect, and drop the commands that it never answered.
    socketTimeout: 2 * LIMITS[role].command,
    enableOfflineQueue: false,
    // 0: what was under way when the connection broke fails at once instead of being sent twice.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) =>
      Math.min(RECONNECT_MS, 25 * 2 ** Math.min(times, 10)) * (0.5 + Math.random() / 2),
  };
}

/** A password that the server does not ask for is no fault; ioredis prints a warning to the console. */
function quietAuth(client: Redis): void {
  Object.defineProperty(client, 'auth', {
    value: async (credentials: string | string[]): Promise<unknown> => {
      try {
        return await client.call('auth', [credentials].flat());
      } catch (error) {
        if (error instanceof Error && /without any password|no password is set/.test(error.message))
          return 'OK';
        throw error;
      }
    },
  });
}

/** True as soon as commands can be sent; false after `ms`, once the client was closed, or once the signal aborts. */
export function whenReady(client: Redis, ms: number, signal?: AbortSignal): Promise<boolean> {
  return settled(client, ['ready'], ['end'], ms, signal);
}

/** True at the first of `good`, false at the first of `bad`, after `ms` or once the signal aborts. */
function settled(
  client: Redis,
  good: readonly string[],
  bad: readonly string[],
  ms: number,
  signal?: AbortSignal,
): Promise<boolean> {
  if (good.includes(client.status)) return Promise.resolve(true);
  if (signal?.aborted === true || bad.includes(client.status)) return Promise.resolve(false);
  if (signal !== undefined) setMaxListeners(0, signal);
  return new Promise((resolve) => {
    const finish = (value: boolean) => (): void => {
      clearTimeout(timer);
      for (const event of good) client.off(event, yes);
      for (const event of bad) client.off(event, no);
      signal?.removeEventListener('abort', no);
      resolve(value);
    };
    const yes = finish(true);
    const no = finish(false);
    const timer = setTimeout(no, ms);
    for (const event of good) client.once(event, yes);
    for (const event of bad) client.once(event, no);
    signal?.addEventListener('abort', no, { once: true });
  });
}
