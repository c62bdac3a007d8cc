import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QdrantClient } from '@qdrant/js-client-rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load.ts';
import { type Context, openContext } from '../../src/context.ts';
import { reindex } from '../../src/reindex/reindex.ts';
import { search } from '../../src/search/search.ts';
import { fill } from '../bench/people.ts';
import { findPostgres } from '../stores/servers/postgres.ts';
import { indexedVectors } from '../stores/servers/indexed-vectors.ts';
import { isOnPath, openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';

const PEOPLE = 1000;
const QUERIES = 50;
const PAGE = 10;

/**
 * The embedded index keeps vectors in 16 bits, which puts its cosines off by .000021 at most. In a fused score they count half,
 * divided by the range of some .4 that the leg covers.
 */
const TIE = 1e-4;

const found = isOnPath() ? await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' }) : undefined;
const postgres = found !== undefined && 'server' in found ? found.server : undefined;
if (postgres === undefined) console.warn('Skipped: embedded beside servers (needs PostgreSQL and qdrant)');
afterAll(() => postgres?.close());

type Ranking = readonly { readonly id: string; readonly score: number }[];

describe.skipIf(postgres === undefined)(
  `${PEOPLE} people and ${QUERIES} queries, embedded and on servers`,
  () => {
    let home: string;
    let texts: readonly string[];
    let exact: QdrantServer | undefined;
    let graph: QdrantServer | undefined;
    let expected: readonly Ranking[];
    const open: { close(): Promise<void> }[] = [];
    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'cvx-identity-'));
      texts = await readQueries();
      [exact, graph] = await Promise.all([
        openQdrantServer({ QDRANT__LOG_LEVEL: 'WARN' }),
        // A graph is made of so few vectors only where the thresholds are set as low as they go.
        openQdrantServer({
          QDRANT__LOG_LEVEL: 'WARN',
          QDRANT__STORAGE__OPTIMIZERS__INDEXING_THRESHOLD_KB: '50',
          QDRANT__STORAGE__OPTIMIZERS__DEFAULT_SEGMENT_NUMBER: '1',
          QDRANT__STORAGE__HNSW_INDEX__FULL_SCAN_THRESHOLD_KB: '10',
        }),
      ]);
      const embedded = await openStores({ CVX_HOME: home });
      await fill(embedded, PEOPLE, 5);
      expected = await answers(embedded);
    }, 180_000);
    afterAll(async () => {
      for (const context of open) await context.close();
      await Promise.all([exact?.stop(), graph?.stop(), rm(home, { recursive: true, force: true })]);
    });

    async function openStores(env: Record<string, string>): Promise<Context> {
      const { config } = await loadConfig({ env, cwd: home });
      const signal = new AbortController().signal;
      const context = await openContext(config, {
        signal,
        command: 'search',
        waitMs: 0,
        onNotice: () => undefined,
      });
      open.push(context);
      return context;
    }

    async function answers(context: Context): Promise<readonly Ranking[]> {
      const rankings: Ranking[] = [];
      for (const text of texts) {
        // Beyond the page, to see who ties with its last one.
        const { hits, degraded } = await search(context, {
          text,
          mode: 'hybrid',
          limit: 2 * PAGE,
          offset: 0,
        });
        expect(degraded).toEqual([]);
        rankings.push(hits.map(({ id, score }) => ({ id, score })));
      }
      return rankings;
    }

    test(
      'where Qdrant compares every vector, the ten are the same, ties aside',
      { timeout: 120_000 },
      async () => {
        const context = await openStores({ DATABASE_URL: postgres?.url ?? '', QDRANT_URL: exact?.url ?? '' });
        await fill(context, PEOPLE, 5);
        expect(await graphed(exact?.url ?? '')).toBe(0);
        const rankings = await answers(context);
        expect(rankings).toHaveLength(QUERIES);
        for (const [n, ranking] of rankings.entries()) expectSame(ranking, expected[n] ?? []);
        expect(rankings.filter((ranking) => ranking.length >= PAGE).length).toBeGreaterThan(0.9 * QUERIES);
      },
    );

    test(
      'where Qdrant walks a graph, at least 95% of the ten are the same',
      { timeout: 120_000 },
      async () => {
        const context = await openStores({ DATABASE_URL: postgres?.url ?? '', QDRANT_URL: graph?.url ?? '' });
        const signal = new AbortController().signal;
        const report = await reindex(context, {
          all: false,
          prune: false,
          signal,
          onProgress: () => undefined,
        });
        expect(report.indexed).toBe(PEOPLE);
        expect(await indexedVectors(graph?.url ?? '', 'cvx')).toBeGreaterThan(PEOPLE);
        const rankings = await answers(context);
        let shared = 0;
        let all = 0;
        for (const [n, ranking] of rankings.entries()) {
          const ten = new Set(ranking.slice(0, PAGE).map(({ id }) => id));
          const wanted = expected[n]?.slice(0, PAGE) ?? [];
          shared += wanted.filter(({ id }) => ten.has(id)).length;
          all += wanted.length;
        }
        expect(all).toBeGreaterThan(0.9 * QUERIES * PAGE);
        expect(shared / all).toBeGreaterThanOrEqual(0.95);
      },
    );
  },
);

/** Rank by rank the same score; only whose scores tie may change places, or with the eleventh. */
function expectSame(ranking: Ranking, wanted: Ranking): void {
  const [ten, others] = [ranking.slice(0, PAGE), wanted.slice(0, PAGE)];
  expect(ten).toHaveLength(others.length);
  for (const [rank, { score }] of ten.entries())
    expect(Math.abs(score - (others[rank]?.score ?? Number.NaN))).toBeLessThan(TIE);
  const scores = new Map(wanted.map(({ id, score }) => [id, score]));
  for (const { id, score } of ten) expect(Math.abs(score - (scores.get(id) ?? Number.NaN))).toBeLessThan(TIE);
}

/** How many passages are in a graph; so few are not, unless a server is told to. */
async function graphed(url: string): Promise<number | undefined> {
  const client = new QdrantClient({ url, checkCompatibility: false });
  const { collections } = await client.getCollections();
  const chunks = collections.find(({ name }) => name.includes('_chunks_'))?.name ?? '';
  return (await client.getCollection(chunks)).indexed_vectors_count ?? undefined;
}

/** Of all kinds, evenly over the relevance set. */
async function readQueries(): Promise<readonly string[]> {
  const content = await readFile(new URL('../relevance/queries.jsonl', import.meta.url), 'utf8');
  const all = content
    .trimEnd()
    .split('\n')
    .map((line) => z.object({ query: z.string() }).parse(JSON.parse(line)).query);
  return Array.from({ length: QUERIES }, (_, n) => all[Math.floor((n * all.length) / QUERIES)] ?? '');
}
