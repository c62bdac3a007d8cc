import { fit, fits, largest, mostUsers, type NoFit } from './capacity.ts';
import { roomForLimits } from './host.ts';
import type { Host, Inputs, Quantization } from './inputs.ts';
import type { NotPlaced } from './placement.ts';
import type { Refusal, WayOut } from './plan.ts';
import { derived, GIB, type Quantity, shown } from './quantity.ts';
import { RESIDENT_SHARE } from './vectors.ts';

/** Machines that a way out may name: sizes that every provider has. */
const SIZES: readonly (readonly [cores: number, gib: number])[] = [
  [2, 4],
  [2, 8],
  [4, 8],
  [4, 16],
  [8, 16],
  [8, 32],
  [16, 32],
  [16, 64],
  [32, 128],
  [48, 192],
  [64, 256],
  [96, 384],
];
const MOST_HOSTS = 100;

const UNITS = { memory: 'bytes', cores: 'cores', burst: 'cores', disk: 'bytes', gpu: 'bytes' } as const;

/** Says why no stack fits, and what would: each way out was tried on the model. */
export function refuse(inputs: Inputs): Refusal {
  const smallest: Quantization = inputs.quantization === 'none' ? 'none' : 'int8';
  const tried = fit(inputs, smallest);
  if (tried.placed.fits) throw new Error('Refused a stack that fits');
  const { placed, demands } = tried;
  const vectors = vectorsAlone(inputs, smallest, { demands, placed });
  const needed = vectors?.needed ?? derived(placed.needed, UNITS[placed.binding], 'what the load needs');
  const available =
    vectors?.available ??
    derived(placed.available, UNITS[placed.binding], `what ${hostsText(inputs)} can give`);
  return {
    outcome: 'refusal',
    inputs,
    tier: inputs.tier,
    binding: placed.binding === 'burst' ? 'cores' : placed.binding,
    message: vectors?.message ?? messageOf(inputs, placed, needed, available),
    needed,
    available,
    waysOut: waysOut(inputs, smallest, demands.vectors.asInt8),
  };
}

function hostsText({ host, hosts }: Inputs): string {
  return hosts.value === 1 ? `a host of ${host.label}` : `${hosts.value} hosts of ${host.label}`;
}

function messageOf(inputs: Inputs, placed: NotPlaced, needed: Quantity, available: Quantity): string {
  const what = {
    memory: 'of memory',
    cores: 'that are busy to 0.6',
    burst: 'of CPU limits',
    disk: 'of disk',
    gpu: 'of graphics memory',
  }[placed.binding];
  const who = placed.of === undefined ? `${shown(inputs.users)} users need` : `One ${placed.of} needs`;
  const left =
    placed.of === undefined
      ? `${hostsText(inputs)} can give ${shown(available)}`
      : `no host has more than ${shown(available)} left`;
  return `${who} ${shown(needed)} ${what}; ${left}.`;
}

interface VectorsAlone {
  readonly message: string;
  readonly needed: Quantity;
  readonly available: Quantity;
}

/** Where everything but the vectors fits: what they need, and what the rest leaves them. */
function vectorsAlone(
  inputs: Inputs,
  quantization: Quantization,
  { demands: { vectors, services }, placed: { binding, of } }: NoFit,
): VectorsAlone | undefined {
  if (binding !== 'memory' || of !== undefined) return undefined;
  const none = { ...inputs, vectorsPerCv: { ...inputs.vectorsPerCv, value: 0 } };
  if (!fits(none, quantization)) return undefined;
  const hosts = inputs.hosts.value;
  const others = services
    .filter(({ name }) => name !== 'qdrant')
    .reduce((sum, { need, count, everywhere }) => sum + need.value * (everywhere ? hosts : count.value), 0);
  const left = Math.max(0, (roomForLimits(inputs) - others) * RESIDENT_SHARE - vectors.words.value);
  const needed = vectors.resident;
  const available = derived(left, 'bytes', '0.8 of what the other services leave');
  const smaller =
    quantization === 'none' ? `: int8 makes it ${shown({ value: vectors.asInt8, unit: 'bytes' })}` : '';
  return {
    message: `Needs ${shown(needed)} for vectors${quantization === 'int8' ? ' as int8' : ''}, ${shown(available)} are left${smaller}.`,
    needed,
    available,
  };
}

function waysOut(inputs: Inputs, quantization: Quantization, asInt8: number): readonly WayOut[] {
  const { users, cvs } = inputs;
  const ways: WayOut[] = [];
  const add = (flag: string, value: string | number, says: string): void => {
    ways.push({ change: { flag, value: String(value) }, says });
  };
  if (quantization === 'none' && fits(inputs, 'int8'))
    add('quantization', 'int8', `vectors take ${shown({ value: asInt8, unit: 'bytes' })}`);
  const larger = SIZES.map(hostOf).find((host) => fits({ ...inputs, host }, quantization));
  if (larger !== undefined) add('host', larger.label, `${shown(larger.cores)} and ${shown(larger.memory)}`);
  const hosts = fewestHosts(inputs, quantization);
  if (hosts !== undefined) add('hosts', hosts, `so many of ${inputs.host.label}`);
  const fewerUsers = mostUsers(inputs, quantization);
  if (fewerUsers > 0 && fewerUsers < users.value) add('users', fewerUsers, 'so many fit');
  if (cvs.origin.kind !== 'default') {
    const fewer = largest(cvs.value - 1, (value) =>
      fits({ ...inputs, cvs: { ...cvs, value } }, quantization),
    );
    if (fewer > 0) add('cvs', fewer, 'so many fit');
  }
  return ways.length > 0
    ? ways
    : [{ says: `several stacks: no machine of up to 96x384, and no ${MOST_HOSTS} of these, carry it` }];
}

function hostOf([cores, gib]: readonly [number, number]): Host {
  const note = 'a usual size';
  return {
    label: `${cores}x${gib}`,
    cores: derived(cores, 'cores', note),
    memory: derived(gib * GIB, 'bytes', note),
    disk: undefined,
  };
}

function fewestHosts(inputs: Inputs, quantization: Quantization): number | undefined {
  const on = (value: number): boolean => fits({ ...inputs, hosts: { ...inputs.hosts, value } }, quantization);
  if (!on(MOST_HOSTS)) return undefined;
  return largest(MOST_HOSTS, (value) => !on(value)) + 1;
}
