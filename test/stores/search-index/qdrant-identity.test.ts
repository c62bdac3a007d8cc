import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fuse } from '../../../src/search/fuse.ts';
import type { IndexQuery, Legs, SearchIndex } from '../../../src/stores/search-index.ts';
import { openQdrantIndex, type QdrantIndexOptions } from '../../../src/stores/search-index/qdrant.ts';
import { openScanIndex } from '../../../src/stores/search-index/scan.ts';
import { openEmbedded } from '../embedded.ts';
import { isOnPath, openQdrantServer, type QdrantServer } from '../servers/qdrant.ts';
import { indexedVectors } from '../servers/indexed-vectors.ts';
import { readPeople, type PeopleAndQueries } from './qdrant-people.ts';

const PAGE = 10;

/** All of the relevance set. */
const QUERIES = 142;

/** People asked of each leg, as `cvx search` does. */
const DEPTH = 200;

/** The embedded index keeps vectors in 16 bits: its cosines are off by .000005 (RMS), .000021 at most. */
const DENSE_TIE = 5e-5;

/** A dense score counts half, divided by the range of some .4 that the leg covers. */
const FUSED_TIE = 1e-4;

/** 32-bit sums of up to 30 products of about 10. */
const FLOAT_TIE = 1e-4;

interface Hit {
  readonly candidate: string;
  readonly score: number;
}

const own = isOnPath();
if (!own) console.warn('Skipped: Qdrant beside the embedded index (no `qdrant` on the PATH)');

describe.skipIf(!own)('Qdrant beside the embedded index, on the people of the relevance set', () => {
  let people: PeopleAndQueries;
  let server: QdrantServer;
  let embedded: Awaited<ReturnType<typeof openEmbedded>>;
  const open: SearchIndex[] = [];
  let expected: readonly Legs[];

  beforeAll(async () => {
    people = await readPeople(QUERIES, DEPTH);
    // A graph is made of so few vectors only where the thresholds are set as low as they go.
    const started = await openQdrantServer({
      QDRANT__STORAGE__OPTIMIZERS__INDEXING_THRESHOLD_KB: '50',
      QDRANT__STORAGE__OPTIMIZERS__DEFAULT_SEGMENT_NUMBER: '1',
      QDRANT__STORAGE__HNSW_INDEX__FULL_SCAN_THRESHOLD_KB: '10',
    });
    if (started === undefined) throw new Error('Qdrant does not start');
    server = started;
    embedded = await openEmbedded();
    const scan = openScanIndex(embedded.pool, { name: 'identity', dimensions: people.dimensions });
    open.push(scan);
    expected = await filled(scan);
  });
  afterAll(async () => {
    for (const index of open) await index.close();
    await embedded.close();
    await server.stop();
  });

  const openIndex = (options: Partial<QdrantIndexOptions> & { readonly prefix: string }): SearchIndex => {
    const spec = { name: 'identity', dimensions: people.dimensions };
    const index = openQdrantIndex({ url: server.url, spec, timeoutMs: 30_000, poolSize: 4, ...options });
    open.push(index);
    return index;
  };

  const answers = async (index: SearchIndex): Promise<readonly Legs[]> => {
    const found: Legs[] = [];
    for (const query of people.queries) found.push(await index.search(query));
    return found;
  };

  async function filled(index: SearchIndex): Promise<readonly Legs[]> {
    await index.ensure();
    await index.upsert(people.entries);
    return answers(index);
  }

  test('an exact search gives the same ten, ties aside', async () => {
    const found = await filled(openIndex({ prefix: 'cvxexact', exact: true }));
    expect(found).toHaveLength(QUERIES);
    for (const [n, { dense, lexical, idf }] of found.entries()) {
      expectSameRanking(lexical, expected[n]?.lexical ?? [], FLOAT_TIE);
      expectSameRanking(dense, expected[n]?.dense ?? [], DENSE_TIE);
      const wanted = expected[n] ?? { dense: [], lexical: [] };
      expectSameRanking(
        fuse(dense, lexical, 'hybrid'),
        fuse(wanted.dense, wanted.lexical, 'hybrid'),
        FUSED_TIE,
      );
      expect([...idf.keys()].toSorted()).toEqual([...(expected[n]?.idf.keys() ?? [])].toSorted());
      for (const [term, rarity] of idf) expect(rarity).toBeCloseTo(expected[n]?.idf.get(term) ?? 0, 9);
    }
  });

  test('an exact search is the whole truth: every chunk compared with every query', async () => {
    const index = openIndex({ prefix: 'cvxexact', exact: true });
    for (const [n, legs] of (await answers(index)).entries()) {
      const truth = bruteForce(people, people.queries[n]);
      expect(legs.dense).toHaveLength(DEPTH);
      expectSameRanking(legs.dense, truth, 1e-5);
    }
  });

  test.each([
    ['the graph', 'none'],
    ['the graph over 8-bit vectors', 'int8'],
  ] as const)('%s finds at least 95% of the ten', async (_, quantization) => {
    const prefix = `cvx${quantization}`;
    const index = openIndex({ prefix, quantization });
    await filled(index);
    expect(await indexedVectors(server.url, prefix)).toBeGreaterThan(1000);
    const found = await answers(index);
    const exact = people.queries.map((query) => bruteForce(people, query).slice(0, PAGE));
    let shared = 0;
    for (const [n, legs] of found.entries()) {
      const ten = new Set(legs.dense.slice(0, PAGE).map(({ candidate }) => candidate));
      shared += exact[n]?.filter(({ candidate }) => ten.has(candidate)).length ?? 0;
    }
    expect(shared / (found.length * PAGE)).toBeGreaterThanOrEqual(0.95);
  });
});

/** Rank by rank the same score, and the same people: only those may change places, or with the eleventh, whose scores tie. */
function expectSameRanking(found: readonly Hit[], wanted: readonly Hit[], tie: number): void {
  const [a, b] = [found.slice(0, PAGE), wanted.slice(0, PAGE)];
  expect(a).toHaveLength(b.length);
  for (const [rank, { score }] of a.entries())
    expect(Math.abs(score - (b[rank]?.score ?? 0))).toBeLessThan(tie);
  const last = b.at(-1)?.score ?? 0;
  const missing = b.filter(({ candidate }) => !a.some((hit) => hit.candidate === candidate));
  for (const { score } of missing) expect(score - last).toBeLessThan(tie);
  const scores = new Map(wanted.map(({ candidate, score }) => [candidate, score]));
  for (const { candidate, score } of a)
    expect(Math.abs(score - (scores.get(candidate) ?? Number.NaN))).toBeLessThan(tie);
}

function bruteForce({ entries }: PeopleAndQueries, query: IndexQuery | undefined): readonly Hit[] {
  const { vector, limit = 0 } = { ...query };
  const best = entries.map(({ candidate, chunks }): Hit => {
    const scores = chunks.map((chunk) =>
      chunk.vector.reduce((sum, number, i) => sum + number * (vector?.[i] ?? 0), 0),
    );
    return { candidate, score: Math.max(...scores) };
  });
  return best.toSorted((a, b) => b.score - a.score).slice(0, limit);
}
