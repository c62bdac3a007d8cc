/** Last parameter of every port method. An adapter must stop waiting when `signal` aborts. */
export interface Call {
  readonly signal?: AbortSignal;
}

/** What every store can do beside its work. */
export interface Closable {
  /** Resolves if the store answers; rejects with CVX_STORE_UNAVAILABLE otherwise. */
  ping(call?: Call): Promise<void>;
  /** Idempotent. After it, every other method rejects with CVX_STORE_CLOSED. */
  close(): Promise<void>;
}
