import type { Call, Closable } from '../lib/call.ts';

/** Losing any entry at any time must be harmless. Contract: test/contracts/cache.ts. */
export interface Cache extends Closable {
  readonly name: string;
  /** Undefined where unknown, expired or lost. */
  get(key: string, call?: Call): Promise<string | undefined>;
  /** Replaces. `ttlMs` must be positive. */
  set(key: string, value: string, ttlMs: number, call?: Call): Promise<void>;
  /** Drops every entry whose key starts with `prefix`. */
  forget(prefix: string, call?: Call): Promise<void>;
  /** How often its server has failed to answer `get` and `set`, which nobody else is told; absent where it has none. */
  readonly errors?: () => number;
}
