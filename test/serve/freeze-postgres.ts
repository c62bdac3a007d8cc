import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { Client } from 'pg';

/** Lets a whole PostgreSQL server of this machine hang with its sockets open (SIGSTOP). Returns how it goes on. Linux only. */
export async function freezePostgres(url: string): Promise<() => void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = parentOf(rows[0]!.pid);
  await client.end();
  // The postmaster first, so that it starts no further process meanwhile.
  const pids = [postmaster!];
  process.kill(postmaster!, 'SIGSTOP');
  for (const name of readdirSync('/proc'))
    if (/^\d+$/.test(name) && parentOf(Number(name)) === postmaster) pids.push(Number(name));
  for (const pid of pids) signal(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) signal(pid, 'SIGCONT');
  };
}

function parentOf(pid: number): number | undefined {
  try {
    // After the name, which may hold spaces: state, parent.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}
