import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Embedder } from '../../src/embed/embedder.ts';
import { openBundledEmbedder } from '../../src/embed/embedder/bundled.ts';
import { compareIndex, isSame } from '../../src/reindex/compare.ts';
import { reindex, type ReindexRequest } from '../../src/reindex/reindex.ts';
import { openSqlCandidateStore } from '../../src/stores/candidate-store/sql.ts';
import type { CandidateStore } from '../../src/stores/candidate-store.ts';
import { openScanIndex } from '../../src/stores/search-index/scan.ts';
import type { SearchIndex } from '../../src/stores/search-index.ts';
import { openEmbedded } from '../stores/embedded.ts';
import { parsedDocument } from '../stores/parsed-document.ts';

const PEOPLE = 100;

let embedded: Awaited<ReturnType<typeof openEmbedded>>;
let embedder: Embedder;
let store: CandidateStore;
let index: SearchIndex;
beforeAll(async () => {
  [embedded, embedder] = await Promise.all([openEmbedded(), openBundledEmbedder()]);
}, 60_000);
afterAll(() => embedded.close());
beforeEach(async () => {
  await embedded.pool.query('truncate cvx.people, cvx.documents, cvx.files restart identity cascade');
  await embedded.pool.query('truncate cvx.index_specs restart identity cascade');
  store = openSqlCandidateStore(embedded.pool, 'pglite');
  index = openScanIndex(embedded.pool, { name: 'now', dimensions: embedder.dimensions });
  await store.put(
    Array.from({ length: PEOPLE }, (_, n) => ({
      path: `${n}.txt`,
      document: parsedDocument(`Welder number ${n}`, { emails: [`welder${n}@example.com`] }),
    })),
  );
});

const run = (request: Partial<ReindexRequest> = {}, over = index) =>
  reindex(
    { store, index: over, embedder },
    {
      all: false,
      prune: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...request,
    },
  );
const compare = (over = index) => compareIndex({ store, index: over }, {});

test('brings everybody in once, and then finds nothing to do', async () => {
  expect(isSame(await compare())).toBe(false);
  const told: number[] = [];
  expect(await run({ onProgress: (done) => told.push(done) })).toMatchObject({ indexed: PEOPLE, removed: 0 });
  expect(told.at(-1)).toBe(PEOPLE);
  expect(told.length).toBeGreaterThan(1);
  expect(await compare()).toEqual({ stored: PEOPLE, indexed: PEOPLE, missing: [], extra: [], pending: 0 });
  expect(await run()).toMatchObject({ indexed: 0, removed: 0, pruned: 0, interrupted: false });
});

test('stopped in the middle it keeps what is done, and the next run does the rest', async () => {
  await run();
  const stop = new AbortController();
  const first = await run({ all: true, signal: stop.signal, onProgress: () => stop.abort() });
  expect(first).toMatchObject({ interrupted: true });
  expect(first.indexed).toBeGreaterThan(0);
  expect(first.indexed).toBeLessThan(PEOPLE);
  const second = await run();
  expect(first.indexed + second.indexed).toBe(PEOPLE);
  expect(isSame(await compare())).toBe(true);
});

describe('an index that does not hold what the store believes', () => {
  beforeEach(async () => {
    await run();
  });

  test('whoever was lost is told and brought back', async () => {
    const [lost = ''] = await toList(store.searchable());
    await index.remove([lost]);
    expect(await compare()).toMatchObject({ missing: [lost], extra: [], pending: 0 });
    expect(await run()).toMatchObject({ indexed: 1 });
    expect(isSame(await compare())).toBe(true);
  });

  test('whoever is not stored any more is told and taken out', async () => {
    const [gone = ''] = await toList(store.searchable());
    await store.remove(gone);
    expect(await compare()).toMatchObject({ stored: PEOPLE - 1, missing: [], extra: [gone] });
    expect(await run()).toMatchObject({ indexed: 0, removed: 1 });
    expect(isSame(await compare())).toBe(true);
  });

  test('whoever has changed since is told and indexed anew', async () => {
    await store.put([
      { path: '0.txt', document: parsedDocument('Diver now', { emails: ['welder0@example.com'] }) },
    ]);
    expect(await compare()).toMatchObject({ missing: [], extra: [], pending: 1 });
    expect(await run()).toMatchObject({ indexed: 1 });
    expect((await index.search({ terms: new Map([['diver', 1]]), limit: 9 })).lexical).toHaveLength(1);
  });

  test('one that was dropped is made again', async () => {
    await index.drop('own');
    expect((await compare()).missing).toHaveLength(PEOPLE);
    expect(await run()).toMatchObject({ indexed: PEOPLE });
  });
});

test('--all makes way where the name is taken by other dimensions', async () => {
  const narrow = openScanIndex(embedded.pool, { name: 'taken', dimensions: 8 });
  await narrow.ensure();
  const wide = openScanIndex(embedded.pool, { name: 'taken', dimensions: embedder.dimensions });
  await expect(run({}, wide)).rejects.toMatchObject({ code: 'CVX_INDEX_MISMATCH' });
  expect(await run({ all: true }, wide)).toMatchObject({ indexed: PEOPLE });
  expect(isSame(await compare(wide))).toBe(true);
});

test('--prune drops what other specs left, and they can be built again', async () => {
  const older = openScanIndex(embedded.pool, { name: 'older', dimensions: embedder.dimensions });
  await run({}, older);
  await run();
  expect((await index.stats()).foreign).toBe(PEOPLE);
  expect(await run({ prune: true })).toMatchObject({ indexed: 0, pruned: PEOPLE });
  expect(await index.stats()).toMatchObject({ candidates: PEOPLE, foreign: 0 });
  const again = openScanIndex(embedded.pool, { name: 'older', dimensions: embedder.dimensions });
  expect(await run({}, again)).toMatchObject({ indexed: PEOPLE });
});

async function toList<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
