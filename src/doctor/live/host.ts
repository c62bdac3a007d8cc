import { readFile, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { HostLive } from './live.ts';
import { orUndefined, Unseen } from './observe.ts';

/** Reads what this machine is and how the kernel is set; `folders`: the first that can be read tells of the disk. */
export async function lookAtHost(folders: readonly string[]): Promise<HostLive> {
  const [meminfo, overcommit, hugePages, maxMapCount, somaxconn, disk] = await Promise.all([
    read('/proc/meminfo'),
    readNumber('/proc/sys/vm/overcommit_memory'),
    read('/sys/kernel/mm/transparent_hugepage/enabled'),
    readNumber('/proc/sys/vm/max_map_count'),
    readNumber('/proc/sys/net/core/somaxconn'),
    roomOn(folders),
  ]);
  if (disk === undefined) throw new Unseen('how full its disk is cannot be read');
  return {
    memoryBytes: totalmem(),
    cores: availableParallelism(),
    swapUsedRatio: swapUsed(meminfo ?? ''),
    diskFreeRatio: disk.ratio,
    diskFreeBytes: disk.bytes,
    overcommitMemory: overcommit,
    transparentHugePages: /\[(\w+)\]/.exec(hugePages ?? '')?.[1],
    maxMapCount,
    somaxconn,
  };
}

/** 0 where there is no swap. */
export function swapUsed(meminfo: string): number {
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo)?.[1] ?? 0);
  const total = kilobytes('SwapTotal');
  return total === 0 ? 0 : (total - kilobytes('SwapFree')) / total;
}

/** Free for those who are not root, as `df` counts it: of used and free together. */
async function roomOn(
  folders: readonly string[],
): Promise<{ readonly ratio: number; readonly bytes: number } | undefined> {
  for (const folder of folders) {
    const disk = await orUndefined(statfs(folder));
    if (disk === undefined) continue;
    const used = disk.blocks - disk.bfree;
    const ratio = used + disk.bavail === 0 ? 0 : disk.bavail / (used + disk.bavail);
    return { ratio, bytes: disk.bavail * disk.bsize };
  }
  return undefined;
}

function read(file: string): Promise<string | undefined> {
  return orUndefined(readFile(file, 'utf8'));
}

async function readNumber(file: string): Promise<number | undefined> {
  const text = (await read(file))?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
