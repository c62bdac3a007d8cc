import { hasCode } from './errors.ts';

/** Whether a process of this PID exists on this machine, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, and alive.
    return hasCode(error, 'EPERM');
  }
}
