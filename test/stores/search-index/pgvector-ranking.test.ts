import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personTerms } from '../../../src/domain/person-terms.ts';
import { analyse, countTerms } from '../../../src/domain/terms.ts';
import type { Embedder } from '../../../src/embed/embedder.ts';
import { openBundledEmbedder } from '../../../src/embed/embedder/bundled.ts';
import { chunkDocument } from '../../../src/ingest/chunk.ts';
import { extractProfile } from '../../../src/ingest/extract/extract.ts';
import { openPgvectorIndex } from '../../../src/stores/search-index/pgvector.ts';
import { openScanIndex } from '../../../src/stores/search-index/scan.ts';
import type { IndexEntry, IndexQuery, SearchIndex } from '../../../src/stores/search-index.ts';
import type { PostgresPool } from '../../../src/stores/sql/pool-postgres.ts';
import { openEmbedded } from '../embedded.ts';
import { poolTo } from '../servers/postgres-pool.ts';
import { findPostgres } from '../servers/postgres.ts';

const found = await findPostgres({ variable: 'CVX_TEST_PGVECTOR_URL', extension: 'vector' });
const server = 'server' in found ? found.server : undefined;
const RELEVANCE = new URL('../../relevance/', import.meta.url);
const QUERIES = 50;
const TOP = 10;

/** What the scan's int8 vectors are off by, with room: .003 was seen with these texts. Closer scores are a tie. */
const TIE = 0.005;

describe.skipIf(server === undefined)(
  server === undefined ? `pgvector (${'skipped' in found && found.skipped})` : `pgvector on ${server.label}`,
  () => {
    let opened: PostgresPool;
    let embedded: Awaited<ReturnType<typeof openEmbedded>>;
    let embedder: Embedder;
    let entries: IndexEntry[];
    let queries: IndexQuery[];
    let scan: SearchIndex;

    beforeAll(async () => {
      [opened, embedded, embedder] = [
        poolTo(server?.url ?? ''),
        await openEmbedded(),
        await openBundledEmbedder(),
      ];
      await opened.pool.query('create extension if not exists vector');
      entries = await Promise.all(
        (await lines<{ text: string }>('people.jsonl')).map(({ text }) => entryOf(text)),
      );
      const texts = (await lines<{ query: string }>('queries.jsonl'))
        .slice(0, QUERIES)
        .map(({ query }) => query);
      queries = await Promise.all(texts.map(queryOf));
      scan = openScanIndex(embedded.pool, spec());
      await scan.ensure();
      await scan.upsert(entries);
    });
    afterAll(async () => {
      await embedder.close();
      await embedded.close();
      await opened.close();
      await server?.close();
    });
    const spec = () => ({ name: 'relevance', dimensions: embedder.dimensions });

    async function entryOf(text: string): Promise<IndexEntry> {
      const document = createHash('sha256').update(text).digest('hex');
      const chunks = chunkDocument(text, extractProfile(text, { now: '2026-11' }).sections);
      const vectors = await embedder.embed(chunks.map(({ start, end }) => text.slice(start, end)));
      return {
        candidate: document.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
        chunks: vectors.map((vector, ordinal) => ({ document, ordinal, vector })),
        terms: personTerms([text]),
      };
    }

    async function queryOf(text: string): Promise<IndexQuery> {
      const [vector = new Float32Array(embedder.dimensions)] = await embedder.embed([text]);
      return { vector, terms: countTerms(analyse(text)), limit: TOP };
    }

    test('gives the same ten people in both legs as the embedded index', async () => {
      const index = openPgvectorIndex(opened.pool, spec(), { exact: true });
      await index.upsert(entries);
      for (const query of queries) {
        const [theirs, ours] = [await index.search(query), await scan.search(query)];
        expect(theirs.lexical.map(({ candidate }) => candidate)).toEqual(
          ours.lexical.map(({ candidate }) => candidate),
        );
        for (const [at, { score }] of theirs.lexical.entries()) {
          expect(score).toBeCloseTo(ours.lexical[at]?.score ?? 0, 6);
        }
        expect(theirs.idf).toEqual(ours.idf);
        expect(theirs.dense.map(({ score }) => score)).toEqual(
          ours.dense.map(({ score }) => expect.closeTo(score, -Math.log10(2 * TIE))),
        );
        const worst = ours.dense.at(-1)?.score ?? 0;
        const [mine, other] = [new Set(ours.dense.map(idOf)), new Set(theirs.dense.map(idOf))];
        for (const hit of theirs.dense)
          if (!mine.has(hit.candidate)) expect(hit.score).toBeLessThan(worst + TIE);
        for (const hit of ours.dense)
          if (!other.has(hit.candidate)) expect(hit.score).toBeLessThan(worst + TIE);
      }
    });

    test('gives exactly the ten people of the nearest chunks', async () => {
      const index = openPgvectorIndex(opened.pool, spec(), { exact: true });
      await index.upsert(entries);
      for (const query of queries) {
        const best = entries
          .map(({ candidate, chunks }) => ({
            candidate,
            score: Math.max(...chunks.map(({ vector }) => dot(vector, query.vector ?? vector))),
          }))
          .toSorted((a, b) => b.score - a.score || (a.candidate < b.candidate ? -1 : 1));
        const { dense } = await index.search(query);
        expect(dense.map(idOf)).toEqual(best.slice(0, TOP).map(idOf));
      }
    });

    test('with HNSW finds at least .95 of them', async () => {
      const index = openPgvectorIndex(opened.pool, { ...spec(), name: 'nearly' }, { hnswFrom: 1000 });
      const exact = openPgvectorIndex(opened.pool, spec(), { exact: true });
      await exact.upsert(entries);
      await index.upsert(entries);
      let common = 0;
      for (const query of queries) {
        const near = new Set((await index.search(query)).dense.map(idOf));
        common += (await exact.search(query)).dense.filter(({ candidate }) => near.has(candidate)).length;
      }
      expect(common / (QUERIES * TOP)).toBeGreaterThanOrEqual(0.95);
    });
  },
);

async function lines<T>(name: string): Promise<T[]> {
  const text = await readFile(new URL(name, RELEVANCE), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): T => JSON.parse(line));
}

function idOf({ candidate }: { readonly candidate: string }): string {
  return candidate;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, number, at) => sum + number * (b[at] ?? 0), 0);
}
