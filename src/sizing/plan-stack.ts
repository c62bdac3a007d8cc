import { allot } from './allot.ts';
import { type Fit, fit } from './capacity.ts';
import { correctionsOf } from './corrections.ts';
import type { Inputs, Quantization } from './inputs.ts';
import { failuresOf, judgeStack } from './invariants.ts';
import type { Plan, PlannedHost, PlannedService, Refusal } from './plan.ts';
import { refuse } from './refuse.ts';
import { derived } from './quantity.ts';
import { settle } from './settings.ts';
import { type Settled, stackOf } from './stack-of.ts';
import { phasesOf } from './tiers.ts';
import { warningsOf } from './warnings.ts';

/**
 * The stack for these inputs: every invariant holds on its hosts, or it is refused with the resource that runs out and the
 * ways out of it. Vectors are kept as float32 where they fit, else as int8, unless the inputs say which. Pure: the same
 * inputs give the same plan.
 */
export function planStack(inputs: Inputs): Plan | Refusal {
  const ways = inputs.quantization === 'auto' ? (['none', 'int8'] as const) : [inputs.quantization];
  for (const quantization of ways) {
    const found = fit(inputs, quantization);
    if (found.placed.fits)
      return planOf(inputs, quantization, { demands: found.demands, placed: found.placed });
  }
  return refuse(inputs);
}

function planOf(inputs: Inputs, quantization: Quantization, { demands, placed }: Fit): Plan {
  const { load, vectors, pools } = demands;
  const { tier } = inputs;
  const { services, capacity } = allot(inputs, quantization, demands, placed);
  const settings = settle({ inputs, tier, load, vectors, pools, quantization, services });
  const settled: Settled = {
    inputs,
    tier,
    load,
    vectors,
    pools,
    quantization,
    services,
    settings,
    hosts: hostsOf(services),
  };
  const judgements = judgeStack(stackOf(settled));
  const [failure] = failuresOf(judgements);
  if (failure !== undefined)
    throw new Error(`The plan breaks ${failure.id} (${failure.subject}): ${failure.says}`);
  return {
    ...settled,
    outcome: 'plan',
    judgements,
    capacity,
    corrections: correctionsOf(settled),
    phases: phasesOf(tier),
    warnings: warningsOf(settled),
  };
}

function hostsOf(services: readonly PlannedService[]): readonly PlannedHost[] {
  const names = [...new Set(services.flatMap(({ placed }) => placed.map(({ host }) => host)))].toSorted(
    (a, b) => a.localeCompare(b, 'en', { numeric: true }),
  );
  const roles = new Map<string, string>();
  return names.map((name) => {
    const here = services.flatMap((service) =>
      service.placed.filter(({ host }) => host === name).map(({ count }) => ({ service, count })),
    );
    const same = here.map(({ service, count }) => `${service.name}×${count}`).join(' ');
    const role =
      roles.get(same) ??
      roleOf(
        here.map(({ service }) => service),
        roles.size,
      );
    roles.set(same, role);
    const sum = (of: 'memory' | 'reserved'): number =>
      here.reduce((total, { service, count }) => total + count * service[of].value, 0);
    return {
      name,
      role: names.length === 1 ? 'stack' : role,
      services: here.map(({ service, count }) => ({ service: service.name, count })),
      memory: derived(sum('memory'), 'bytes', 'sum of the memory limits'),
      reserved: derived(sum('reserved'), 'cores', 'sum of the reservations'),
    };
  });
}

/** Named after what it holds that most others do not; numbered, so that no two are the same. */
function roleOf(services: readonly PlannedService[], index: number): string {
  const holds = (...names: readonly string[]): boolean => services.some(({ name }) => names.includes(name));
  const what = holds('nginx') ? 'edge' : holds('postgres', 'postgres-replica', 'qdrant') ? 'data' : 'app';
  return `${what}-${index + 1}`;
}
