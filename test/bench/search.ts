import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import { openContext, type Context } from '../../src/context.ts';
import { readQuery } from '../../src/search/query.ts';
import { queryVector } from '../../src/search/query-vector.ts';
import { search } from '../../src/search/search.ts';
import { printFigure, printRatio, quantile } from './measure.ts';
import { fill, QUERIES } from './people.ts';

const ROUNDS = 10;
/** What a search asks of each leg. */
const LEG_DEPTH = 200;

/** Warm search over many people in the embedded store, beside the bare SQL that fetches the same ten of them. */
export async function benchSearch(people: number, seed: number): Promise<void> {
  await withContext({}, async (context) => {
    await fill(context, people, seed);
    const { chunks } = await context.index.stats();
    printFigure('people in the index', people, 'people');
    printFigure('passages in the index', chunks, 'passages');
    const times = await measureSearches(context);
    printRatio('warm search, median', quantile(times.searches, 0.5), {
      name: 'its ten people by bare SQL',
      value: quantile(times.people, 0.5),
    });
    printFigure('warm search, p95', quantile(times.searches, 0.95), 'ms', { atMost: 60 });
    printFigure('this process, memory', process.memoryUsage().rss / 1024 / 1024, 'MB');
  });
}

/** The same over servers, beside the two bare queries: both legs, and the people. */
export async function benchServerSearch(
  servers: Readonly<Record<string, string>>,
  people: number,
  seed: number,
): Promise<void> {
  await withContext(servers, async (context) => {
    await fill(context, people, seed);
    const times = await measureSearches(context);
    const bare = times.legs.map((ms, i) => ms + (times.people[i] ?? 0));
    printRatio(
      'search on servers, p95',
      quantile(times.searches, 0.95),
      { name: 'its two bare queries, p95', value: quantile(bare, 0.95) },
      2,
    );
    printRatio('search on servers, median', quantile(times.searches, 0.5), {
      name: 'its two bare queries, median',
      value: quantile(bare, 0.5),
    });
    printRatio(
      'cached repeat, median',
      quantile(times.repeats, 0.5),
      { name: 'the uncached search', value: quantile(times.searches, 0.5) },
      0.3,
    );
  });
}

async function withContext(
  env: Readonly<Record<string, string>>,
  work: (context: Context) => Promise<void>,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-bench-'));
  const { config } = await loadConfig({ env, cwd: home, home });
  const context = await openContext(config, {
    signal: new AbortController().signal,
    command: 'bench',
    waitMs: 0,
    onNotice: (text) => console.error(text),
  });
  try {
    await work(context);
  } finally {
    await context.close();
    await rm(home, { recursive: true, force: true });
  }
}

interface Times {
  readonly searches: readonly number[];
  /** The same requests again. */
  readonly repeats: readonly number[];
  /** The index's answer alone. */
  readonly legs: readonly number[];
  /** Reading the people of the answer alone. */
  readonly people: readonly number[];
}

/** Each query in turn, never the same twice but for the repeats: words that nobody has make it new to the cache. */
async function measureSearches(context: Context): Promise<Times> {
  const times = {
    searches: [] as number[],
    repeats: [] as number[],
    legs: [] as number[],
    people: [] as number[],
  };
  const timed = async <T>(into: number[], work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    into.push(performance.now() - started);
    return result;
  };
  const ask = (text: string) => search(context, { text, mode: 'hybrid', limit: 10, offset: 0 });
  for (const text of QUERIES) await ask(text);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const query of QUERIES) {
      const text = `${query} ${round}`;
      const { hits } = await timed(times.searches, () => ask(text));
      await timed(times.repeats, () => ask(text));
      const { spelledOut, terms } = readQuery(text);
      const vector = await queryVector(context.embedder, context.cache, spelledOut, {});
      await timed(times.legs, () =>
        context.index.search({ limit: LEG_DEPTH, terms, ...(vector === undefined ? {} : { vector }) }),
      );
      await timed(times.people, () => context.store.get(hits.map(({ id }) => id)));
    }
  }
  return times;
}
