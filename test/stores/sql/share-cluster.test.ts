import { fork } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createFixture, type FsFixture } from 'fs-fixture';
import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { PglitePool } from '../../../src/stores/sql/cluster.ts';
import { openPglitePool } from '../../../src/stores/sql/pool-pglite.ts';
import { openSharedPool } from '../../../src/stores/sql/pool-shared.ts';
import { openSession } from '../../../src/stores/sql/session.ts';
import { type Share, shareCluster, type ShareOptions } from '../../../src/stores/sql/share-cluster.ts';
import { templateFile } from '../../../src/stores/sql/template.ts';

let home: FsFixture;
let cluster: PglitePool;
let share: Share | undefined;
let path: string;
beforeEach(async () => {
  home = await createFixture({});
  path = home.getPath('cvx.sock');
  cluster = await openPglitePool({ dataDir: home.getPath('data'), templateFile: await templateFile() });
  await cluster.pool.query('create table numbers (n integer primary key)');
});
afterEach(async () => {
  await share?.close();
  share = undefined;
  await cluster.close();
  await home.rm();
});

const serve = async (options?: ShareOptions): Promise<void> => {
  share = await shareCluster(cluster, path, options);
};

async function guest(): Promise<Pool> {
  const shared = await openSharedPool(path);
  if (shared === undefined) throw new Error('Nobody listens');
  onTestFinished(() => shared.close());
  return shared.pool;
}

const numbers = async (pool: Pool = cluster.pool): Promise<readonly number[]> =>
  (await pool.query<{ n: number }>('select n from numbers order by n')).rows.map(({ n }) => n);

describe('a guest', () => {
  test('sees what the owner wrote, and the owner sees what it wrote', async () => {
    await serve();
    const pool = await guest();
    await cluster.pool.query('insert into numbers values (1)');
    expect(await numbers(pool)).toEqual([1]);
    await pool.query('insert into numbers select unnest($1::int[])', [[2, 3]]);
    expect(await numbers()).toEqual([1, 2, 3]);
  });

  test('gets values of all kinds, and megabytes of them, both ways', async () => {
    await serve();
    const pool = await guest();
    const bytes = Buffer.alloc(3_000_000, 7);
    const text = 'ä€😀'.repeat(300_000);
    const { rows } = await pool.query(
      'select $1::bytea as bytes, $2::text as text, $3::jsonb as json, null as nothing',
      [bytes, text, { a: [1] }],
    );
    expect(rows[0]?.bytes.equals(bytes)).toBe(true);
    expect(rows[0]?.text === text).toBe(true);
    expect(rows[0]).toMatchObject({ json: { a: [1] }, nothing: null });
  });

  test('is told what is wrong with a statement, and goes on', async () => {
    await serve();
    const pool = await guest();
    await expect(pool.query('select $1::int', ['x'])).rejects.toMatchObject({ code: '22P02' });
    await expect(pool.query('nonsense')).rejects.toMatchObject({ code: '42601' });
    expect(await numbers(pool)).toEqual([]);
    expect(await numbers()).toEqual([]);
  });

  test('never finds itself in the transaction of the owner or of another guest, nor they in its', async () => {
    await serve();
    const pools = [cluster.pool, await guest(), await guest()];
    await Promise.all(
      pools.map(async (pool, n) => {
        const session = openSession(pool, 'test');
        for (let round = 0; round < 20; round++) {
          const number = n * 100 + round;
          const rolledBack = session.transaction(async (run) => {
            await run('insert into numbers values ($1)', [number]);
            await run('select pg_sleep(0.001)');
            if (round % 2 === 1) throw new Error('not this one');
          });
          await rolledBack.catch((error: unknown) => {
            if (round % 2 === 0) throw error;
          });
        }
      }),
    );
    const even = [0, 1, 2].flatMap((n) => Array.from({ length: 10 }, (_, i) => n * 100 + 2 * i));
    expect(await numbers()).toEqual(even);
  });

  test('killed with -9 in a transaction it leaves nothing behind, and nobody waits for it', async () => {
    await serve();
    const child = fork(join(import.meta.dirname, 'guest.ts'), [path], { execArgv: ['--import', 'tsx'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'message');
    const waiting = numbers();
    child.kill('SIGKILL');
    expect(await waiting).toEqual([]);
    await cluster.pool.query('insert into numbers values (1)');
    expect(await numbers(await guest())).toEqual([1]);
  });

  test('that is silent in a transaction is cut off, and may come again', async () => {
    await serve({ idleMs: 100 });
    const pool = await guest();
    const client = await pool.connect();
    const lost = once(client, 'error');
    await client.query('begin');
    await client.query('insert into numbers values (1)');
    expect(await numbers()).toEqual([]);
    expect((await lost)[0]).toMatchObject({ code: '25P03' });
    client.release(true);
    await pool.query('insert into numbers values (2)');
    expect(await numbers()).toEqual([2]);
  });

  test('that stops reading a long answer makes nobody wait', async () => {
    await serve();
    const client = await (await guest()).connect();
    onTestFinished(() => client.release(true));
    const { connection } = client as unknown as { connection: { stream: { pause(): void } } };
    connection.stream.pause();
    client.query("select repeat('x', 20000000)").catch(() => undefined);
    await expect.poll(() => numbers()).toEqual([]);
  });

  test('too many of them, or a message too long: refused with the reason', async () => {
    await serve({ maxGuests: 1, maxMessage: 10_000 });
    const pool = await guest();
    await pool.query('select 1');
    const second = openSession(await guest(), 'test');
    await expect(second.ping()).rejects.toMatchObject({ code: 'CVX_STORE_UNAVAILABLE', exit: 3 });
    await expect(pool.query('select $1', ['x'.repeat(20_000)])).rejects.toMatchObject({ code: '54000' });
    expect(await numbers()).toEqual([]);
  });
});

describe('the socket', () => {
  test.skipIf(process.platform === 'win32')('is for this user alone', async () => {
    await serve();
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
  });

  test('that a dead process left is nobody to a guest, and in nobody’s way', async () => {
    await writeFile(path, '');
    expect(await openSharedPool(path)).toBeUndefined();
    await serve();
    expect(await numbers(await guest())).toEqual([]);
  });

  test('goes with its owner, and a guest is told what happened', async () => {
    await serve();
    const session = openSession(await guest(), 'test');
    await session.ping();
    await share?.close();
    const gone = { code: 'CVX_STORE_UNAVAILABLE', exit: 3, message: expect.stringContaining('has ended') };
    await expect(session.ping()).rejects.toMatchObject(gone);
    await expect(session.ping()).rejects.toMatchObject(gone);
    expect(await openSharedPool(path)).toBeUndefined();
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('answers strangers with the end of the connection, and serves on', async () => {
    await serve();
    for (const noise of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\x08\x04\xd2\x16\x2e', '\0\0\0\x01']) {
      const stranger = connect({ path });
      stranger.on('error', () => undefined);
      stranger.write(Buffer.from(noise, 'latin1'));
      stranger.resume();
      await once(stranger, 'close');
    }
    expect(await numbers(await guest())).toEqual([]);
  });

  test('a path too long for one is said, with the way out', async () => {
    await expect(shareCluster(cluster, `${path}${'x'.repeat(120)}`)).rejects.toMatchObject({
      code: 'CVX_SHARE_IMPOSSIBLE',
      hint: expect.stringContaining('CVX_HOME'),
    });
  });
});
