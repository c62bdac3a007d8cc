import { leastCpuLimit, mostUsers, pieceOf } from './capacity.ts';
import { type Demand, type Demands, demandsOf } from './demand.ts';
import { roomForLimits, takenByExtras } from './host.ts';
import type { Inputs, Quantization } from './inputs.ts';
import { withUsers } from './inputs-of.ts';
import { BURST, place, type Placed } from './placement.ts';
import type { PlannedService, ServiceName } from './plan.ts';
import { derived, MIB, type Quantity, shown } from './quantity.ts';

export interface Allotted {
  readonly services: readonly PlannedService[];
  readonly capacity: number;
}

/** What one instance of each service gets. */
interface Gets {
  readonly memory: ReadonlyMap<ServiceName, number>;
  readonly cores: ReadonlyMap<ServiceName, number>;
}

/** Shares of the room that are tried: with several hosts the pieces may not fit though their sum does. */
const SHARES = [1, 0.75, 0.5, 0.25, 0] as const;

/**
 * Gives each service what the load needs, and beyond it what the tier table asks for, as far as there is room. Room is counted at
 * the most users that these hosts carry: what is left over there is dealt out, and nobody is given more than their need
 * there and their part of that. So growth never has to take anything back (I17), and the sums fit because they fit there.
 */
export function allot(inputs: Inputs, quantization: Quantization, demands: Demands, least: Placed): Allotted {
  const { services } = demands;
  const capacity = mostUsers(inputs, quantization);
  const full = demandsOf(withUsers(inputs, Math.max(capacity, inputs.users.value)), quantization).services;
  for (const share of SHARES) {
    const gets = getsOf(services, full, inputs, share);
    const pieces = services.map((demand) =>
      pieceOf(demand, gets.memory.get(demand.name), gets.cores.get(demand.name)),
    );
    const placed = place(pieces, inputs);
    if (placed.fits) return { services: plannedOf(services, placed, gets, inputs), capacity };
  }
  const bare = { memory: new Map<ServiceName, number>(), cores: new Map<ServiceName, number>() };
  return { services: plannedOf(services, least, bare, inputs), capacity };
}

function getsOf(services: readonly Demand[], full: readonly Demand[], inputs: Inputs, share: number): Gets {
  const { host, hosts } = inputs;
  const cores = BURST * (hosts.value * host.cores.value - takenByExtras(inputs, 'cores'));
  const most = ({ usable, reserved }: Demand): number =>
    Math.min(host.cores.value, Math.max(usable.value, reserved.value));
  return {
    memory: deal(services, full, {
      need: ({ need }) => need.value,
      asked: ({ asked, need }) => Math.max(asked?.value ?? 0, need.value),
      room: share * roomForLimits(inputs),
      hosts: hosts.value,
    }),
    cores: deal(
      services.filter(({ critical }) => critical),
      full.filter(({ critical }) => critical),
      {
        need: leastCpuLimit,
        asked: (demand) => Math.max(most(demand), leastCpuLimit(demand)),
        room: share * cores,
        hosts: hosts.value,
      },
    ),
  };
}

interface Deal {
  readonly need: (demand: Demand) => number;
  readonly asked: (demand: Demand) => number;
  /** On all hosts together. */
  readonly room: number;
  readonly hosts: number;
}

/** Per instance: max(need, min(asked, need when the hosts are full + a part of what is left over then)). */
function deal(
  services: readonly Demand[],
  full: readonly Demand[],
  { need, asked, room, hosts }: Deal,
): ReadonlyMap<ServiceName, number> {
  const times = ({ everywhere, count }: Demand): number => (everywhere ? hosts : count.value);
  const sum = (of: (demand: Demand) => number): number =>
    full.reduce((total, demand) => total + of(demand) * times(demand), 0);
  const wished = sum((demand) => Math.max(0, asked(demand) - need(demand)));
  const part = wished === 0 ? 0 : Math.min(1, Math.max(0, room - sum(need)) / wished);
  const caps = new Map(
    full.map((demand) => [
      demand.name,
      (need(demand) + part * Math.max(0, asked(demand) - need(demand))) * times(demand),
    ]),
  );
  return new Map(
    services.map((demand) => {
      const cap = (caps.get(demand.name) ?? 0) / times(demand);
      return [demand.name, Math.max(need(demand), Math.min(asked(demand), cap))];
    }),
  );
}

function plannedOf(
  services: readonly Demand[],
  placed: Placed,
  gets: Gets,
  inputs: Inputs,
): readonly PlannedService[] {
  return services.map((demand) => {
    const { name, kind, role, processes, need, asked, reserved, binding, disk } = demand;
    const where = placed.where.get(name) ?? [];
    return {
      name,
      kind,
      role,
      count: { ...demand.count, value: where.reduce((sum, { count }) => sum + count, 0) },
      placed: where,
      processes,
      memory: memoryOf(demand, gets.memory.get(name)),
      cores: coresOf(demand, gets.cores.get(name), inputs),
      reserved: hundredths(reserved.value, reserved.origin.note),
      need,
      asked,
      disk: derived(disk, 'bytes', 'data after the growth that is planned for, with copies and log'),
      binding,
    };
  });
}

const STEP = 16 * MIB;

function memoryOf({ need, asked }: Demand, gets = need.value): Quantity {
  const value = Math.floor(gets / STEP + 1e-9) * STEP;
  if (value <= need.value) return need;
  if (asked !== undefined && value >= asked.value) return { ...asked, value };
  return derived(
    value,
    'bytes',
    `as much of the ${asked === undefined ? 'room' : shown(asked)} asked for as these hosts keep room for`,
  );
}

/** Never more than the host has: Docker refuses to start a container that may use more. */
function coresOf(demand: Demand, gets: number | undefined, { host }: Inputs): Quantity {
  const { usable, critical } = demand;
  const wanted = gets ?? (critical ? leastCpuLimit(demand) : Math.max(usable.value, leastCpuLimit(demand)));
  return hundredths(Math.min(wanted, host.cores.value), usable.origin.note);
}

function hundredths(cores: number, note: string): Quantity {
  return derived(Math.floor(cores * 100 + 1e-6) / 100, 'cores', note);
}
