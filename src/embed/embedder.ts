import type { Call } from '../lib/call.ts';

/**
 * Turns text into unit vectors. Adapters: bundled (a small model that ships with cvx), transformers.
 * Contract: test/contracts/embedder.ts.
 */
export interface Embedder {
  /** Names the vector space, with its version: vectors of two ids are never compared. For example `cvx-static-1`. */
  readonly id: string;
  readonly dimensions: number;
  /**
   * One unit vector (L2 norm 1 within 1e-3) for each text, in order. A text without any known token gives the zero vector.
   * Rejects with CVX_EMBED_FAILED; never returns fewer vectors than texts.
   */
  embed(texts: readonly string[], call?: Call): Promise<readonly Float32Array[]>;
  /** Idempotent. */
  close(): Promise<void>;
}
