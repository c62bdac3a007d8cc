import { limitOf } from './demand-apps.ts';
import type { Demand, Demands } from './demand.ts';
import { demandsOf } from './demand.ts';
import { mostUsers, pieceOf } from './capacity.ts';
import type { Inputs, Quantization } from './inputs.ts';
import { withUsers } from './inputs-of.ts';
import { place, type Placed } from './placement.ts';
import type { PlannedService, ServiceName } from './plan.ts';
import { derived, type Quantity, shown } from './quantity.ts';

/** CPU limits over reservations, summed over the services that somebody waits for (I8): they do not all peak at once. */
export const BURST = 1.5;

export interface Allotted {
  readonly services: readonly PlannedService[];
  readonly capacity: number;
}

/**
 * Gives each service what the load needs, and beyond it what the notes ask for as far as there is room. "Room" is what the
 * service will need on these hosts when they carry the most users that they can: nobody is given more than that, so that
 * growth never has to take it back (I17), and the sums fit because they fit there.
 */
export function allot(inputs: Inputs, quantization: Quantization, demands: Demands, least: Placed): Allotted {
  const capacity = mostUsers(inputs, quantization);
  const full = demandsOf(withUsers(inputs, Math.max(capacity, inputs.users.value)), quantization).services;
  const memory = new Map(demands.services.map((demand) => [demand.name, memoryOf(demand, full)]));
  const cores = new Map(demands.services.map((demand) => [demand.name, coresOf(demand, full, inputs)]));
  const pieces = demands.services.map((demand) => pieceOf(demand, memory.get(demand.name)?.value));
  const roomy = place(pieces, inputs);
  const placed = roomy.fits ? roomy : least;
  const bursts = roomy.fits && burstsFit(demands.services, roomy, cores, inputs);
  const services = demands.services.map((demand) =>
    serviceOf(
      demand,
      placed,
      roomy.fits ? memory.get(demand.name) : undefined,
      bursts ? cores.get(demand.name) : undefined,
      inputs,
    ),
  );
  return { services, capacity };
}

function total(services: readonly Demand[], name: ServiceName, of: (demand: Demand) => number): number {
  const demand = services.find((service) => service.name === name);
  return demand === undefined ? 0 : of(demand) * demand.count.value;
}

function memoryOf(demand: Demand, full: readonly Demand[]): Quantity {
  const { asked, count, need, name } = demand;
  if (asked === undefined || asked.value <= need.value) return need;
  const room = total(full, name, (other) => other.need.value) / count.value;
  if (room >= asked.value) return asked;
  const between = Math.floor(room / (16 * 2 ** 20)) * 16 * 2 ** 20;
  if (between <= need.value) return need;
  return limitOf(between, `${shown(asked)} are asked for; this much it needs when the hosts are full`);
}

function coresOf(demand: Demand, full: readonly Demand[], { host }: Inputs): Quantity {
  const { count, reserved, usable, name } = demand;
  const most = Math.min(usable.value, host.cores.value);
  const room = demand.critical
    ? (BURST * total(full, name, (other) => other.reserved.value)) / count.value
    : most;
  return cpu(Math.max(BURST * reserved.value, Math.min(most, room)), host.cores.value, usable.origin.note);
}

/** In hundredths, and never more than the host has: Docker refuses to start a container that may use more. */
function cpu(cores: number, most: number, note: string): Quantity {
  return derived(Math.min(most, Math.floor(cores * 100 + 1e-6) / 100), 'cores', note);
}

function burstsFit(
  demands: readonly Demand[],
  placed: Placed,
  cores: ReadonlyMap<ServiceName, Quantity>,
  inputs: Inputs,
): boolean {
  const sums = new Map<string, number>();
  for (const { name, critical } of demands)
    for (const { host, count } of critical ? (placed.where.get(name) ?? []) : [])
      sums.set(host, (sums.get(host) ?? 0) + count * (cores.get(name)?.value ?? 0));
  return [...sums.values()].every((sum) => sum <= BURST * inputs.host.cores.value + 1e-9);
}

function serviceOf(
  demand: Demand,
  placed: Placed,
  memory: Quantity | undefined,
  cores: Quantity | undefined,
  inputs: Inputs,
): PlannedService {
  const { name, kind, role, processes, need, asked, reserved, usable, binding } = demand;
  const where = placed.where.get(name) ?? [];
  const count = where.reduce((sum, { count }) => sum + count, 0);
  return {
    name,
    kind,
    role,
    count: { ...demand.count, value: count },
    placed: where,
    processes,
    memory: memory ?? need,
    cores:
      cores ??
      cpu(BURST * reserved.value, inputs.host.cores.value, `1.5 × reservation; ${usable.origin.note}`),
    reserved: cpu(reserved.value, inputs.host.cores.value, reserved.origin.note),
    need,
    asked,
    binding,
  };
}
