import { socketsTo } from '../servers/sockets-to.ts';
import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { QdrantClient } from '@qdrant/js-client-rest';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openQdrantIndex, type QdrantIndexOptions } from '../../../src/stores/search-index/qdrant.ts';
import type { SearchIndex } from '../../../src/stores/search-index.ts';
import { asked, entry, ids, person, SPEC, unit } from '../../contracts/search-index/sample.ts';
import { isOnPath, openQdrantServer, type QdrantServer } from '../servers/qdrant.ts';

const QUERY = { vector: unit(1), terms: asked({ rust: 1 }), limit: 10 };
const UNAVAILABLE = { code: 'CVX_STORE_UNAVAILABLE', exit: 3 };

function openIndex(url: string, options: Partial<QdrantIndexOptions> = {}): SearchIndex {
  const index = openQdrantIndex({ url, spec: SPEC, timeoutMs: 10_000, poolSize: 4, ...options });
  onTestFinished(() => index.close());
  return index;
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return `http://127.0.0.1:${address.port satisfies AddressInfo['port']}`;
}

describe('without a Qdrant', () => {
  test('nobody there: the cause and the next step', async () => {
    const server = createServer();
    const url = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const index = openIndex(url);
    await expect(index.search(QUERY)).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: `Cannot reach Qdrant at ${url} (connection refused)`,
      hint: expect.stringContaining('docker compose up -d qdrant'),
    });
    await expect(index.ping()).rejects.toMatchObject(UNAVAILABLE);
  });

  test('a server that takes the connection and never answers: given up in time', async () => {
    const open = new Set<{ destroy: () => void }>();
    const server = createServer((socket) => open.add(socket));
    const index = openIndex(await listening(server), { timeoutMs: 200 });
    await expect(index.search(QUERY)).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('no answer in time'),
    });
    for (const socket of open) socket.destroy();
  });

  test('another server on the port', async () => {
    const server = createHttpServer((_, response) => response.end('<html>It works!</html>'));
    await expect(openIndex(await listening(server)).search(QUERY)).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('does not answer as Qdrant does'),
    });
  });

  test.each(['localhost:6333', 'ftp://example.com', ''])('a URL that is none: %j', (url) => {
    expect(() => openQdrantIndex({ url, spec: SPEC, timeoutMs: 1000, poolSize: 1 })).toThrow(
      expect.objectContaining({ exit: 2, message: expect.stringContaining('QDRANT_URL') }),
    );
  });

  test('an aborted call does not wait for the server', async () => {
    const server = createServer();
    const stop = new AbortController();
    server.on('connection', (socket) => {
      onTestFinished(() => void socket.destroy());
      stop.abort(new Error('enough'));
    });
    const index = openIndex(await listening(server), { timeoutMs: 60_000 });
    const aborted = [
      index.search(QUERY, { signal: stop.signal }),
      index.remove([person(1)], { signal: stop.signal }),
    ];
    for (const call of aborted) await expect(call).rejects.toThrow('enough');
  });
});

const own = isOnPath();
if (!own) console.warn('Skipped: a Qdrant that is killed, refuses or is counted (no `qdrant` on the PATH)');

describe.skipIf(!own)('with a Qdrant of our own', () => {
  let server: QdrantServer | undefined;
  afterEach(() => server?.stop());
  const start = async (settings: NodeJS.ProcessEnv = {}): Promise<string> => {
    server = await openQdrantServer({ QDRANT__LOG_LEVEL: 'WARN', ...settings });
    return server?.url ?? '';
  };

  test('a wrong API key is told as such, and the right one is never written anywhere', async () => {
    const url = await start({ QDRANT__SERVICE__API_KEY: 'the-right-key' });
    const written: unknown[] = [];
    for (const method of ['log', 'warn', 'error'] as const)
      vi.spyOn(console, method).mockImplementation((...words) => written.push(...words));
    onTestFinished(() => void vi.restoreAllMocks());
    const refused = openIndex(url, { apiKey: 'a-wrong-key' }).search(QUERY);
    await expect(refused).rejects.toMatchObject({
      code: 'CVX_STORE_DENIED',
      exit: 3,
      message: expect.stringContaining('refuses the API key'),
      hint: expect.stringContaining('QDRANT_API_KEY'),
    });
    await expect(refused).rejects.not.toThrow('a-wrong-key');
    const index = openIndex(url, { apiKey: 'the-right-key' });
    await index.upsert([entry(1, [unit(1)], { rust: 1 })]);
    expect(ids((await index.search(QUERY)).lexical)).toEqual([person(1)]);
    expect(written).toEqual([]);
  });

  test('killed and started again: clear errors between, the same answers after, without a new client', async () => {
    const index = openIndex(await start());
    await index.upsert([1, 2, 3].map((n) => entry(n, [unit(n, 1)], { rust: n })));
    const before = await index.search(QUERY);
    await server?.process?.kill();
    for (let n = 0; n < 8; n++) await expect(index.search(QUERY)).rejects.toMatchObject(UNAVAILABLE);
    await server?.process?.start();
    await vi.waitFor(
      async () => expect(await index.search(QUERY)).toEqual({ ...before, times: expect.anything() }),
      {
        timeout: 30_000,
        interval: 100,
      },
    );
    await index.upsert([entry(4, [unit(4, 1)], { rust: 4 })]);
    expect(await index.stats()).toMatchObject({ candidates: 4, chunks: 4 });
  });

  test.skipIf(process.platform !== 'linux')(
    '200 searches at once keep to the pool, and close leaves no socket',
    async () => {
      const url = await start();
      const port = Number(new URL(url).port);
      const before = await socketsTo(port);
      const index = openIndex(url, { poolSize: 3, timeoutMs: 60_000 });
      await index.upsert(Array.from({ length: 50 }, (_, n) => entry(n, [unit(n, 1)], { rust: n + 1 })));
      let most = 0;
      const done = new AbortController();
      const count = async (): Promise<void> => {
        while (!done.signal.aborted) {
          most = Math.max(most, (await socketsTo(port)) - before);
          await sleep(1);
        }
      };
      const counting = count();
      for (let round = 0; round < 3; round++) {
        const found = await Promise.all(Array.from({ length: 200 }, () => index.search(QUERY)));
        for (const legs of found) expect(legs).toEqual({ ...found[0], times: legs.times });
      }
      done.abort();
      await counting;
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(3);
      await index.close();
      // Those of the start may have gone meanwhile.
      await expect.poll(() => socketsTo(port)).toBeLessThanOrEqual(before);
    },
  );

  test('what another process writes changes the IDF here', async () => {
    const url = await start();
    const [reader, writer] = [openIndex(url), openIndex(url)];
    await writer.upsert([entry(1, [unit(1)], { rust: 1 }), entry(2, [unit(1)], { go: 1 })]);
    expect((await reader.search(QUERY)).idf.get('rust')).toBeCloseTo(Math.log(1 + 1.5 / 1.5), 9);
    await writer.upsert([entry(2, [unit(1)], { rust: 1 }), entry(3, [unit(1)], { rust: 2 })]);
    const found = await reader.search(QUERY);
    expect(found.idf.get('rust')).toBeCloseTo(Math.log(1 + 0.5 / 3.5), 9);
    expect(ids(found.lexical)).toEqual([person(3), person(1), person(2)]);
  });

  test('several processes that start at once over an empty server agree on one index', async () => {
    const url = await start();
    const indexes = [1, 2, 3, 4].map(() => openIndex(url));
    await Promise.all(indexes.map((index, n) => index.upsert([entry(n, [unit(1)], { rust: 1 })])));
    for (const index of indexes) {
      expect(await index.stats()).toEqual({ candidates: 4, chunks: 4, foreign: 0 });
      expect(ids((await index.search(QUERY)).lexical)).toEqual([0, 1, 2, 3].map(person));
    }
  });

  test('collections of others are neither counted nor emptied', async () => {
    const url = await start();
    const other = new QdrantClient({ url, checkCompatibility: false });
    await other.createCollection('people_words_v1', { vectors: { size: 2, distance: 'Dot' } });
    await other.upsert('people_words_v1', { wait: true, points: [{ id: person(1), vector: [1, 0] }] });
    const index = openIndex(url);
    await index.upsert([entry(1, [unit(1)], { rust: 1 })]);
    await index.remove([person(1)]);
    expect(await index.stats()).toEqual({ candidates: 0, chunks: 0, foreign: 0 });
    expect(await other.count('people_words_v1')).toEqual({ count: 1 });
  });

  test('the names are aliases, and a collection that was dropped is told and made again', async () => {
    const url = await start();
    const index = openIndex(url);
    await index.upsert([entry(1, [unit(1)], { rust: 1 })]);
    const other = new QdrantClient({ url, checkCompatibility: false });
    const { aliases } = await other.getAliases();
    expect(aliases).toHaveLength(2);
    for (const { alias_name: alias, collection_name: name } of aliases) expect(name).toBe(`${alias}_v1`);
    for (const { collection_name: name } of aliases) await other.deleteCollection(name);
    await expect(index.search(QUERY)).rejects.toMatchObject({
      code: 'CVX_INDEX_MISSING',
      exit: 3,
      hint: expect.stringContaining('cvx reindex'),
    });
    expect(await index.search(QUERY)).toMatchObject({ dense: [], lexical: [] });
  });
});
