import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openPersonTerms } from '../../../src/stores/search-index/person-terms.ts';
import { openQdrantIndex } from '../../../src/stores/search-index/qdrant.ts';
import { openScanIndex } from '../../../src/stores/search-index/scan.ts';
import {
  withLexicalFallback,
  type LexicalRecord,
} from '../../../src/stores/search-index/with-lexical-fallback.ts';
import type { SearchIndex } from '../../../src/stores/search-index.ts';
import { searchIndexContract } from '../../contracts/search-index.ts';
import { asked, entry, ids, person, SPEC, unit } from '../../contracts/search-index/sample.ts';
import { openEmbedded } from '../embedded.ts';
import { readPeople } from './qdrant-people.ts';

let embedded: Awaited<ReturnType<typeof openEmbedded>>;
beforeAll(async () => {
  embedded = await openEmbedded();
}, 60_000);
afterAll(() => embedded.close());

const empty = async (): Promise<void> => {
  await embedded.pool.query('truncate cvx.index_specs restart identity cascade');
  await embedded.pool.query('truncate cvx.person_terms');
};

const openRecord = (spec = SPEC.name): LexicalRecord => openPersonTerms(embedded.pool, spec);

searchIndexContract('An index with a record of words beside it', empty, (spec) =>
  withLexicalFallback(openScanIndex(embedded.pool, spec), openRecord(spec.name)),
);

describe('while the server cannot be reached', () => {
  beforeEach(empty);

  /** Listens and never answers; counts who came. */
  async function silentServer(): Promise<{ url: string; connections: () => number }> {
    const sockets: Socket[] = [];
    const server: Server = createServer((socket) => void sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port');
    return { url: `http://127.0.0.1:${address.port}`, connections: () => sockets.length };
  }

  function openOver(url: string, timeoutMs = 200): SearchIndex {
    const qdrant = openQdrantIndex({ url, spec: SPEC, timeoutMs, poolSize: 8 });
    const index = withLexicalFallback(qdrant, openRecord());
    onTestFinished(() => index.close());
    return index;
  }

  const QUERY = { vector: unit(1), terms: asked({ rust: 2, berlin: 1 }), limit: 10 };

  test('a search is answered by words, and says so', async () => {
    const { url } = await silentServer();
    await openRecord().write([entry(1, [], { rust: 1.5 }), entry(2, [], { rust: 2 }), entry(3, [])]);
    const index = openOver(url);
    await index.ensure();
    const found = await index.search(QUERY);
    expect(found.dense).toEqual([]);
    expect(ids(found.lexical)).toEqual([person(2), person(1)]);
    const rust = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
    expect(found.lexical[0]?.score).toBeCloseTo(2 * rust * 2, 7);
    expect([...found.idf.keys()]).toEqual(['rust']);
    expect(found.degraded).toMatch(/^Qdrant cannot be reached: .*words alone.*no answer in time/);
  });

  test('of many searches only the first waits for the server', async () => {
    const { url, connections } = await silentServer();
    const index = openOver(url);
    await index.ensure();
    const before = connections();
    for (let n = 0; n < 50; n++) expect((await index.search(QUERY)).degraded).toBeDefined();
    expect(before).toBeGreaterThan(0);
    expect(connections()).toBe(before);
  });

  test('a write rejects, and its words are found all the same', async () => {
    const { url } = await silentServer();
    const index = openOver(url);
    await expect(index.upsert([entry(1, [unit(1)], { rust: 1 })])).rejects.toMatchObject({
      code: 'CVX_STORE_UNAVAILABLE',
    });
    expect(ids((await index.search(QUERY)).lexical)).toEqual([person(1)]);
  });

  test('a removal rejects and leaves the record, so that the same command completes it later', async () => {
    const { url } = await silentServer();
    await openRecord().write([entry(1, [], { rust: 1 })]);
    const index = openOver(url);
    await expect(index.remove([person(1)])).rejects.toMatchObject({ code: 'CVX_STORE_UNAVAILABLE' });
    expect(ids((await index.search(QUERY)).lexical)).toEqual([person(1)]);
  });

  test('an aborted search rejects with the reason', async () => {
    const { url } = await silentServer();
    const index = openOver(url, 60_000);
    const stop = new AbortController();
    const searching = index.search(QUERY, { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(searching).rejects.toThrow('enough');
  });
});

test('the record gives the figures of the embedded lexical leg, on the people of the relevance set', async () => {
  await empty();
  const { entries, queries, dimensions } = await readPeople(60, 50);
  const spec = { name: 'relevance', dimensions };
  const [scan, record] = [openScanIndex(embedded.pool, spec), openRecord(spec.name)];
  await scan.upsert(entries);
  await record.write(entries);
  for (const { terms = new Map<string, number>(), limit } of queries) {
    const wanted = await scan.search({ terms, limit });
    const found = await record.search(terms, limit);
    expect(found.lexical).toHaveLength(wanted.lexical.length);
    for (const [rank, { score }] of found.lexical.entries())
      expect(score).toBeCloseTo(wanted.lexical[rank]?.score ?? 0, 6);
    expect(new Set(found.idf.keys())).toEqual(new Set(wanted.idf.keys()));
    for (const [term, rarity] of found.idf) expect(rarity).toBeCloseTo(wanted.idf.get(term) ?? 0, 12);
  }
  await scan.close();
});

test('removing reaches every spec', async () => {
  await empty();
  const [here, other] = [openRecord(), openRecord('another')];
  await here.write([entry(1, [], { rust: 1 })]);
  await other.write([entry(1, [], { rust: 1 }), entry(2, [], { rust: 1 })]);
  await here.remove([person(1), 'no id']);
  expect((await here.search(asked({ rust: 1 }), 9)).lexical).toEqual([]);
  expect(ids((await other.search(asked({ rust: 1 }), 9)).lexical)).toEqual([person(2)]);
});
