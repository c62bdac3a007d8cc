import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFixture, type FsFixture } from 'fs-fixture';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPglitePool } from '../../../src/stores/sql/pool-pglite.ts';
import { templateFile } from '../../../src/stores/sql/template.ts';

let home: FsFixture;
let dataDir: string;
beforeEach(async () => {
  home = await createFixture({});
  dataDir = home.getPath('data');
});
afterEach(() => home.rm());

const open = async () => openPglitePool({ dataDir, templateFile: await templateFile() });

/** Makes a store, closes it, and spoils it. */
async function spoilt(spoil: () => Promise<void>): Promise<void> {
  await (await open()).close();
  await spoil();
}

describe('openPglitePool', { timeout: 60_000 }, () => {
  test('makes a migrated store, readable by its owner alone, and opens it again', async () => {
    const first = await open();
    await first.pool.query("insert into cvx.files (path, outcome) values ('a.txt', 'corrupt')");
    await first.close();
    await first.close();
    const second = await open();
    expect((await second.pool.query('select path from cvx.files')).rows).toEqual([{ path: 'a.txt' }]);
    await second.close();
    expect((await stat(dataDir)).mode & 0o077).toBe(0);
  });

  test('removes what a crash during unpacking left behind', async () => {
    await mkdir(home.getPath('data.unpacking', 'base'), { recursive: true });
    await home.writeFile('data.unpacking/base/half', 'half');
    const { close } = await open();
    await close();
    expect(await readdir(home.path)).toEqual(['data']);
    expect(existsSync(join(dataDir, 'base', 'half'))).toBe(false);
  });

  test('makes nothing out of a broken template', async () => {
    const whole = await readFile(await templateFile());
    await writeFile(home.getPath('broken.tar.gz'), whole.subarray(0, whole.length / 2));
    const opening = openPglitePool({ dataDir, templateFile: home.getPath('broken.tar.gz') });
    await expect(opening).rejects.toMatchObject({ code: 'CVX_STORE_UNAVAILABLE', exit: 3 });
    expect(existsSync(dataDir)).toBe(false);
  });

  test.each([
    ['without its version file', () => rm(join(dataDir, 'PG_VERSION'))],
    ['with a short control file', () => truncate(join(dataDir, 'global', 'pg_control'), 100)],
    ['without its log', () => rm(join(dataDir, 'pg_wal'), { recursive: true })],
    ['of another version', () => writeFile(join(dataDir, 'PG_VERSION'), '12\n')],
  ])('calls a directory damaged that is one %s', async (_, spoil) => {
    await spoilt(spoil);
    await expect(open()).rejects.toMatchObject({
      code: 'CVX_STORE_DAMAGED',
      exit: 3,
      message: expect.stringContaining(dataDir),
      hint: expect.stringContaining('run cvx ingest again'),
    });
  });

  test('stays usable after statements that fail, alone and inside a transaction', async () => {
    const { pool, close } = await open();
    await expect(pool.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await expect(pool.query('select broken from nowhere')).rejects.toMatchObject({ code: '42P01' });
    const client = await pool.connect();
    await client.query('begin');
    await expect(client.query('select $1::int', ['x'])).rejects.toMatchObject({ code: '22P02' });
    await client.query('rollback');
    client.release();
    expect((await pool.query('select $1::int + 1 as two', [1])).rows).toEqual([{ two: 2 }]);
    await close();
  });

  test('keeps its log short through long writing', async () => {
    const { pool, close } = await open();
    await pool.query('create table cvx.filler (text text)');
    // 400 statements of some 200 kB write 80 MB.
    for (let n = 0; n < 400; n++) {
      await pool.query(
        'insert into cvx.filler select repeat(md5(random()::text), 6) from generate_series(1, 800)',
      );
    }
    const log = join(dataDir, 'pg_wal');
    const sizes = await Promise.all(
      (await readdir(log)).map(async (name) => (await stat(join(log, name))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(64 * 1024 * 1024);
    await close();
  });

  test('gives the room of replaced rows back', async () => {
    const sizes: number[] = [];
    for (let round = 0; round < 4; round++) {
      const { pool, close } = await open();
      await pool.query('create table if not exists cvx.filler (id int primary key, text text)');
      // 130 statements write 26 MB: enough to be looked at, and to be called much.
      for (let n = 0; n < 130; n++) {
        await pool.query(
          `insert into cvx.filler select $1 * 800 + row, repeat(md5(random()::text), 6) from generate_series(1, 800) as row
           on conflict (id) do update set text = excluded.text`,
          [n],
        );
      }
      const { rows } = await pool.query<{ size: string }>("select pg_relation_size('cvx.filler') as size");
      sizes.push(Number(rows[0]?.size));
      await close();
    }
    // The second round needs room for both versions; the later ones find that of the first.
    expect(sizes[3]).toBeLessThan(sizes[0]! * 2.5);
  });
});
