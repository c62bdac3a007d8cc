import { CvxError } from '../lib/errors.ts';
import type { Host, Inputs } from './inputs.ts';
import { GIB, given } from './quantity.ts';

/** Share of a machine's memory that limits may add up to, and what is left to its system at least (I7). */
const USABLE_SHARE = 0.9;
const SYSTEM_BYTES = GIB / 2;

/** A host given as `4x16`: cores and GiB of memory; `4x16x200` adds GB of disk. Throws CVX_HOST for anything else. */
export function parseHost(text: string): Host {
  const match = /^(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(?:x(\d+))?$/.exec(text.trim().toLowerCase());
  const cores = Number(match?.[1]);
  const memory = Number(match?.[2]);
  if (match === null || !(cores > 0 && cores <= 1024) || !(memory > 0 && memory <= 24_576)) {
    throw new CvxError('CVX_HOST', `Host ${text}: expected cores and GiB of memory, such as 4x16`, {
      hint: 'Name a machine of the price table with --instance, or leave both out to take this machine.',
    });
  }
  const note = `--host ${text}`;
  return {
    label: text,
    cores: given(cores, 'cores', note),
    memory: given(memory * GIB, 'bytes', note),
    disk: match[3] === undefined ? undefined : given(Number(match[3]) * 1e9, 'bytes', note),
  };
}

/** Of the memory of a host what the limits of its containers may add up to; both in bytes. */
export function usableBytes(memory: number): number {
  return Math.max(0, Math.min(USABLE_SHARE * memory, memory - SYSTEM_BYTES));
}

/** What containers that the plan does not size take of all its hosts, in bytes or cores. */
export function takenByExtras({ extras }: Pick<Inputs, 'extras'>, of: 'memory' | 'cores'): number {
  return extras.reduce((sum, extra) => sum + extra[of].value, 0);
}

/** The same of the host at this index: they run on the first. */
export function takenOn(index: number, inputs: Pick<Inputs, 'extras'>, of: 'memory' | 'cores'): number {
  return index === 0 ? takenByExtras(inputs, of) : 0;
}

/** What the memory limits of a plan may add up to, on all its hosts together, in bytes. */
export function roomForLimits(inputs: Pick<Inputs, 'host' | 'hosts' | 'extras'>): number {
  return inputs.hosts.value * usableBytes(inputs.host.memory.value) - takenByExtras(inputs, 'memory');
}
