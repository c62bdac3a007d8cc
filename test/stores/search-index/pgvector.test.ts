import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPgvectorIndex } from '../../../src/stores/search-index/pgvector.ts';
import type { PostgresPool } from '../../../src/stores/sql/pool-postgres.ts';
import { searchIndexContract } from '../../contracts/search-index.ts';
import { asked, entry, SPEC, unit } from '../../contracts/search-index/sample.ts';
import { poolTo } from '../servers/postgres-pool.ts';
import { findPostgres } from '../servers/postgres.ts';

const found = await findPostgres({ variable: 'CVX_TEST_PGVECTOR_URL', extension: 'vector' });
const server = 'server' in found ? found.server : undefined;

describe.skipIf(server === undefined)(
  server === undefined ? `pgvector (${'skipped' in found && found.skipped})` : `pgvector on ${server.label}`,
  () => {
    let opened: PostgresPool;
    beforeAll(async () => {
      opened = poolTo(server?.url ?? '');
      await opened.pool.query('create schema if not exists elsewhere');
      await opened.pool.query('create extension if not exists vector schema elsewhere');
      await openPgvectorIndex(opened.pool, SPEC).ensure();
    });
    afterAll(async () => {
      await opened.close();
      await server?.close();
    });
    const empty = async (): Promise<void> => {
      await opened.pool.query(
        'truncate cvx.vector_specs, cvx.vector_entries, cvx.vector_chunks, cvx.vector_terms restart identity cascade',
      );
      const { rows } = await opened.pool.query<{ name: string }>(
        `select indexname as name from pg_indexes where indexname like 'vector_chunks_hnsw%'`,
      );
      for (const { name } of rows) await opened.pool.query(`drop index cvx.${name}`);
    };

    searchIndexContract('pgvector', empty, (spec) => openPgvectorIndex(opened.pool, spec));
    searchIndexContract('pgvector with HNSW from the first chunk', empty, (spec) =>
      openPgvectorIndex(opened.pool, spec, { hnswFrom: 1 }),
    );

    test('an index of some size is found by HNSW, and without it as well', async () => {
      await empty();
      const nearly = openPgvectorIndex(opened.pool, SPEC, { hnswFrom: 500 });
      const exactly = openPgvectorIndex(opened.pool, SPEC, { exact: true });
      const many = Array.from({ length: 300 }, (_, n) =>
        entry(n, [unit(Math.sin(n), Math.cos(n), 0.1), unit(n % 7, 1, n % 11), unit(1, n % 3, n % 5)]),
      );
      await nearly.upsert(many);
      const { rows } = await opened.pool.query(
        `select from pg_indexes where indexname like 'vector_chunks_hnsw%'`,
      );
      expect(rows).toHaveLength(1);
      for (const vector of [unit(1), unit(0, 1), unit(3, 2, 1), unit(-1, -1, -1)]) {
        const [near, exact] = [
          await nearly.search({ vector, limit: 10 }),
          await exactly.search({ vector, limit: 10 }),
        ];
        expect(near.dense.map(({ score }) => score)).toEqual(
          exact.dense.map(({ score }) => expect.closeTo(score, 5)),
        );
        // More people than the first scan of the index can give.
        expect((await nearly.search({ vector, limit: 290 })).dense).toHaveLength(290);
        expect((await nearly.search({ vector, limit: 1000 })).dense).toHaveLength(300);
      }
    });

    test('writers of the same people at once leave one entry of each', async () => {
      await empty();
      const writers = [0, 1, 2, 3].map(() => openPgvectorIndex(opened.pool, SPEC));
      const batch = (writer: number) =>
        Array.from({ length: 20 }, (_, n) =>
          entry(writer % 2 === 0 ? n : 19 - n, [unit(writer + 1, n)], { [`w${writer}`]: 1, all: 1 }),
        );
      for (let round = 0; round < 5; round++)
        await Promise.all(writers.map((index, writer) => index.upsert(batch(writer))));
      const index = openPgvectorIndex(opened.pool, SPEC);
      expect(await index.stats()).toEqual({ candidates: 20, chunks: 20, foreign: 0 });
      const { lexical, idf } = await index.search({
        terms: asked({ all: 1, w0: 1, w1: 1, w2: 1, w3: 1 }),
        limit: 100,
      });
      expect(lexical).toHaveLength(20);
      expect(idf.get('all')).toBeCloseTo(Math.log(1 + 0.5 / 20.5), 9);
      const { rows } = await opened.pool.query('select from cvx.vector_terms');
      expect(rows).toHaveLength(40);
    });

    test('a database without the extension is refused with the way out', async () => {
      await opened.pool.query('create database cvx_without_vector');
      const bare = new URL(server?.url ?? '');
      bare.pathname = '/cvx_without_vector';
      const { pool, close } = poolTo(bare.href);
      const error: unknown = await openPgvectorIndex(pool, SPEC)
        .ensure()
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code: 'CVX_PGVECTOR_MISSING',
        exit: 3,
        message: expect.stringContaining(bare.host),
        hint: expect.stringMatching(/CREATE EXTENSION vector.*QDRANT_URL/),
      });
      await close();
      await opened.pool.query('drop database cvx_without_vector');
    });
  },
);
