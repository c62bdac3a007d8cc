import { readFile } from 'node:fs/promises';
import { orUndefined } from './observe.ts';

/** State of a connection in /proc/net/tcp: include/net/tcp_states.h. */
const ESTABLISHED = '01';

/**
 * Established TCP connections in the network of a process by remote port, from the host's view of it (Linux). Undefined
 * where that process is not to be seen from here, or is none of that container.
 */
export async function connectionsOf(
  pid: number,
  containerId: string,
): Promise<ReadonlyMap<number, number> | undefined> {
  const read = (file: string): Promise<string | undefined> =>
    orUndefined(readFile(`/proc/${pid}/${file}`, 'utf8'));
  // A PID of another machine, or of Docker's virtual one, is somebody else's here.
  if (pid === 0 || (await read('cgroup'))?.includes(containerId) !== true) return undefined;
  const tables = await Promise.all([read('net/tcp'), read('net/tcp6')]);
  if (tables.every((table) => table === undefined)) return undefined;
  return countByRemotePort(tables.join('\n'));
}

/** Reads lines of /proc/net/tcp and tcp6: proc_pid_net(5). A connection between two sockets inside counts for either end. */
export function countByRemotePort(table: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const line of table.split('\n')) {
    const [, , remote, state] = line.trim().split(/\s+/);
    const port = Number.parseInt(/:([0-9A-F]{4})$/.exec(remote ?? '')?.[1] ?? '', 16);
    if (state === ESTABLISHED && port > 0) counts.set(port, (counts.get(port) ?? 0) + 1);
  }
  return counts;
}
