import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BIN, cleanEnv } from '../cli/run-cvx.ts';

export interface RunningCvx {
  /** As it says itself, without a path. */
  readonly url: string;
  /** What it has written to stderr so far. */
  said(): string;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a command of the built program that says where it listens, with an empty data home unless `env` names one. */
export async function startCvx(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningCvx> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-home-'));
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: home,
    env: { ...cleanEnv(), CVX_HOME: join(home, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (data) => (stderr += String(data)));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      stdout += String(data);
      const found = /http:\/\/[^\s/"]+/.exec(stdout);
      if (found !== null) resolve(found[0]);
    });
    void ended.then((code) => reject(new Error(`cvx ${args.join(' ')} exited ${code}\n${stderr}`)));
  });
  return {
    url,
    said: () => stderr,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      await rm(home, { recursive: true, force: true });
      return code;
    },
  };
}
