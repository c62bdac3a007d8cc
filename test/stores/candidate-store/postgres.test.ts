import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSqlCandidateStore } from '../../../src/stores/candidate-store/sql.ts';
import type { CandidateStore } from '../../../src/stores/candidate-store.ts';
import type { PostgresPool } from '../../../src/stores/sql/pool-postgres.ts';
import { candidateStoreContract } from '../../contracts/candidate-store.ts';
import { at, collect, SPEC } from '../../contracts/candidate-store/sample.ts';
import { parsedDocument } from '../parsed-document.ts';
import { poolTo } from '../servers/postgres-pool.ts';
import { findPostgres } from '../servers/postgres.ts';
import { inProcesses } from '../servers/writers.ts';

const found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
const url = 'server' in found ? found.server.url : '';
const name = 'server' in found ? found.server.label : `PostgreSQL (${found.skipped})`;
const ROUNDS = 20;

describe.skipIf(url === '')(name, () => {
  let opened: PostgresPool;
  beforeAll(async () => {
    opened = poolTo(url);
    await openSqlCandidateStore(opened.pool, 'postgresql').migrate();
  });
  afterAll(async () => {
    await opened.close();
    if ('server' in found) await found.server.close();
  });
  const empty = () =>
    opened.pool.query('truncate cvx.people, cvx.documents, cvx.files restart identity cascade');

  candidateStoreContract('SQL over PostgreSQL', async () => {
    await empty();
    return openSqlCandidateStore(opened.pool, 'postgresql');
  });

  test('reads from the replica, and from the primary while that is down', async () => {
    await empty();
    await opened.pool.query('drop database if exists cvx_replica');
    await opened.pool.query('create database cvx_replica');
    const other = new URL(url);
    other.pathname = '/cvx_replica';
    const replica = poolTo(other.href);
    const down = poolTo('postgresql://nobody@127.0.0.1:1/none');
    const behind = openSqlCandidateStore(replica.pool, 'postgresql');
    const alone = openSqlCandidateStore(opened.pool, 'postgresql');
    const both = openSqlCandidateStore(opened.pool, 'postgresql', replica.pool);
    const [placed] = await alone.put([at('a.txt', parsedDocument('a', { name: 'Anna Berg' }))]);
    const id = placed?.candidate ?? '';
    const answers = async (store: CandidateStore) => [
      (await store.get([id]))[0]?.candidate.id,
      await store.resolve(id.slice(0, 8), 5),
      (await store.list({ limit: 9, offset: 0 })).length,
      (await store.stats(SPEC)).candidates,
    ];
    const there = [id, [id], 1, 1];
    // Not migrated yet, which a replica that lags far behind can be.
    expect(await answers(both)).toEqual(there);
    await behind.migrate();
    expect(await answers(both)).toEqual([undefined, [], 0, 0]);
    expect(await answers(openSqlCandidateStore(opened.pool, 'postgresql', down.pool))).toEqual(there);
    await both.close();
    await expect(both.get([id])).rejects.toMatchObject({ code: 'CVX_STORE_CLOSED' });
    await Promise.all([replica.close(), down.close()]);
    await opened.pool.query('drop database cvx_replica');
  });

  describe('with several processes that write', () => {
    let store: CandidateStore;
    beforeEach(async () => {
      await empty();
      store = openSqlCandidateStore(opened.pool, 'postgresql');
    });

    test('documents with the same e-mail address end with one person', async () => {
      const placed = await inProcesses(url, 3, 'shared e-mail');
      expect(placed[1]).toEqual(placed[0]);
      expect(placed[2]).toEqual(placed[0]);
      expect(await store.stats(SPEC)).toMatchObject({ candidates: ROUNDS, documents: 3 * ROUNDS });
    });

    test('the same path holds one of the documents, and the other is an old version', async () => {
      await inProcesses(url, 2, 'same path');
      expect(await collect(store.paths())).toHaveLength(ROUNDS);
      expect(await store.stats(SPEC)).toMatchObject({ candidates: ROUNDS, documents: ROUNDS });
      const { rows } = await opened.pool.query('select from cvx.documents');
      expect(rows).toHaveLength(2 * ROUNDS);
    });

    test('the same bytes are stored once, and each path is kept', async () => {
      const [first, ...others] = await inProcesses(url, 3, 'same bytes');
      for (const other of others) expect(other).toEqual(first);
      expect(await store.stats(SPEC)).toMatchObject({
        candidates: ROUNDS,
        documents: ROUNDS,
        files: { indexed: ROUNDS, duplicate: 2 * ROUNDS },
      });
    });

    test('people can be forgotten, marked and written to at the same time', async () => {
      const person = (n: number) => parsedDocument(`p${n}`, { emails: [`p${n}@example.com`] });
      const later = (n: number) => parsedDocument(`later ${n}`, { emails: [`p${n}@example.com`] });
      const numbers = Array.from({ length: 30 }, (_, n) => n);
      const people = (await store.put(numbers.map((n) => at(`${n}.txt`, person(n))))).map((p) => p.candidate);
      const marks = people.map((id) => ({ id, revision: 1 }));
      await Promise.all([
        ...numbers.map((n) => store.put([at(`later-${n}.txt`, later(n))])),
        ...people.map((id) => store.remove(id)),
        store.markIndexed(SPEC, marks),
        store.markIndexed(SPEC, marks.toReversed()),
        store.prune(numbers.slice(0, 10).map((n) => `${n}.txt`)),
      ]);
      const { rows } = await opened.pool.query(
        `select from cvx.people p where not exists (select from cvx.documents where person = p.id)`,
      );
      expect(rows).toEqual([]);
      expect((await store.stats(SPEC)).candidates).toBeLessThanOrEqual(30);
    });
  });
});
