import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServe } from '../serve/run-serve.ts';
import { printFigure, printRatio, quantile } from './measure.ts';
import { fillStores } from './people.ts';
import { arrive, saturate, type LoadOutcome, type ServerUnderLoad } from './serve-arrivals.ts';
import { withServers } from './with-servers.ts';

interface Plan {
  readonly people: number;
  readonly seed: number;
  /** Of the steady run and of the overload; the bars are meant for 60. */
  readonly seconds: number;
}

/** Searches a second that each must serve (issue of `cvx serve`): two cores, 10,000 people. */
const STEADY = { embedded: 20, servers: 50 } as const;
const OVERLOAD = 5;

/** Enough to keep every place busy (twenty on servers), few enough not to be refused. */
const CLIENTS = { embedded: 3, servers: 16 } as const;

/** `cvx serve` under arrivals that do not wait for answers: at its rate, at its limit, and at five times that. */
export async function benchServeLoad(plan: Plan): Promise<void> {
  await benchOne('embedded', {}, plan);
  await withServers('serve on servers', (servers) => benchOne('servers', servers, plan));
}

async function benchOne(
  stores: keyof typeof STEADY,
  env: Readonly<Record<string, string>>,
  { people, seed, seconds }: Plan,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-bench-'));
  try {
    await fillStores(home, env, people, seed);
    const served = await runServe(['--quiet'], { ...env, CVX_HOME: home });
    try {
      await measure(stores, served, seconds);
    } finally {
      await served.stop('SIGTERM');
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(stores: keyof typeof STEADY, server: ServerUnderLoad, seconds: number): Promise<void> {
  // The first searches load the index and compile the code.
  await saturate(server, 1, Math.min(10, seconds / 2));
  const steady = await arrive(server, STEADY[stores], seconds);
  const what = `serve ${stores}`;
  tell(`${what}, ${STEADY[stores]}/s`, steady);
  printFigure(`${what}, ${STEADY[stores]}/s, p95`, quantile(steady.good, 0.95), 'ms', { atMost: 200 });
  printFigure(`${what}, not answered`, steady.sent - steady.good.length, 'searches', { atMost: 0 });

  // The machine may be faster now than then: the limit is measured before and after what is held against it.
  const before = await saturate(server, CLIENTS[stores], seconds / 4);
  const over = await arrive(server, before * OVERLOAD, seconds);
  const after = await saturate(server, CLIENTS[stores], seconds / 4);
  tell(`${what}, ${OVERLOAD} times its limit`, over);
  const limit = (before + after) / 2;
  printFigure(`${what}, limit`, limit, 'searches/s');
  printFigure(`${what} overloaded, goodput : limit`, over.good.length / over.seconds / limit, 'x', {
    atLeast: 0.8,
  });
  printFigure(`${what} overloaded, errors`, total(over.errors), 'searches', { atMost: 0 });
  // No longer than a search takes, behind which a refusal waits on the embedded store; and far from a second for the good.
  printFigure(`${what} overloaded, refusals, p95`, quantile(over.refused, 0.95), 'ms', { atMost: 200 });
  printFigure(`${what} overloaded, answers, p95`, quantile(over.good, 0.95), 'ms', { atMost: 1000 });
  // In thirds: the first fills what is kept on purpose (young generation, cache).
  const third = Math.floor(over.memory.length / 3);
  printRatio(
    `${what} overloaded, memory, last third`,
    quantile(over.memory.slice(-third), 0.5),
    { name: 'second third', value: quantile(over.memory.slice(third, -third), 0.5), unit: 'MB' },
    1.1,
  );
}

function tell(name: string, { sent, seconds, good, refused, errors, memory }: LoadOutcome): void {
  const ms = (times: readonly number[]): string =>
    `${times.length} (p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms)`;
  console.log(
    `${name}: ${(sent / seconds).toFixed(0)}/s sent; good ${ms(good)}; refused ${ms(refused)}; errors ${JSON.stringify([...errors])}; memory ${memory.at(0)?.toFixed(0)} to ${memory.at(-1)?.toFixed(0)} MB; load average ${loadavg()[0]?.toFixed(1)}`,
  );
}

function total(errors: ReadonlyMap<string, number>): number {
  return [...errors.values()].reduce((sum, count) => sum + count, 0);
}
