import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../../lib/call.ts';
import { CvxError, EXIT } from '../../lib/errors.ts';
import type {
  DeadLetter,
  DeadLetters,
  Delivery,
  JobQueue,
  NewJob,
  QueueLag,
  WorkOptions,
} from '../job-queue.ts';
import { backoff, isFinal, reasonOf } from './failure.ts';

export interface MemoryQueueOptions {
  /** Jobs that may wait at once; `add` holds back more. */
  readonly bound: number;
  /** Wait before the second try; the third waits four times as long. Default 200 ms: a busy file or a full socket. */
  readonly backoffMs?: number;
}

/** A queue in this process, lost with it: whatever adds the jobs adds them again on the next run. */
export function openMemoryQueue<P>({ bound, backoffMs = 200 }: MemoryQueueOptions): JobQueue<P> {
  return new MemoryQueue<P>(bound, backoffMs);
}

/** How often a limit on the jobs at once is asked for, beside every change of the queue. */
const LIMIT_MS = 1000;

class MemoryQueue<P> implements JobQueue<P> {
  readonly name = 'memory';
  readonly supports = { acrossProcesses: false };
  readonly bound: number;
  readonly #backoffMs: number;
  readonly deadLetters: DeadLetters<P>;
  readonly #waiting: (NewJob<P> & { readonly since: number })[] = [];
  /** Keys of all jobs that wait or run. */
  readonly #keys = new Set<string>();
  #running = 0;
  #delayed = 0;
  #workers = 0;
  readonly #dead = new Map<string, DeadLetter<P>>();
  #deaths = 0;
  #closed = false;
  /** Woken at every change of the numbers above. */
  #watchers: (() => void)[] = [];

  constructor(bound: number, backoffMs: number) {
    this.bound = bound;
    this.#backoffMs = backoffMs;
    this.deadLetters = {
      list: ({ limit, after = '0' }, call) => this.#listDead(limit, Number(after), call),
      retry: (keys, call) => this.#retryDead(keys, call),
      drop: async (keys, call) => {
        await this.ping(call);
        return keys.filter((key) => this.#dead.delete(key)).length;
      },
    };
  }

  async add(jobs: readonly NewJob<P>[], call?: Call): Promise<void> {
    for (const job of jobs) {
      await this.#until(() => this.#keys.has(job.key) || this.#waiting.length < this.bound, call?.signal);
      if (this.#keys.has(job.key)) continue;
      this.#dead.delete(job.key);
      this.#keys.add(job.key);
      this.#waiting.push({ ...job, since: performance.now() });
      this.#changed();
    }
  }

  async work(
    handle: (job: Delivery<P>) => Promise<void>,
    { concurrency, limit = () => concurrency, signal }: WorkOptions,
  ): Promise<void> {
    this.#check();
    this.#workers += 1;
    // The limit may have risen.
    const waking = setInterval(() => this.#changed(), LIMIT_MS);
    try {
      // The nth takes a job while the limit is above n, so that never more than that run.
      const lanes = Array.from({ length: concurrency }, (_, n) =>
        this.#workOne(handle, signal, () => limit() > n),
      );
      await Promise.all(lanes);
    } finally {
      clearInterval(waking);
      this.#workers -= 1;
    }
  }

  async idle(call?: Call): Promise<void> {
    await this.#until(() => this.#keys.size === 0, call?.signal);
  }

  async counts(call?: Call) {
    await this.ping(call);
    const [waiting, running] = [this.#waiting.length + this.#delayed, this.#running - this.#delayed];
    return { waiting, running, dead: this.#dead.size };
  }

  async lag(call?: Call): Promise<QueueLag> {
    await this.ping(call);
    const oldest = this.#waiting[0];
    return {
      delayed: this.#delayed,
      oldestMs: oldest === undefined ? 0 : performance.now() - oldest.since,
      workers: this.#workers,
    };
  }

  async ping(call?: Call): Promise<void> {
    this.#check();
    call?.signal?.throwIfAborted();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#changed();
  }

  async #workOne(
    handle: (job: Delivery<P>) => Promise<void>,
    signal: AbortSignal,
    mayTake: () => boolean,
  ): Promise<void> {
    while (!signal.aborted && !this.#closed) {
      const job = mayTake() ? this.#waiting.shift() : undefined;
      if (job === undefined) {
        await this.#changeOr(signal);
        continue;
      }
      this.#running += 1;
      this.#changed();
      const done = await this.#deliver(job, handle, signal);
      this.#running -= 1;
      // A job that the stop interrupted between two tries waits for the next worker.
      if (done) this.#keys.delete(job.key);
      else this.#waiting.unshift(job);
      this.#changed();
    }
  }

  /** False where the job is not settled yet because the worker was told to stop. */
  async #deliver(
    job: NewJob<P>,
    handle: (job: Delivery<P>) => Promise<void>,
    signal: AbortSignal,
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await handle({ ...job, attempt, signal });
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        if (isFinal(error, attempt)) {
          this.#bury(job, attempt, error);
          return true;
        }
      }
      this.#delayed += 1;
      const stopped = await sleep(backoff(attempt, this.#backoffMs), false, { signal }).catch(() => true);
      this.#delayed -= 1;
      if (stopped) return false;
    }
  }

  #bury({ key, payload }: NewJob<P>, attempts: number, error: unknown): void {
    this.#deaths += 1;
    this.#dead.delete(key);
    const id = `${this.#deaths}`;
    this.#dead.set(key, { id, key, payload, reason: reasonOf(error), attempts, diedAt: new Date() });
  }

  async #listDead(limit: number, after: number, call?: Call): Promise<readonly DeadLetter<P>[]> {
    await this.ping(call);
    return [...this.#dead.values()].filter(({ id }) => Number(id) > after).slice(0, limit);
  }

  async #retryDead(keys: readonly string[], call?: Call): Promise<number> {
    this.#check();
    let found = 0;
    for (const key of keys) {
      const letter = this.#dead.get(key);
      if (letter === undefined) continue;
      await this.add([{ key, payload: letter.payload }], call);
      found += 1;
    }
    return found;
  }

  async #until(done: () => boolean, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      this.#check();
      signal?.throwIfAborted();
      if (done()) return;
      await this.#changeOr(signal);
    }
  }

  #changeOr(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#watchers.push(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  #changed(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const wake of watchers) wake();
  }

  #check(): void {
    if (this.#closed) throw new CvxError('CVX_STORE_CLOSED', 'The queue is closed', { exit: EXIT.bug });
  }
}
