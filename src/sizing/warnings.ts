import type { Settled } from './stack-of.ts';
import { shown } from './quantity.ts';

const TOGETHER = [['qdrant'], ['postgres', 'postgres-replica'], ['backend']] as const;

/** What a person should know before starting the stack. */
export function warningsOf(plan: Settled): readonly string[] {
  return [...sharedHosts(plan), ...unreachable(plan), ...reduced(plan), ...quantized(plan)];
}

/** Copies on one host survive a crash of the program, and nothing else. */
function sharedHosts({ services, tier, hosts }: Settled): readonly string[] {
  if (!tier.spare) return [];
  const shared = TOGETHER.filter((names) => {
    const on = services
      .filter(({ name }) => names.some((one) => one === name))
      .flatMap(({ placed }) => placed);
    const instances = on.reduce((sum, { count }) => sum + count, 0);
    return instances > 1 && new Set(on.map(({ host }) => host)).size < Math.min(instances, 2);
  });
  if (shared.length === 0) return [];
  return [
    `The copies of ${shared.map((names) => names[0]).join(', ')} share ${hosts.length === 1 ? 'one host' : 'a host'}: they survive a restart of one container, not the loss of the host. --hosts 3 spreads them.`,
  ];
}

function unreachable({ tier, load }: Settled): readonly string[] {
  const { responseSeconds } = tier.targets;
  if (load.response.value <= responseSeconds) return [];
  return [
    `The ${tier.name} tier is to answer in ${shown({ value: responseSeconds, unit: 'seconds' })}, and a mean request takes ${shown(load.response)} without any waiting: more machines do not change that, a faster search or more answers from the cache do.`,
  ];
}

function reduced({ services }: Settled): readonly string[] {
  const less = services.filter(({ memory, asked }) => asked !== undefined && memory.value < asked.value);
  if (less.length === 0) return [];
  const list = less.map(
    ({ name, memory, asked }) => `${name} ${shown(memory)} of ${asked === undefined ? '' : shown(asked)}`,
  );
  return [`Reduced limits, enough for the load but less than the tier table asks for: ${list.join(', ')}.`];
}

function quantized({ quantization, inputs, vectors }: Settled): readonly string[] {
  if (quantization !== 'int8' || inputs.quantization === 'int8') return [];
  return [
    `Vectors are kept as int8 (${shown(vectors.resident)} instead of ${shown({ value: vectors.asFloat, unit: 'bytes' })}): float32 does not fit. Hits are scored again with the whole vectors from disk. Collections that exist keep their form until they are built anew.`,
  ];
}
