import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../../lib/call.ts';
import { CvxError, EXIT, PermanentError } from '../../lib/errors.ts';
import type { Delivery, JobQueue, NewJob, WorkOptions } from '../job-queue.ts';

const TRIES = 3;

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

class MemoryQueue<P> implements JobQueue<P> {
  readonly name = 'memory';
  readonly supports = { acrossProcesses: false };
  readonly #bound: number;
  readonly #backoffMs: number;
  readonly #waiting: NewJob<P>[] = [];
  /** Keys of all jobs that wait or run. */
  readonly #keys = new Set<string>();
  #running = 0;
  #dead = 0;
  #closed = false;
  /** Woken at every change of the numbers above. */
  #watchers: (() => void)[] = [];

  constructor(bound: number, backoffMs: number) {
    this.#bound = bound;
    this.#backoffMs = backoffMs;
  }

  async add(jobs: readonly NewJob<P>[], call?: Call): Promise<void> {
    for (const job of jobs) {
      await this.#until(() => this.#keys.has(job.key) || this.#waiting.length < this.#bound, call?.signal);
      if (this.#keys.has(job.key)) continue;
      this.#keys.add(job.key);
      this.#waiting.push(job);
      this.#changed();
    }
  }

  async work(
    handle: (job: Delivery<P>) => Promise<void>,
    { concurrency, signal }: WorkOptions,
  ): Promise<void> {
    this.#check();
    await Promise.all(Array.from({ length: concurrency }, () => this.#workOne(handle, signal)));
  }

  async idle(call?: Call): Promise<void> {
    await this.#until(() => this.#keys.size === 0, call?.signal);
  }

  async counts(call?: Call) {
    await this.ping(call);
    return { waiting: this.#waiting.length, running: this.#running, dead: this.#dead };
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

  async #workOne(handle: (job: Delivery<P>) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#closed) {
      const job = this.#waiting.shift();
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
        if (error instanceof PermanentError || attempt === TRIES) {
          this.#dead += 1;
          return true;
        }
      }
      const stopped = await sleep(this.#backoffMs * 4 ** (attempt - 1), false, { signal }).catch(() => true);
      if (stopped) return false;
    }
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
