import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * When the process of this PID started, in whatever form its system tells it, to compare and not to show. Empty where
 * the system does not tell (Windows) or there is no such process.
 */
export async function startOf(pid: number): Promise<string> {
  return process.platform === 'linux' ? startOnLinux(pid) : startFromPs(pid);
}

/** Field 22 of /proc/PID/stat, in ticks since boot, and the boot: see proc_pid_stat(5). */
async function startOnLinux(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    // Field 2 is the program's name in brackets and may hold anything; field 3 follows its last bracket.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3] ?? '';
    return `${boot.trim()}/${ticks}`;
  } catch {
    return '';
  }
}

async function startFromPs(pid: number): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C' },
    });
    return stdout.trim();
  } catch {
    return '';
  }
}
