import { execa } from 'execa';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../../bin/cvx.js', import.meta.url));

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly input?: string;
  readonly nodeOptions?: readonly string[];
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
}

/** Runs the built program as a user would, but without anything of the developer's environment. */
export async function runCvx(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [...(options.nodeOptions ?? []), BIN, ...args],
    {
      cwd: options.cwd ?? process.cwd(),
      env: { ...cleanEnv(), ...options.env },
      extendEnv: false,
      input: options.input ?? '',
      reject: false,
      stripFinalNewline: false,
    },
  );
  return { stdout, stderr, code: exitCode };
}

/** No setting, no user file: XDG folders that do not exist. */
export function cleanEnv(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    XDG_CONFIG_HOME: '/nonexistent/config',
    XDG_DATA_HOME: '/nonexistent/data',
  };
}
