import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { migrate, readMigrations } from '../../../src/stores/sql/migrate.ts';
import { openEmbedded } from '../embedded.ts';

let pool: Pool;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ pool, close } = await openEmbedded());
}, 60_000);
afterAll(() => close());

afterEach(async () => {
  await pool.query('drop schema if exists cvx cascade');
  await migrate(pool);
});

test('builds an empty database in order, and then has nothing to do', async () => {
  await pool.query('drop schema cvx cascade');
  const names = (await readMigrations()).map(({ name }) => name);
  expect(await migrate(pool)).toEqual(names);
  expect(names).toEqual(names.toSorted());
  expect(await migrate(pool)).toEqual([]);
});

test('of several at once applies each migration once', async () => {
  await pool.query('drop schema cvx cascade');
  const applied = await Promise.all([migrate(pool), migrate(pool), migrate(pool)]);
  expect(applied.flat().toSorted()).toEqual((await readMigrations()).map(({ name }) => name));
});

test('applies only what is missing', async () => {
  const last = (await readMigrations()).at(-1);
  await pool.query('drop table cvx.generation; drop function cvx.next_generation cascade');
  await pool.query('delete from cvx.migrations where name = $1', [last?.name]);
  expect(await migrate(pool)).toEqual([last?.name]);
});

test('leaves nothing of a migration that fails', async () => {
  await pool.query('drop schema cvx cascade');
  await pool.query('create schema cvx');
  await pool.query('create table cvx.files (mine text)');
  await expect(migrate(pool)).rejects.toMatchObject({ code: 'CVX_STORE_FAILED' });
  const { rows } = await pool.query(
    "select table_name from information_schema.tables where table_schema = 'cvx'",
  );
  expect(rows).toEqual([{ table_name: 'files' }]);
});

test('refuses a store of a newer cvx', async () => {
  await pool.query("insert into cvx.migrations (name, sha256) values ('9999-later.sql', '')");
  await expect(migrate(pool)).rejects.toMatchObject({ code: 'CVX_STORE_NEWER', exit: 3 });
});

test('refuses a store in which a migration had another text', async () => {
  await pool.query("update cvx.migrations set sha256 = 'other' where name = '0001-people.sql'");
  await expect(migrate(pool)).rejects.toMatchObject({
    code: 'CVX_STORE_CHANGED',
    message: expect.stringContaining('0001-people.sql'),
  });
});
