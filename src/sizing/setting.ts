import type { Inputs, Quantization } from './inputs.ts';
import type { Load } from './load-model.ts';
import type { PlannedService, ServiceName } from './plan.ts';
import type { Quantity } from './quantity.ts';
import type { Tier } from './tiers.ts';
import type { VectorStorage } from './vectors.ts';

/** Where a setting is written. */
export type SettingTarget =
  /** A variable of `.env` that these services get. */
  | { readonly in: 'env'; readonly key: string; readonly services: readonly ServiceName[] }
  /** A path below the service's mapping in the compose file. */
  | { readonly in: 'compose'; readonly service: ServiceName; readonly path: readonly string[] }
  | { readonly in: 'qdrant'; readonly path: readonly string[] }
  | { readonly in: 'postgres'; readonly key: string }
  | { readonly in: 'pgbouncer'; readonly key: string }
  | { readonly in: 'redis'; readonly service: 'redis-cache' | 'redis-queue'; readonly key: string }
  /** `block` from the outside, as an edit of nginx wants it; empty is the main context. */
  | { readonly in: 'nginx'; readonly block: readonly string[]; readonly key: string }
  /** A flag of the command line. */
  | { readonly in: 'prometheus'; readonly flag: string };

export type SettingValue = Quantity | string | boolean;

/** What is settled before any setting is: the load, the services with their limits, and where the vectors lie. */
export interface Draft {
  readonly inputs: Inputs;
  readonly tier: Tier;
  readonly load: Load;
  readonly vectors: VectorStorage;
  readonly quantization: Quantization;
  readonly services: readonly PlannedService[];
}

export interface Derivation {
  readonly value: SettingValue;
  readonly from: readonly { readonly label: string; readonly quantity: Quantity }[];
  readonly binding: string;
}

/** One setting: how its value follows from the draft, why, and where that is written. */
export interface Setting {
  /** `postgres/shared_buffers`, `env/DATABASE_POOL_SIZE`. */
  readonly id: string;
  readonly target: SettingTarget;
  readonly says: string;
  /** In words and symbols. */
  readonly formula: string;
  readonly tooLow: string;
  readonly tooHigh: string;
  readonly source: string;
  /** More users never lower it (I17). */
  readonly capacity: boolean;
  /** Undefined where this stack does not write it. Pure. */
  derive(draft: Draft): Derivation | undefined;
  /** The value as its file writes it. */
  write(value: SettingValue): string | number | boolean;
}
