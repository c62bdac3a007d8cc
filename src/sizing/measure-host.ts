import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { Host } from './inputs.ts';
import { measured } from './quantity.ts';

/** cgroup v2, then v1: limits of the container that this runs in. */
const MEMORY_FILES = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'] as const;
const CPU_FILE = '/sys/fs/cgroup/cpu.max';

/**
 * This machine as a host: cores and memory of the system or, where it is smaller, of the container's limits; free and used
 * disk together of `folder`. A file that is not there limits nothing.
 */
export function measureHost(folder: string): Host {
  const memory = Math.min(totalmem(), ...MEMORY_FILES.map((file) => numberIn(read(file))));
  const cores = Math.min(availableParallelism(), cpuQuota(read(CPU_FILE)));
  return {
    label: 'this machine',
    cores: measured(cores, 'cores', 'cores of this machine, within the limit of its container'),
    memory: measured(memory, 'bytes', 'memory of this machine, within the limit of its container'),
    disk: diskOf(folder),
  };
}

/** `max 100000` or `150000 100000`: quota and period. */
export function cpuQuota(text: string | undefined): number {
  const [quota, period] = (text ?? '').trim().split(/\s+/).map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : Infinity;
}

/** `max` and nothing at all limit nothing. */
export function numberIn(text: string | undefined): number {
  const value = Number(text?.trim() ?? '');
  return Number.isFinite(value) && value > 0 ? value : Infinity;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function diskOf(folder: string): Host['disk'] {
  try {
    const { blocks, bsize } = statfsSync(folder);
    return measured(blocks * bsize, 'bytes', `size of the disk that holds ${folder}`);
  } catch {
    return undefined;
  }
}
