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
