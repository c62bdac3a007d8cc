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
export function residentMb(pid: number | undefined): number | undefined {
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

/** One line of the report: what was measured beside its reference of the same run. Missing a bar makes the run exit 1. */
export function printRatio(
  name: string,
  value: number,
  reference: { readonly name: string; readonly value: number; readonly unit?: string },
  bar?: number,
): void {
  const { unit = 'ms' } = reference;
  const ratio = value / reference.value;
  const told = `${ratio.toFixed(2)} x  (${value.toFixed(0)} ${unit}; ${reference.name}: ${reference.value.toFixed(0)} ${unit})`;
  print(name, told, bar === undefined ? undefined : { bar, held: ratio <= bar });
}

/** A line without a reference: an absolute figure that the design names a bar for. */
export function printFigure(
  name: string,
  value: number,
  unit: string,
  bar?: { atMost?: number; atLeast?: number },
): void {
  const { atMost = Infinity, atLeast = -Infinity } = bar ?? {};
  const text = `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
  const limit =
    bar === undefined
      ? undefined
      : { bar: bar.atMost ?? bar.atLeast ?? 0, held: value <= atMost && value >= atLeast };
  print(name, text, limit);
}

function print(name: string, text: string, limit: { bar: number; held: boolean } | undefined): void {
  const verdict = limit === undefined ? '' : `  bar ${limit.bar}: ${limit.held ? 'held' : 'MISSED'}`;
  if (limit?.held === false) process.exitCode = 1;
  console.log(`${name.padEnd(40)} ${text}${verdict}`);
}
