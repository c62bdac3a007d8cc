import { backendDemand, nginxDemand, workerDemand } from './demand-apps.ts';
import { pgbouncerDemand, postgresDemands, qdrantDemand, redisDemands } from './demand-stores.ts';
import { watchDemands } from './demand-watch.ts';
import type { Inputs, Quantization } from './inputs.ts';
import { type Load, loadOf } from './load-model.ts';
import type { ServiceName } from './plan.ts';
import { poolOf, type Pools } from './pools.ts';
import type { Quantity } from './quantity.ts';
import type { StackKind } from './stack.ts';
import { type VectorStorage, vectorStorage } from './vectors.ts';

/** What one service needs for the load, and what the tier table ask for it. Memory and cores are those of one instance. */
export interface Demand {
  readonly name: ServiceName;
  readonly kind: StackKind;
  readonly role: 'cache' | 'queue' | 'primary' | 'replica' | undefined;
  readonly count: Quantity;
  /** One on each host, whatever `count` says. */
  readonly everywhere: boolean;
  readonly processes: Quantity;
  /** Below this memory it does not carry the load. */
  readonly need: Quantity;
  /** What it gets where there is room; undefined: what it needs. */
  readonly asked: Quantity | undefined;
  /** Cores that it keeps busy, over the share that may be busy; at least what it takes to start and to answer probes. */
  readonly reserved: Quantity;
  /** Cores that one instance can make use of at most. */
  readonly usable: Quantity;
  /** CPU limit below which it is throttled while it starts or answers one request. */
  readonly leastLimit: number;
  /** Somebody waits for its answer: its CPU limit counts in I8. */
  readonly critical: boolean;
  /** Graphics memory of one instance. */
  readonly gpu: number;
  /** Disk of one instance after the growth that is planned for. */
  readonly disk: number;
  readonly binding: string;
}

export interface Demands {
  readonly load: Load;
  readonly vectors: VectorStorage;
  readonly pools: Pools;
  readonly services: readonly Demand[];
}

/** The demand of every service of a stack for these inputs. Each number grows with the users and with the tier (I17). */
export function demandsOf(inputs: Inputs, quantization: Quantization): Demands {
  const load = loadOf(inputs);
  const vectors = vectorStorage(inputs, inputs.tier, quantization);
  const backend = backendDemand(inputs, load);
  const worker = workerDemand(inputs, load);
  const pools = poolOf(inputs, load, backend, worker);
  const services = [
    nginxDemand(load),
    backend,
    worker,
    qdrantDemand(inputs, load, vectors),
    ...postgresDemands(inputs, load, pools),
    ...(pools.pooled ? [pgbouncerDemand(pools)] : []),
    ...redisDemands(inputs, load, pools),
  ];
  return { load, vectors, pools, services: [...services, ...watchDemands(services)] };
}
