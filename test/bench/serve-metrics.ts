import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runServe } from '../serve/run-serve.ts';
import { printFigure, printRatio, quantile } from './measure.ts';
import { fillStores, QUERIES } from './people.ts';

const ROUNDS = 8;
/** Scrapes of a server that does nothing else. */
const ALONE = 50;
/** Thirty times as often as Prometheus asks. */
const SCRAPE_EVERY_MS = 500;

/** What a scrape of `cvx serve` takes and costs the searches beside it, on the embedded store: one process does all. */
export async function benchServeMetrics(people: number, seed: number): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-bench-'));
  await fillStores(home, {}, people, seed);
  const served = await runServe(['--quiet'], { CVX_HOME: home });
  try {
    await warmUp(served.url);
    const idle: number[] = [];
    for (let i = 0; i < ALONE; i += 1) idle.push(await scrape(served.url));
    const scrapes: number[] = [];
    const alone: number[] = [];
    const beside: number[] = [];
    // In turns, so that what else the machine does falls on both alike.
    for (let round = 0; round < ROUNDS; round += 1) {
      alone.push(...(await searchAll(served.url, `alone ${round}`)));
      const stop = new AbortController();
      const scraping = scrapeUntil(stop.signal, served.url, scrapes);
      beside.push(...(await searchAll(served.url, `beside ${round}`)));
      stop.abort();
      await scraping;
    }
    printFigure('scrape of serve, p95', quantile(idle, 0.95), 'ms', { atMost: 20 });
    // Waits its turn behind a search: the embedded index is scanned in the same process.
    printFigure('scrape beside searches, median', quantile(scrapes, 0.5), 'ms');
    for (const [name, q] of [
      ['median', 0.5],
      ['p95', 0.95],
    ] as const)
      printRatio(
        `search beside scrapes, ${name}`,
        quantile(beside, q),
        { name: 'without them', value: quantile(alone, q) },
        1.1,
      );
  } finally {
    await served.kill();
    await rm(home, { recursive: true, force: true });
  }
}

/** The first search loads the index; the first looks at the people are over some seconds later. */
async function warmUp(url: string): Promise<void> {
  for (let round = 0; round < 2; round += 1) await searchAll(url, `warm ${round}`);
  await sleep(2000);
}

/** Each query once, one after the other; `salt` makes them new to the cache. Resolves to the time of each, in ms. */
async function searchAll(url: string, salt: string): Promise<number[]> {
  const times: number[] = [];
  for (const query of QUERIES) {
    const started = performance.now();
    const answer = await fetch(`${url}/api/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `${query} ${salt}` }),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`A search was answered with ${answer.status}`);
    times.push(performance.now() - started);
  }
  return times;
}

async function scrapeUntil(signal: AbortSignal, url: string, times: number[]): Promise<void> {
  while (!signal.aborted) {
    times.push(await scrape(url));
    await sleep(SCRAPE_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** One scrape's time, in ms. */
async function scrape(url: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`${url}/metrics`);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`A scrape was answered with ${answer.status}`);
  return performance.now() - started;
}
