import { pathToFileURL } from 'node:url';
import { createFixture } from 'fs-fixture';
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
  await using fixture = await createFixture({ '0001-one.sql': 'create table cvx.one ()' });
  const set = { directory: pathToFileURL(`${fixture.path}/`), prefix: 'test/' } as const;
  expect(await migrate(pool, {}, set)).toEqual(['test/0001-one.sql']);
  await fixture.writeFile('0002-two.sql', 'create table cvx.two ()');
  expect(await migrate(pool, {}, set)).toEqual(['test/0002-two.sql']);
  expect(await migrate(pool, {}, set)).toEqual([]);
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
