import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** Lets the child of this process that runs that program hang with its sockets open (SIGSTOP). Returns how it goes on. Linux only. */
export function freezeChild(program: string): () => void {
  const pid = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => isChild(pid, program));
  if (pid === undefined) throw new Error(`No child runs ${program}`);
  process.kill(pid, 'SIGSTOP');
  return () => process.kill(pid, 'SIGCONT');
}

function isChild(pid: number, program: string): boolean {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return name === program && Number(parent) === process.pid;
  } catch {
    // It has ended meanwhile.
    return false;
  }
}
