import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  /** Attempts in all, the first included; at least 1. */
  readonly tries: number;
  /** Upper bound of the first pause, in milliseconds; it doubles with each attempt. */
  readonly baseMs: number;
  /** True for errors that may be gone at the next attempt. Only for work that may be done twice. */
  readonly isRetryable: (error: unknown) => boolean;
  /** Ends the pauses at once; the rejection is its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` until it succeeds, fails with an error that no attempt can mend, or has had its tries; rejects with the
 * last error. Each pause is drawn evenly from [0, baseMs · 2^n) ("full jitter": Brooker, "Exponential Backoff And
 * Jitter", AWS Architecture Blog 2015), so that many clients of one restarted server do not come back in step.
 */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { tries, baseMs, isRetryable, signal } = options;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (attempt >= tries || !isRetryable(error)) throw error;
    }
    await pause(Math.random() * baseMs * 2 ** (attempt - 1), signal);
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
