import { readdir, readFile, readlink } from 'node:fs/promises';

/** Open TCP sockets of this process to a port of this machine, counted by the system (Linux). */
export async function socketsTo(port: number): Promise<number> {
  const own = new Set<string>();
  for (const descriptor of await readdir('/proc/self/fd')) {
    const target = await readlink(`/proc/self/fd/${descriptor}`).catch(() => '');
    own.add(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? '');
  }
  const table = await readFile('/proc/self/net/tcp', 'utf8');
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').filter((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[2]?.endsWith(remote) === true && own.has(fields[9] ?? 'none');
  }).length;
}
