import { type Clock, monotonic } from './clock.ts';
import { CvxError, EXIT, isUnavailable } from './errors.ts';

export interface CircuitBreakerOptions {
  /** So many failures in a row open the circuit. */
  readonly failures: number;
  /** How long it stays open, in milliseconds; then one call is let through to try. */
  readonly coolDownMs: number;
  /** Which rejections tell against the server. Unless told: those with the code CVX_STORE_UNAVAILABLE. */
  readonly isFailure?: (error: unknown) => boolean;
  readonly clock?: Clock;
}

export type CircuitBreaker = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Stops calls to a server that does not answer, so that callers fail at once and not each after a timeout. While it is
 * open, calls reject with CVX_STORE_UNAVAILABLE and the words of the failure that opened it. After the pause one call
 * tries: its success closes the circuit, its failure opens it for another pause. (Nygard, "Release It!", 2nd edition,
 * chapter 5.)
 */
export function circuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { failures, coolDownMs, isFailure = isUnavailable, clock = monotonic } = options;
  let inARow = 0;
  let openUntil = 0;
  let trying = false;
  let last: unknown;
  return async (work) => {
    const open = inARow >= failures;
    if (open && (trying || clock() < openUntil)) throw stillUnavailable(last);
    if (open) trying = true;
    try {
      const result = await work();
      inARow = 0;
      return result;
    } catch (error) {
      if (isFailure(error)) {
        inARow += 1;
        openUntil = clock() + coolDownMs;
        last = error;
      } else if (error instanceof CvxError) {
        // The server answered, if only to refuse. Anything else is a call that its caller gave up: it tells nothing.
        inARow = 0;
      }
      throw error;
    } finally {
      if (open) trying = false;
    }
  };
}

function stillUnavailable(last: unknown): CvxError {
  const message = last instanceof CvxError ? last.message : 'The store does not answer';
  const hint = last instanceof CvxError ? last.hint : undefined;
  return new CvxError('CVX_STORE_UNAVAILABLE', message, {
    exit: EXIT.unavailable,
    cause: last,
    ...(hint === undefined ? {} : { hint }),
  });
}
