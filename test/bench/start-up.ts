import { medianMs, printRatio, runNode } from './measure.ts';

const RUNS = 9;

/** `cvx --help` beside a Node that does nothing. */
export async function benchStartUp(): Promise<void> {
  const nothing = await medianMs(RUNS, async () => (await runNode(['-e', '0'])).ms);
  const help = await medianMs(RUNS, async () => (await runNode(['bin/cvx.js', '--help'])).ms);
  printRatio('cvx --help', help, { name: 'node -e 0', value: nothing }, 3);
}
