import type { Call, Closable } from '../lib/call.ts';

export interface NewJob<P> {
  /** While a job with this key waits or runs, adding it again changes nothing. */
  readonly key: string;
  readonly payload: P;
}

export interface Delivery<P> extends NewJob<P> {
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborts when the worker is told to stop, or when the job was given to another one because this one seemed dead. */
  readonly signal: AbortSignal;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly running: number;
  /** Jobs that failed for good: PermanentError, or no tries left. Those with the same key count once. */
  readonly dead: number;
}

/** How far the workers are behind. */
export interface QueueLag {
  /** Of the waiting jobs, those that wait for their next try. */
  readonly delayed: number;
  /** Age in ms of the job that has waited longest for its turn; 0 where none waits. */
  readonly oldestMs: number;
  /** Workers that the queue knows of, in all processes. */
  readonly workers: number;
}

/** A job that failed for good. It stays until it is retried, dropped or added again. */
export interface DeadLetter<P> extends NewJob<P> {
  /** Its place in the list. */
  readonly id: string;
  /** Code and message of a CvxError; of any other error only its name, since its message may quote a CV. */
  readonly reason: string;
  /** Tries made. */
  readonly attempts: number;
  readonly diedAt: Date;
}

/** Contract: test/contracts/dead-letters.ts. */
export interface DeadLetters<P> {
  /** Oldest first, at most `limit`, those after the id `after`. */
  list(
    page: { readonly limit: number; readonly after?: string },
    call?: Call,
  ): Promise<readonly DeadLetter<P>[]>;
  /** Puts them back into the queue with all their tries, waiting at its bound. Resolves to how many there were. */
  retry(keys: readonly string[], call?: Call): Promise<number>;
  /** Resolves to how many there were. */
  drop(keys: readonly string[], call?: Call): Promise<number>;
}

export interface WorkOptions {
  /** Jobs handled at once. */
  readonly concurrency: number;
  /** How many of those for now, asked at least once a second; 0 takes none. Absent: all of them. */
  readonly limit?: () => number;
  readonly signal: AbortSignal;
}

/**
 * At-least-once delivery of small jobs. Payloads carry a path and a hash, never CV text.
 * Contract: test/contracts/job-queue.ts.
 */
export interface JobQueue<P> extends Closable {
  readonly name: string;
  /** Callers branch on this, never on `name`. */
  readonly supports: { readonly acrossProcesses: boolean };
  /** Jobs that may wait. */
  readonly bound: number;
  /** One for each key at most. Adding a job again takes its dead letter away. */
  readonly deadLetters: DeadLetters<P>;
  /** Resolves once all are accepted; waits while as many as `bound` wait, so that no producer can fill the memory. */
  add(jobs: readonly NewJob<P>[], call?: Call): Promise<void>;
  /**
   * Hands out jobs until `signal` aborts and the running ones have settled, however long they take: one that resolves
   * after the abort is done, one that rejects is handed out anew. Otherwise a rejected handler is tried again with
   * backoff, three times at most; PermanentError is not tried again.
   */
  work(handle: (job: Delivery<P>) => Promise<void>, options: WorkOptions): Promise<void>;
  /** Resolves once nothing waits and nothing runs. */
  idle(call?: Call): Promise<void>;
  counts(call?: Call): Promise<QueueCounts>;
  lag(call?: Call): Promise<QueueLag>;
}
