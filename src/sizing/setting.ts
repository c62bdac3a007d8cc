import type { Inputs, Quantization } from './inputs.ts';
import type { Load } from './load-model.ts';
import type { PlannedService, ServiceName } from './plan.ts';
import type { Pools } from './pools.ts';
import { KIB, MIB, type Quantity } from './quantity.ts';
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
  readonly pools: Pools;
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
  readonly derive: (draft: Draft) => Derivation | undefined;
  /** The value as its file writes it. */
  readonly write: (value: SettingValue) => string | number | boolean;
}

/** How files write a quantity. Texts and switches are written as they are. */
export const WRITE = {
  number: (value: SettingValue): string | number | boolean =>
    typeof value === 'object' ? value.value : value,
  /** PostgreSQL: upper case, and kB where it is no whole number of MB. */
  postgresBytes: inBytes('kB', 'MB'),
  /** PostgreSQL has on and off. */
  postgresSwitch: (value: SettingValue): string | number | boolean =>
    typeof value === 'boolean' ? (value ? 'on' : 'off') : WRITE.number(value),
  /** Redis: powers of 1,024 end in b. */
  redisBytes: inBytes('kb', 'mb'),
  redisSwitch: (value: SettingValue): string | number | boolean =>
    typeof value === 'boolean' ? (value ? 'yes' : 'no') : WRITE.number(value),
  /** Compose and nginx: 1,024-based in every spelling. */
  bytes: inBytes('k', 'm'),
  seconds: (value: SettingValue): string | number | boolean =>
    typeof value === 'object' ? `${value.value}s` : value,
  megabytes: (value: SettingValue): string | number | boolean =>
    typeof value === 'object' ? Math.round(value.value / MIB) : value,
  prometheusBytes: inBytes('KB', 'MB'),
} as const;

function inBytes(kilo: string, mega: string) {
  return (value: SettingValue): string | number | boolean => {
    if (typeof value !== 'object') return value;
    const bytes = value.value;
    return bytes % MIB === 0 ? `${bytes / MIB}${mega}` : `${Math.floor(bytes / KIB)}${kilo}`;
  };
}

/** The service of that name in a draft, for settings that only exist beside it. */
export function serviceIn(draft: Draft, name: ServiceName): PlannedService | undefined {
  return draft.services.find((service) => service.name === name);
}

/** The derivation of a setting that only exists beside a service, from that service. */
export function whereThere(
  name: ServiceName,
  derive: (draft: Draft, service: PlannedService) => Derivation | undefined,
): Setting['derive'] {
  return (draft) => {
    const service = serviceIn(draft, name);
    return service === undefined ? undefined : derive(draft, service);
  };
}

/** A value that follows from no other number. */
export function fixed(value: SettingValue, binding: string): Derivation {
  return { value, from: [], binding };
}

/** Keeps the type of a row of the table. */
export function defineSetting(setting: Setting): Setting {
  return setting;
}
