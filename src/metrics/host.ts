import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';
import process from 'node:process';
import type { Counter, Registry } from 'prom-client';
import { hasCode } from '../lib/errors.ts';
import { counter, gauge } from './registry.ts';

const CPU_MODES = ['user', 'nice', 'sys', 'idle', 'irq'] as const;

/** Of /proc/diskstats: whole disks; their partitions, and what lies over or in other files, would count twice. */
const DISK = /^(?:sd[a-z]+|vd[a-z]+|xvd[a-z]+|hd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/;

/**
 * CPU, memory and disks of the host, read at each scrape from what the system keeps in memory. Returns a look at the
 * file system of `home`, which can hang (a network share) and so belongs to the background.
 */
export function observeHost(registry: Registry, home: string): () => Promise<void> {
  const cpu = rising(
    counter(registry, 'cvx_host_cpu_seconds_total', () => {
      const cores = cpus();
      for (const name of CPU_MODES)
        // As every dashboard knows it.
        cpu(
          { mode: name === 'sys' ? 'system' : name },
          cores.reduce((sum, { times }) => sum + times[name], 0) / 1000,
        );
    }),
  );
  gauge(registry, 'cvx_host_cpus', (own) => own.set(cpus().length || availableParallelism()));
  gauge(registry, 'cvx_host_memory_size_bytes', (own) => own.set(totalmem()));
  // MemAvailable on Linux: what is free and what the page cache would give back.
  gauge(registry, 'cvx_host_memory_available_bytes', (own) => own.set(freemem()));
  gauge(registry, 'cvx_memory_limit_bytes', (own) => {
    const limit = process.constrainedMemory();
    // Where there is no limit, 0 or more than the host has.
    if (limit > 0 && limit < totalmem()) own.set(limit);
    else own.remove();
  });
  const busy = rising(
    counter(registry, 'cvx_host_disk_io_seconds_total', () => {
      for (const { device, seconds } of diskTimes()) busy({ device }, seconds);
    }),
  );
  const size = gauge(registry, 'cvx_host_disk_size_bytes');
  const available = gauge(registry, 'cvx_host_disk_available_bytes');
  return async () => {
    const found = await fileSystemOf(home);
    if (found === undefined) return;
    size.set(found.size);
    available.set(found.available);
  };
}

/**
 * Lets a counter follow a figure that the system keeps since its start. Such figures fall now and then by some ms (idle
 * time, when a core goes to sleep), which would read as a restart.
 */
function rising<L extends string>(counter: Counter<L>): (labels: Record<L, string>, value: number) => void {
  const highest = new Map<string, number>();
  return (labels, value) => {
    const key = Object.values(labels).join();
    const before = highest.get(key) ?? 0;
    if (value <= before) return;
    counter.inc(labels, value - before);
    highest.set(key, value);
  };
}

/** Field 13 of each line, ms spent doing I/O (kernel documentation, iostats); nothing where there is no such file. */
function diskTimes(): { device: string; seconds: number }[] {
  if (process.platform !== 'linux') return [];
  let text;
  try {
    text = readFileSync('/proc/diskstats', 'utf8');
  } catch {
    // A sandbox may hide it; then there is no such metric.
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [device = '', ms] = [fields[2], fields[12]];
    return DISK.test(device) && ms !== undefined ? [{ device, seconds: Number(ms) / 1000 }] : [];
  });
}

/** Of the folder, or of the nearest above it that there is. Undefined where the system does not tell. */
async function fileSystemOf(
  folder: string,
): Promise<{ readonly size: number; readonly available: number } | undefined> {
  try {
    const { blocks, bavail, bsize } = await statfs(folder);
    return { size: blocks * bsize, available: bavail * bsize };
  } catch (error) {
    return hasCode(error, 'ENOENT') && dirname(folder) !== folder ? fileSystemOf(dirname(folder)) : undefined;
  }
}
