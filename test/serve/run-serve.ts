import { execa } from 'execa';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { BIN, cleanEnv } from '../cli/run-cvx.ts';

export interface Served {
  readonly url: string;
  readonly pid: number | undefined;
  /** Ends it at once and resolves when it has. */
  kill(): Promise<void>;
  /** Lines of stderr so far. */
  readonly stderr: string[];
  /** Sends the signal and resolves to the exit code. */
  stop(signal: NodeJS.Signals): Promise<number | undefined>;
}

/** `cvx serve` as a process of its own, once it listens. */
export async function runServe(args: readonly string[], env: Record<string, string>): Promise<Served> {
  const child = execa(process.execPath, [BIN, 'serve', '--port', '0', '--json', ...args], {
    env: { ...cleanEnv(), ...env },
    extendEnv: false,
    reject: false,
    forceKillAfterDelay: false,
    buffer: { stdout: false, stderr: false },
  });
  const stderr: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    child.then(({ exitCode }) =>
      Promise.reject(new Error(`cvx serve ended (${exitCode}): ${stderr.join('\n')}`)),
    ),
  ]);
  const { url } = JSON.parse(String(line)) as { url: string };
  return {
    url,
    pid: child.pid,
    stderr,
    async kill() {
      child.kill('SIGKILL');
      await child;
    },
    async stop(signal) {
      child.kill(signal);
      return (await child).exitCode;
    },
  };
}
