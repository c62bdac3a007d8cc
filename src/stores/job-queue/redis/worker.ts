import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import process from 'node:process';
import type { Redis } from 'ioredis';
import { whenReady } from '../../redis/connection.ts';
import { isOutage } from '../../redis/redis-errors.ts';
import { CvxError, EXIT } from '../../../lib/errors.ts';
import type { Delivery, WorkOptions } from '../../job-queue.ts';
import { backoff, isFinal, reasonOf, TRIES } from '../failure.ts';
import { type Link, pause, WAIT_MS } from './link.ts';
import { GROUP, type Outcome } from './scripts.ts';

export interface WorkerOptions {
  /** A worker that gives no sign of life for so long has crashed: its jobs are given to others. */
  readonly leaseMs: number;
  readonly backoffMs: number;
}

/** One read waits so long for a job, so that a connection that died silently is noticed. */
const BLOCK_MS = 2000;

/** Longest that a delayed job is late where the worker that delayed it has gone. */
const TEND_MS = 1000;

/** How long a worker that was told to stop and has nothing under way still tries to reach a server that is away. */
const FAREWELL_MS = 2000;

const CRASHED = `CVX_WORKER_CRASHED: the worker ended ${TRIES} times while it had this job`;

interface Entry {
  readonly id: string;
  readonly key: string;
  /** As it was added: JSON. */
  readonly payload: string;
  readonly tries: number;
}

/** One call of work(): a consumer of its own, a connection that blocks, and a timer that keeps what it runs. */
export class Worker<P> {
  readonly #link: Link;
  readonly #handle: (job: Delivery<P>) => Promise<void>;
  readonly #options: WorkOptions & WorkerOptions;
  readonly #consumer = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
  readonly #running = new Map<string, AbortController>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stop: AbortSignal;
  /** Aborts some time after the stop and the end of the last job: no waiting for the server any more. */
  readonly #farewell = new AbortController();
  #cursor = '0-0';
  /** Jobs whose handler has not settled. */
  #handling = 0;
  #parting = false;
  #tending = false;
  /** What must end the work: an answer of the server that no waiting mends. */
  #failure: unknown;
  #wake = (): void => undefined;

  constructor(link: Link, handle: (job: Delivery<P>) => Promise<void>, options: WorkOptions & WorkerOptions) {
    this.#link = link;
    this.#handle = handle;
    this.#options = options;
    this.#stop = options.signal;
  }

  async run(): Promise<void> {
    const { leaseMs } = this.#options;
    const reader = this.#link.connection.openReader(BLOCK_MS);
    const onStop = (): void => {
      reader.disconnect();
      for (const controller of this.#running.values()) controller.abort(this.#stop.reason);
      this.#wake();
      this.#part();
    };
    if (this.#stop.aborted) onStop();
    else this.#stop.addEventListener('abort', onStop, { once: true });
    const tending = setInterval(
      () => {
        this.#wake();
        void this.#tend();
      },
      Math.min(TEND_MS, leaseMs / 3),
    );
    try {
      await this.#tend();
      await this.#read(reader);
    } finally {
      await this.#settled();
      clearInterval(tending);
      this.#stop.removeEventListener('abort', onStop);
      reader.disconnect();
      await this.#leave();
      for (const timer of this.#timers) clearTimeout(timer);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  get #ended(): boolean {
    return this.#stop.aborted || this.#failure !== undefined;
  }

  async #read(reader: Redis): Promise<void> {
    while (!this.#ended) {
      const { concurrency, limit = () => concurrency } = this.#options;
      const free = Math.min(concurrency, limit()) - this.#running.size;
      if (free <= 0) {
        // Woken by the end of a job, and with each tending, since the limit may have risen.
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      try {
        for (const entry of await this.#next(reader, free)) this.#start(entry);
      } catch (error) {
        if (this.#stop.aborted) return;
        if (!isOutage(error)) throw this.#link.connection.translate(error);
        // Where the server itself is away, the other connection tells it; here only that this one does not come back.
        if (!(await whenReady(reader, WAIT_MS, this.#stop))) this.#link.failed(error);
        await pause(this.#stop);
      }
    }
  }

  async #next(reader: Redis, count: number): Promise<readonly Entry[]> {
    const { stream } = this.#link.keys;
    try {
      const reply: unknown = await reader.xreadgroup(
        'GROUP',
        GROUP,
        this.#consumer,
        'COUNT',
        count,
        'BLOCK',
        BLOCK_MS,
        'STREAMS',
        stream,
        '>',
      );
      // Entries that come with the stop go back in #leave().
      return this.#ended ? [] : entriesOf(reply);
    } catch (error) {
      if (!(error instanceof Error && /^(?:NOGROUP|UNBLOCKED)/.test(error.message))) throw error;
      // The server lost its data, or somebody removed the group.
      await this.#tend();
      return [];
    }
  }

  #start(entry: Entry): void {
    const controller = new AbortController();
    this.#running.set(entry.id, controller);
    void this.#deliver(entry, controller.signal)
      .catch((error: unknown) => (this.#failure ??= error))
      .finally(() => {
        this.#running.delete(entry.id);
        this.#wake();
      });
  }

  /** Once told to stop and with nothing under way: only so long does it still wait for a server that is away. */
  #part(): void {
    if (!this.#stop.aborted || this.#handling > 0 || this.#parting) return;
    this.#parting = true;
    this.#later(FAREWELL_MS, () => this.#farewell.abort());
  }

  async #handled(job: Delivery<P>): Promise<void> {
    this.#handling += 1;
    try {
      await this.#handle(job);
    } finally {
      this.#handling -= 1;
      this.#part();
    }
  }

  async #deliver({ id, key, payload, tries }: Entry, signal: AbortSignal): Promise<void> {
    const attempt = tries + 1;
    const settle = (outcome: Outcome, triesMade: number, extra: string | number = ''): Promise<unknown> =>
      this.#link.sendUntil(this.#farewell.signal, (client, keys) =>
        client.cvxSettle(...keys, GROUP, this.#consumer, id, outcome, key, payload, triesMade, extra),
      );
    try {
      // Written by add() with the same P; the queue's name says which.
      await this.#handled({ key, payload: JSON.parse(payload) as P, attempt, signal });
    } catch (error) {
      if (this.#stop.aborted) await settle('released', tries);
      else if (isFinal(error, attempt)) await settle('dead', attempt, reasonOf(error));
      else {
        const delay = backoff(attempt, this.#options.backoffMs);
        await settle('later', attempt, delay);
        this.#later(delay + 1, () => void this.#tend());
      }
      return;
    }
    await settle('done', attempt);
  }

  /** Keeps the jobs that run here, wakes those whose delay is over and takes over those of crashed workers. */
  async #tend(): Promise<void> {
    if (this.#tending) return;
    this.#tending = true;
    try {
      const { leaseMs } = this.#options;
      const reply = await this.#link.sendUntil(this.#farewell.signal, (client, keys) =>
        client.cvxTend(
          ...keys,
          GROUP,
          this.#consumer,
          leaseMs,
          TRIES,
          this.#cursor,
          CRASHED,
          ...this.#running.keys(),
        ),
      );
      if (reply === undefined) return;
      this.#cursor = reply[0];
      for (const id of reply[1]) this.#running.get(id)?.abort(lostJob());
    } catch (error) {
      this.#failure ??= error;
      this.#wake();
    } finally {
      this.#tending = false;
    }
  }

  async #settled(): Promise<void> {
    while (this.#running.size > 0) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async #leave(): Promise<void> {
    try {
      await this.#link.sendUntil(this.#farewell.signal, (client, keys) =>
        client.cvxLeave(...keys, GROUP, this.#consumer),
      );
    } catch (error) {
      // Others take over what is left once the lease is over.
      this.#failure ??= error;
    }
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }
}

function lostJob(): CvxError {
  return new CvxError('CVX_JOB_LOST', 'The job was given to another worker', { exit: EXIT.bug });
}

/** The reply of XREADGROUP for one stream: [[stream, [[id, [field, value, ...]], ...]]], or null where nothing came. */
function entriesOf(reply: unknown): readonly Entry[] {
  if (!Array.isArray(reply)) return [];
  const rows: [id: string, fields: string[] | null][] = reply[0][1];
  return rows.flatMap(([id, flat]) => {
    if (flat === null) return [];
    const fields = new Map(
      flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] ?? ''] as const] : [])),
    );
    const text = (name: string): string => fields.get(name) ?? '';
    return [{ id, key: text('key'), payload: text('payload'), tries: Number(text('tries')) }];
  });
}
