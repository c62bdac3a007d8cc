import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countersOf, valueOf } from './exposition.ts';

const HOST = fileURLToPath(new URL('cluster-host.ts', import.meta.url));
const COUNT = 'cvx_http_request_duration_seconds_count';
const LABELS = 'method="GET",route="/work",status_code="200"';

let host: ChildProcess;
let base: string;
beforeAll(async () => {
  host = spawn(process.execPath, ['--import', 'tsx', HOST], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port]: unknown[] = await once(host.stdout!, 'data');
  base = `http://127.0.0.1:${String(port).trim()}`;
  while (valueOf(await scrape(), 'cvx_workers') !== 2) await sleep(50);
}, 60_000);
afterAll(() => host.kill('SIGKILL'));

const ask = async (path: string): Promise<string> => (await fetch(base + path)).text();

/** Again where it was given to a worker that was just killed: node:cluster leaves such a connection open, without an answer. */
async function scrape(): Promise<string> {
  for (;;) {
    try {
      return await (await fetch(`${base}/metrics`, { signal: AbortSignal.timeout(5000) })).text();
    } catch (error) {
      if (host.exitCode !== null) throw error;
    }
  }
}

/** What fell between two scrapes. */
function fallen(before: Map<string, number>, after: Map<string, number>): string[] {
  return [...before].filter(([series, value]) => (after.get(series) ?? 0) < value).map(([series]) => series);
}

/** Asks so many times; resolves to the processes that answered. */
async function work(times: number): Promise<Set<string>> {
  const answers = await Promise.all(Array.from({ length: times }, () => ask('/work')));
  return new Set(answers);
}

test('every worker answers for both, and no counter falls from scrape to scrape under load', async () => {
  const answered = new Set<string>();
  const loading = (async () => {
    for (let i = 0; i < 10; i += 1) for (const pid of await work(20)) answered.add(pid);
  })();
  let last = countersOf(await scrape());
  for (let i = 0; i < 20; i += 1) {
    const next = countersOf(await scrape());
    expect(fallen(last, next)).toEqual([]);
    last = next;
  }
  await loading;
  expect(answered.size).toBe(2);
  expect(valueOf(await scrape(), COUNT, LABELS)).toBe(200);
  expect(valueOf(await scrape(), COUNT, LABELS)).toBe(200);
});

test('a worker whose event loop stands still counts with what it told last', async () => {
  const before = valueOf(await scrape(), COUNT, LABELS);
  await ask('/stall');
  // Connections that the primary gives to the one that stalls wait for it; the first answer is from the other.
  const text = await Promise.any([scrape(), scrape(), scrape()]);
  expect(valueOf(text, COUNT, LABELS)).toBe(before);
  expect(valueOf(text, 'cvx_workers')).toBe(2);
});

test('the counts of a worker that was killed stay, and its successor adds to them', async () => {
  await work(20);
  const before = await scrape();
  await expect(ask('/die')).rejects.toThrow('fetch failed');
  let last = countersOf(before);
  for (let workers = 0; workers !== 2;) {
    const text = await scrape();
    const next = countersOf(text);
    expect(fallen(last, next)).toEqual([]);
    last = next;
    workers = valueOf(text, 'cvx_workers') ?? 0;
    await sleep(20);
  }
  await work(20);
  expect(valueOf(await scrape(), COUNT, LABELS)).toBe((valueOf(before, COUNT, LABELS) ?? 0) + 20);
});
