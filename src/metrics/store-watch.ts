import type { Registry } from 'prom-client';
import { type Clock, monotonic } from '../lib/clock.ts';
import { inTime } from '../lib/in-time.ts';
import type { StoreName } from '../stores/store-probe.ts';
import { gauge, histogram } from './registry.ts';

/** A way to ask a store whether it is there: the `ping` of its port. */
export interface WatchedStore {
  readonly name: StoreName;
  ping(): Promise<void>;
}

export interface StoreState {
  readonly name: StoreName;
  readonly up: boolean;
  /** How long the answer took; without one, how long it has been waited for. */
  readonly latencyMs: number;
}

/** Knows how the stores are, from checks that never pile up. */
export interface StoreWatch {
  /** The state of each store, at most a second old. Resolves within .8 s whatever the stores do, and never rejects. */
  look(): Promise<readonly StoreState[]>;
}

/** Below the second that Kubernetes gives a probe unless told, so that the answer is out in time. */
const TIMEOUT_MS = 800;

/** Within it the last answer counts: any number of callers cost one check a second. */
const FRESH_MS = 1000;

/**
 * After it a check without an answer is given up and another begun. Until then there is one only: each holds a
 * connection of the pool.
 */
const PATIENCE_MS = 10_000;

export interface WatchOptions {
  readonly timeoutMs?: number;
  readonly freshMs?: number;
  readonly clock?: Clock;
}

/** Watches the stores, and tells the registry what it sees. */
export function watchStores(
  registry: Registry,
  stores: readonly WatchedStore[],
  { timeoutMs = TIMEOUT_MS, freshMs = FRESH_MS, clock = monotonic }: WatchOptions = {},
): StoreWatch {
  const pings = histogram(registry, 'cvx_dependency_ping_duration_seconds');
  const watched = stores.map(
    (store) =>
      new Watched(store, { timeoutMs, freshMs, clock }, (ms) =>
        pings.observe({ target: store.name }, ms / 1000),
      ),
  );
  gauge(registry, 'cvx_store_up', (own) => {
    for (const { name, last } of watched) own.set({ store: name }, last?.up === true ? 1 : 0);
  });
  gauge(registry, 'cvx_store_latency_seconds', (own) => {
    for (const { name, last } of watched)
      if (last !== undefined) own.set({ store: name }, last.latencyMs / 1000);
  });
  gauge(registry, 'cvx_store_check_age_seconds', (own) => {
    for (const { name, checkedAt } of watched)
      if (checkedAt !== undefined) own.set({ store: name }, (clock() - checkedAt) / 1000);
  });
  return { look: () => Promise.all(watched.map((one) => one.look())) };
}

/** One ping under way. */
interface Attempt {
  readonly startedAt: number;
  /** Whether the store answered; undefined when the time is up. */
  readonly answered: Promise<boolean>;
}

class Watched {
  readonly name: StoreName;
  last: StoreState | undefined;
  checkedAt: number | undefined;
  readonly #store: WatchedStore;
  readonly #options: Required<WatchOptions>;
  readonly #observe: (ms: number) => void;
  #checking: Promise<StoreState> | undefined;
  #attempt: Attempt | undefined;

  constructor(store: WatchedStore, options: Required<WatchOptions>, observe: (ms: number) => void) {
    this.name = store.name;
    this.#store = store;
    this.#options = options;
    this.#observe = observe;
  }

  async look(): Promise<StoreState> {
    const { freshMs, clock } = this.#options;
    if (this.last !== undefined && this.checkedAt !== undefined && clock() - this.checkedAt < freshMs)
      return this.last;
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async #check(): Promise<StoreState> {
    const { clock, timeoutMs } = this.#options;
    const attempt = this.#currentAttempt();
    const up = (await inTime(attempt.answered, timeoutMs)) ?? false;
    const latencyMs = clock() - attempt.startedAt;
    this.#observe(latencyMs);
    this.checkedAt = clock();
    this.last = { name: this.name, up, latencyMs };
    return this.last;
  }

  #currentAttempt(): Attempt {
    const { clock } = this.#options;
    if (this.#attempt !== undefined && clock() - this.#attempt.startedAt < PATIENCE_MS) return this.#attempt;
    const attempt: Attempt = {
      startedAt: clock(),
      // Why it does not answer belongs to whoever needs it; here it is down.
      answered: this.#store.ping().then(
        () => true,
        () => false,
      ),
    };
    this.#attempt = attempt;
    void attempt.answered.finally(() => {
      if (this.#attempt === attempt) this.#attempt = undefined;
    });
    return attempt;
  }
}
