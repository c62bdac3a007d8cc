import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../../lib/call.ts';
import type {
  DeadLetters,
  Delivery,
  JobQueue,
  NewJob,
  QueueCounts,
  QueueLag,
  WorkOptions,
} from '../job-queue.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { redisDeadLetters } from './redis/dead-letters.ts';
import { Link } from './redis/link.ts';
import { defineScripts, GROUP } from './redis/scripts.ts';
import { Worker, type WorkerOptions } from './redis/worker.ts';

export interface RedisQueueOptions extends Partial<WorkerOptions> {
  /** Part of every key: `cvx:queue:<name>`. Queues of the same name share their jobs, on all machines. */
  readonly name: string;
  /** Jobs that may wait at once; `add` holds back more, so that a large folder cannot fill the server's memory. */
  readonly bound: number;
  /** Told once for each outage. */
  readonly onWarn?: (text: string) => void;
}

/** A heartbeat each second against 30 s: a worker's event loop never stands still that long, a restart of Redis may. */
const LEASE_MS = 30_000;

/** First wait before another try: a database that restarts takes some seconds, and the second wait is four times it. */
const BACKOFF_MS = 1000;

/** Jobs in one script: some hundreds of kB at most, and no pause for other clients that they would notice. */
const BATCH = 100;

/** How often idle() asks and how often a full queue is asked for room: first and slowest. */
const POLL_MS = { first: 10, most: 250 };

/**
 * A queue on Redis Streams (6.2 or later) that any number of processes share, on a connection of the role `queue`.
 * Closing it leaves the connection open.
 */
export function openRedisQueue<P>(connection: RedisConnection, options: RedisQueueOptions): JobQueue<P> {
  return new RedisQueue<P>(connection, options);
}

class RedisQueue<P> implements JobQueue<P> {
  readonly name = 'redis';
  readonly supports = { acrossProcesses: true };
  readonly bound: number;
  readonly deadLetters: DeadLetters<P>;
  readonly #link: Link;
  readonly #timing: WorkerOptions;
  readonly #closing = new AbortController();
  readonly #working = new Set<Promise<void>>();

  constructor(connection: RedisConnection, options: RedisQueueOptions) {
    const { name, bound, leaseMs = LEASE_MS, backoffMs = BACKOFF_MS, onWarn = () => undefined } = options;
    defineScripts(connection.client);
    this.#link = new Link(connection, name, onWarn);
    this.bound = bound;
    this.#timing = { leaseMs, backoffMs };
    this.deadLetters = redisDeadLetters<P>(this.#link, bound);
  }

  async add(jobs: readonly NewJob<P>[], call?: Call): Promise<void> {
    this.#link.check();
    let wait = POLL_MS.first;
    for (let at = 0; at < jobs.length;) {
      const batch = jobs.slice(at, at + BATCH);
      const pairs = batch.flatMap(({ key, payload }) => [key, JSON.stringify(payload)]);
      const accepted = await this.#link.send(
        (client, keys) => client.cvxAdd(...keys, GROUP, this.bound, ...pairs),
        call,
      );
      at += accepted;
      wait = accepted > 0 ? POLL_MS.first : Math.min(POLL_MS.most, wait * 2);
      if (accepted < batch.length) await rest(wait, call);
    }
  }

  async work(handle: (job: Delivery<P>) => Promise<void>, options: WorkOptions): Promise<void> {
    this.#link.check();
    const stop = new AbortController();
    const onStop = (): void => stop.abort(options.signal.aborted ? options.signal.reason : undefined);
    for (const signal of [options.signal, this.#closing.signal])
      if (signal.aborted) onStop();
      else signal.addEventListener('abort', onStop, { once: true });
    const working = new Worker<P>(this.#link, handle, {
      ...options,
      ...this.#timing,
      signal: stop.signal,
    }).run();
    this.#working.add(working);
    try {
      await working;
    } finally {
      this.#working.delete(working);
      options.signal.removeEventListener('abort', onStop);
      this.#closing.signal.removeEventListener('abort', onStop);
    }
  }

  async idle(call?: Call): Promise<void> {
    let wait = POLL_MS.first;
    while ((await this.#link.send((client, keys) => client.scard(keys[1]), call)) > 0) {
      await rest(wait, call);
      wait = Math.min(POLL_MS.most, wait * 1.5);
    }
  }

  async counts(call?: Call): Promise<QueueCounts> {
    const [waiting, running, dead] = await this.#counts(call);
    return { waiting, running, dead };
  }

  async lag(call?: Call): Promise<QueueLag> {
    const [, , , , delayed, oldest, now, workers] = await this.#counts(call);
    // A stream's ids begin with the server's time in ms.
    const oldestMs = oldest === '' ? 0 : Math.max(0, now - Number(oldest.split('-')[0]));
    return { delayed, oldestMs, workers };
  }

  async ping(call?: Call): Promise<void> {
    this.#link.check();
    await this.#link.connection.ping(call);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#working);
    this.#link.close();
  }

  #counts(call: Call | undefined) {
    return this.#link.send((client, keys) => client.cvxCounts(...keys, GROUP), call);
  }
}

async function rest(ms: number, call: Call | undefined): Promise<void> {
  await sleep(ms, undefined, call?.signal === undefined ? {} : { signal: call.signal }).catch(
    () => undefined,
  );
  call?.signal?.throwIfAborted();
}
