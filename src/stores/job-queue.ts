import type { Call, Closable } from '../lib/call.ts';

export interface NewJob<P> {
  /** While a job with this key waits or runs, adding it again changes nothing. */
  readonly key: string;
  readonly payload: P;
}

export interface Delivery<P> extends NewJob<P> {
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborts when the worker is told to stop. */
  readonly signal: AbortSignal;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly running: number;
  /** Jobs that failed for good: PermanentError, or no tries left. */
  readonly dead: number;
}

export interface WorkOptions {
  /** Jobs handled at once. */
  readonly concurrency: number;
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
  /** Resolves once all are accepted; waits while the queue is at its bound, so that no producer can fill the memory. */
  add(jobs: readonly NewJob<P>[], call?: Call): Promise<void>;
  /**
   * Hands out jobs until `signal` aborts and the running ones have settled. A rejected handler is tried again with
   * backoff, three times at most; PermanentError is not tried again.
   */
  work(handle: (job: Delivery<P>) => Promise<void>, options: WorkOptions): Promise<void>;
  /** Resolves once nothing waits and nothing runs. */
  idle(call?: Call): Promise<void>;
  counts(call?: Call): Promise<QueueCounts>;
}
