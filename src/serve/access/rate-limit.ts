import { RateLimiterCluster, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../problem.ts';

/** A minute evens out bursts: a page that loads, a script that pages through everybody. */
const WINDOW_SECONDS = 60;

/** Counts a request of a key. Rejects with Refusal 429, with the time after which there is room again. */
export type RateLimit = (key: string) => Promise<void>;

/** So many requests a minute for each key; `together`: of all workers, counted in their primary. */
export function createRateLimit(perMinute: number, together: boolean): RateLimit {
  const options = { points: perMinute, duration: WINDOW_SECONDS };
  const limiter = together
    ? new RateLimiterCluster({ ...options, keyPrefix: 'cvx' })
    : new RateLimiterMemory(options);
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw new Refusal(429, 'CVX_RATE_LIMITED', `This key may send ${perMinute} requests a minute.`, {
        headers: { 'Retry-After': String(seconds) },
      });
    }
  };
}
