import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One run of a program: wall time from spawn to exit and the main process's greatest resident memory. */
export interface Run {
  readonly ms: number;
  readonly peakMb: number;
  /** Resident memory of the main process, twenty times a second, in MB. */
  readonly samples: readonly number[];
  readonly stdout: string;
}

/** Runs Node with these arguments. Rejects unless it exits 0. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, {
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const samples: number[] = [];
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => (stdout += String(data)));
    child.stderr.on('data', (data) => (stderr += String(data)));
    const timer = setInterval(() => {
      const mb = residentMb(child.pid);
      if (mb !== undefined) samples.push(mb);
    }, 50);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const ms = performance.now() - started;
      if (code === 0) resolve({ ms, peakMb: Math.max(0, ...samples), samples, stdout });
      else reject(new Error(`node ${args.join(' ')} exited ${code}\n${stderr}`));
    });
  });
}

/** Linux only; elsewhere the memory columns stay empty. */
function residentMb(pid: number | undefined): number | undefined {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

/** The middle one of several runs, so that one hiccup of the machine decides nothing. */
export async function medianMs(times: number, work: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i += 1) all.push(await work());
  return quantile(all, 0.5);
}

/** Nearest-rank quantile. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** One line of the report: a measured time beside its reference of the same run. */
export function printRatio(
  name: string,
  ms: number,
  reference: string,
  referenceMs: number,
  bar: number,
): void {
  const ratio = ms / referenceMs;
  const verdict = ratio <= bar ? 'ok' : 'ABOVE THE BAR';
  console.log(
    `${name.padEnd(46)} ${ratio.toFixed(2).padStart(6)} x  (${ms.toFixed(0)} ms; ${reference}: ${referenceMs.toFixed(0)} ms; bar ${bar}) ${verdict}`,
  );
}

export function printValue(name: string, value: string): void {
  console.log(`${name.padEnd(46)} ${value}`);
}
