import type { Correction } from './corrections.ts';
import type { Inputs, Quantization } from './inputs.ts';
import type { Ruling } from './invariants.ts';
import type { Load } from './load-model.ts';
import type { Pools } from './pools.ts';
import type { Quantity } from './quantity.ts';
import type { Setting, SettingTarget, SettingValue } from './setting.ts';
import type { StackKind } from './stack.ts';
import type { PlannedPhase, Tier } from './tiers.ts';
import type { VectorStorage } from './vectors.ts';

/** The services that a plan knows how to size, in the order of the report. */
export const SERVICE_NAMES = [
  'nginx',
  'backend',
  'worker',
  'qdrant',
  'postgres',
  'postgres-replica',
  'pgbouncer',
  'redis-cache',
  'redis-queue',
  'redis-exporter',
  'postgres-exporter',
  'node-exporter',
  'prometheus',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Where instances run: `count` on the host of that name. */
export interface Placement {
  readonly host: string;
  readonly count: number;
}

/** One service of a plan. Memory, cores and processes are those of one instance. */
export interface PlannedService {
  readonly name: ServiceName;
  readonly kind: StackKind;
  readonly role: 'cache' | 'queue' | 'primary' | 'replica' | undefined;
  /** Instances over all hosts; `placed` adds up to it. */
  readonly count: Quantity;
  readonly placed: readonly Placement[];
  readonly processes: Quantity;
  /** Memory limit, a multiple of 16 MiB. */
  readonly memory: Quantity;
  /** CPU limit and reservation, in hundredths of a core. */
  readonly cores: Quantity;
  readonly reserved: Quantity;
  /** Least memory that the load needs. */
  readonly need: Quantity;
  /** What the product's tier table asks for; undefined where it names none. */
  readonly asked: Quantity | undefined;
  /** Of one instance after the growth that is planned for; 0 where it keeps nothing. */
  readonly disk: Quantity;
  /** What keeps the limit from being less, or more: one sentence. */
  readonly binding: string;
}

export interface PlannedHost {
  /** `host-1`; `stack` where there is one only. */
  readonly name: string;
  /** Hosts with the same services have the same role, and the same compose file. */
  readonly role: string;
  readonly services: readonly { readonly service: ServiceName; readonly count: number }[];
  /** Sums of the limits and of the reservations. */
  readonly memory: Quantity;
  readonly reserved: Quantity;
}

/** One setting as it is to be written. */
export interface PlannedSetting {
  readonly setting: Setting;
  readonly value: SettingValue;
  /** As its file writes it: `512mb`, `4`, true. */
  readonly written: string | number | boolean;
  /** The numbers that it follows from, with their origins. */
  readonly from: readonly { readonly label: string; readonly quantity: Quantity }[];
  /** What keeps it from being more, or less: one sentence. */
  readonly binding: string;
}

/** A stack that keeps every invariant on its hosts. */
export interface Plan {
  readonly outcome: 'plan';
  readonly inputs: Inputs;
  readonly tier: Tier;
  readonly load: Load;
  readonly vectors: VectorStorage;
  readonly pools: Pools;
  readonly quantization: Quantization;
  readonly hosts: readonly PlannedHost[];
  readonly services: readonly PlannedService[];
  /** By id, in the order of the table of settings. */
  readonly settings: ReadonlyMap<string, PlannedSetting>;
  readonly judgements: readonly Ruling[];
  readonly corrections: readonly Correction[];
  readonly phases: readonly PlannedPhase[];
  /** Users that these hosts carry at most, everything else as given. */
  readonly capacity: number;
  /** What a person should know before starting it: shared hosts, targets that more machines cannot reach, reduced limits. */
  readonly warnings: readonly string[];
}

/** What would fit instead: another value of one of the inputs, named as its flag (`host`, `8x32`), or without one, in words only. */
export interface WayOut {
  readonly change?: { readonly flag: string; readonly value: string };
  readonly says: string;
}

/** No such stack fits. */
export interface Refusal {
  readonly outcome: 'refusal';
  readonly inputs: Inputs;
  readonly tier: Tier;
  /** Which resource runs out. */
  readonly binding: 'memory' | 'cores' | 'disk' | 'gpu';
  /** `Needs 13.7 GiB for vectors, 9 GiB are left.` */
  readonly message: string;
  readonly needed: Quantity;
  readonly available: Quantity;
  /** Each one that was tried on the model and fits. */
  readonly waysOut: readonly WayOut[];
}

/** A way out as the command line takes it: `--host 8x32: 8 cores and 32 GiB`. */
export function wayText({ change, says }: WayOut): string {
  return change === undefined ? says : `--${change.flag} ${change.value}: ${says}`;
}

/** The service of that name; throws where the plan has none. */
export function serviceOf(plan: Pick<Plan, 'services'>, name: ServiceName): PlannedService {
  const found = plan.services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`The plan has no ${name}`);
  return found;
}

/** The settings of a plan whose target is of one kind, with the target narrowed to it. */
export function settingsIn<In extends SettingTarget['in']>(
  { settings }: Pick<Plan, 'settings'>,
  kind: In,
): readonly (PlannedSetting & { readonly target: Extract<SettingTarget, { readonly in: In }> })[] {
  const isOfKind = (target: SettingTarget): target is Extract<SettingTarget, { readonly in: In }> =>
    target.in === kind;
  return [...settings.values()].flatMap((planned) => {
    const { target } = planned.setting;
    return isOfKind(target) ? [{ ...planned, target }] : [];
  });
}
