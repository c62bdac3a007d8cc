import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { residentMb } from './measure.ts';
import { QUERIES } from './people.ts';

export interface ServerUnderLoad {
  readonly url: string;
  readonly pid: number | undefined;
}

/** What became of the requests of one run. Times in ms, from when each was due. */
export interface LoadOutcome {
  readonly seconds: number;
  readonly sent: number;
  readonly good: readonly number[];
  /** 429 and 503. */
  readonly refused: readonly number[];
  /** Any other answer and any connection that failed, by what it was. */
  readonly errors: ReadonlyMap<string, number>;
  /** Resident memory of the server, twice a second, in MB. */
  readonly memory: readonly number[];
}

/** Above what a server keeps waiting at any rate here: a request that finds no socket would wait in this process. */
const SOCKETS = 1200;

/** A request that has no answer by then counts as an error. */
const GIVE_UP_MS = 20_000;

const MEMORY_EVERY_MS = 500;

let asked = 0;

/** No two are the same, so that no cache has the answer: words of two trades, and a number. */
function nextQuery(): string {
  asked += 1;
  const one = QUERIES[asked % QUERIES.length];
  const other = QUERIES[(asked * 7 + Math.floor(asked / QUERIES.length)) % QUERIES.length];
  return `${one} ${other} ${asked}`;
}

/**
 * Searches that arrive at `rate` a second whatever the answers do, as those of many people: at random moments (Poisson), each
 * timed from when it was due, so that a server that stalls does not hide it by keeping further ones from being sent
 * ("coordinated omission", Gil Tene, How NOT to Measure Latency).
 */
export async function arrive(
  server: ServerUnderLoad,
  rate: number,
  seconds: number,
  seed = 1,
): Promise<LoadOutcome> {
  const random = uniform(seed);
  const agent = new Agent({ connections: SOCKETS, pipelining: 1 });
  const tally = newTally();
  const memory = watchMemory(server.pid);
  const started = performance.now();
  const pending = new Set<Promise<void>>();
  let sent = 0;
  for (let due = started; due < started + seconds * 1000; due -= (Math.log(1 - random()) / rate) * 1000) {
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const one = ask(agent, server.url, due, tally).finally(() => pending.delete(one));
    pending.add(one);
    sent += 1;
  }
  await Promise.all(pending);
  await agent.destroy();
  return { seconds, sent, ...tally, memory: memory.end() };
}

/** How many a second are answered while `clients` each send the next as soon as they have the last. */
export async function saturate(server: ServerUnderLoad, clients: number, seconds: number): Promise<number> {
  const agent = new Agent({ connections: clients, pipelining: 1 });
  const tally = newTally();
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) await ask(agent, server.url, performance.now(), tally);
    }),
  );
  await agent.destroy();
  return tally.good.length / ((performance.now() - started) / 1000);
}

interface Tally {
  readonly good: number[];
  readonly refused: number[];
  readonly errors: Map<string, number>;
}

function newTally(): Tally {
  return { good: [], refused: [], errors: new Map() };
}

async function ask(agent: Agent, url: string, due: number, { good, refused, errors }: Tally): Promise<void> {
  let told: string;
  try {
    const { statusCode, body } = await request(`${url}/api/search`, {
      dispatcher: agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: nextQuery() }),
      signal: AbortSignal.timeout(GIVE_UP_MS),
    });
    await body.arrayBuffer();
    const ms = performance.now() - due;
    if (statusCode === 200) return void good.push(ms);
    if (statusCode === 429 || statusCode === 503) return void refused.push(ms);
    told = String(statusCode);
  } catch (error) {
    told = error instanceof Error ? error.name : typeof error;
  }
  errors.set(told, (errors.get(told) ?? 0) + 1);
}

function watchMemory(pid: number | undefined): { end(): number[] } {
  const samples: number[] = [];
  const timer = setInterval(() => {
    const mb = residentMb(pid);
    if (mb !== undefined) samples.push(mb);
  }, MEMORY_EVERY_MS);
  return {
    end() {
      clearInterval(timer);
      return samples;
    },
  };
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
