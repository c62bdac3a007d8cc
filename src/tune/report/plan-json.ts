import type { Costs } from '../../sizing/cost.ts';
import type { Plan } from '../../sizing/plan.ts';
import type { Quantity } from '../../sizing/quantity.ts';

/** The plan as `--json` prints it: numbers in bytes, seconds and cores, each with its origin. */
export function planJson(plan: Plan): Readonly<Record<string, unknown>> {
  const { tier, load, hosts, services, settings, corrections, phases, warnings, capacity } = plan;
  return {
    tier: { name: tier.name, from: tier.from, to: tier.to, title: tier.title },
    inputs: inputsJson(plan),
    load: {
      requestsPerSecond: load.arrivals.value,
      inFlight: load.inFlight.value,
      vectors: Math.round(plan.vectors.count.value),
      vectorBytes: plan.vectors.resident.value,
    },
    capacity,
    hosts: hosts.map(({ name, role, services: on, memory, reserved }) => ({
      name,
      role,
      services: on,
      memory: memory.value,
      reserved: reserved.value,
    })),
    services: services.map(
      ({ name, count, processes, memory, cores, reserved, need, disk, placed, binding }) => ({
        name,
        count: count.value,
        processes: processes.value,
        memory: memory.value,
        cores: cores.value,
        reserved: reserved.value,
        need: need.value,
        disk: disk.value,
        placed,
        binding,
      }),
    ),
    settings: [...settings].map(([id, { written, binding }]) => ({ id, value: written, binding })),
    invariants: plan.judgements.map((ruling) => ({
      id: ruling.id,
      subject: ruling.subject,
      ...(ruling.judged ? { holds: ruling.holds, says: ruling.says } : { notJudged: ruling.missing }),
    })),
    corrections: corrections.map(({ setting, ...rest }) => ({ setting: setting ?? null, ...rest })),
    warnings,
    phases: phases.map(({ phase, title, due, when, steps, to }) => ({
      phase,
      title,
      due,
      when,
      steps,
      targets: to,
    })),
  };
}

function inputsJson({ inputs, quantization }: Plan): unknown {
  return {
    users: quantity(inputs.users),
    cvs: quantity(inputs.cvs),
    vectorsPerCv: quantity(inputs.vectorsPerCv),
    dimensions: quantity(inputs.dims),
    growth: quantity(inputs.growth),
    thinkTime: quantity(inputs.thinkTime),
    peak: quantity(inputs.peak),
    slo: quantity(inputs.slo),
    mix: { kinds: inputs.mix, origin: inputs.mixOrigin },
    host: {
      label: inputs.host.label,
      cores: quantity(inputs.host.cores),
      memory: quantity(inputs.host.memory),
      disk: inputs.host.disk === undefined ? null : quantity(inputs.host.disk),
    },
    hosts: quantity(inputs.hosts),
    gpu: inputs.gpu === undefined ? null : quantity(inputs.gpu),
    storage: inputs.storage,
    backend: inputs.backend,
    postgres: inputs.postgres,
    quantization,
  };
}

function quantity({ value, unit, origin }: Quantity): unknown {
  return { value, unit, origin: { kind: origin.kind, note: origin.note } };
}

export function costJson(costs: Costs): unknown {
  const { provider, region, date, months, source, notPriced, options } = costs;
  return {
    provider,
    region,
    date,
    monthsOld: months,
    source,
    notPriced,
    options: options.map(({ kind, fromNotes, machines, capacity, carries, perMonth, perUser }) => ({
      kind,
      fromNotes,
      machines,
      capacity,
      carries,
      perMonth: round(perMonth.value),
      perUser: round(perUser.value),
    })),
  };
}

/** Cents and a tenth of them: more digits are noise of the division. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
