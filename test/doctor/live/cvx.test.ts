import { createFixture } from 'fs-fixture';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import type { OwnStores } from '../../../src/doctor/live/cvx.ts';
import { openPostgresPool } from '../../../src/stores/sql/pool-postgres.ts';
import { migrate } from '../../../src/stores/sql/migrate.ts';
import { openPostgresProbe } from '../../../src/stores/store-probe/postgres.ts';
import { bytesOf } from '../apply-fix.ts';
import { findPostgres, type Found } from '../../stores/servers/postgres.ts';
import { freePort } from '../../lib/free-port.ts';
import { look, seen } from './look.ts';

const found: Found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
afterAll(() => ('server' in found ? found.server.close() : undefined));

function own(home: string, more: Partial<OwnStores> = {}): OwnStores {
  return { home, servers: false, stores: [], queue: async () => undefined, ...more };
}

const claim = (pid: number, host = hostname()): string =>
  JSON.stringify({ pid, host, command: 'cvx serve', started: '', since: '2026-06-01T12:00:00Z' });

test('the home is looked at from outside, and nothing in it changes', async () => {
  await using home = await createFixture({
    'data/PG_VERSION': '17\n',
    'data/base/1': 'x'.repeat(5000),
    'lock/1-a.json': 'half a cl',
    'lock/2-b.json': claim(2 ** 22 + 1),
    'lock/3-c.json': claim(process.pid),
  });
  const before = await bytesOf(home.path);
  const live = seen((await look({ ownStores: own(home.path) })).cvx);
  expect(live).toMatchObject({
    home: home.path,
    lockHolder: `cvx serve (PID ${process.pid})`,
    dataVersion: '17',
    pending: undefined,
    deadLetters: undefined,
    schemaNewer: false,
  });
  expect(live.homeBytes).toBeGreaterThan(5000);
  expect(live.homeBytes).toBeLessThan(6000);
  expect(live.disk?.freeBytes).toBeGreaterThan(0);
  expect(live.disk?.freeRatio).toBeLessThanOrEqual(1);
  expect(await bytesOf(home.path)).toEqual(before);
});

test('a holder on another machine counts; one that has died does not', async () => {
  await using home = await createFixture({
    'lock/1.json': claim(1, 'elsewhere'),
    'free/lock/1.json': claim(2 ** 22 + 1),
  });
  expect(seen((await look({ ownStores: own(home.path) })).cvx).lockHolder).toBe(
    'cvx serve (PID 1 on elsewhere)',
  );
  const free = join(home.path, 'free');
  expect(seen((await look({ ownStores: own(free) })).cvx).lockHolder).toBeUndefined();
});

test('a home that is not there yet is not seen; failed jobs of a shared queue are counted', async () => {
  const ownStores = own('/nonexistent/cvx');
  expect((await look({ ownStores })).cvx).toEqual({
    seen: false,
    why: 'cvx: nothing is stored in /nonexistent/cvx yet',
  });
  const counts = async () => ({ waiting: 1, running: 0, dead: 3 });
  const servers = { ...ownStores, servers: true, queue: async () => ({ counts }) };
  expect(seen((await look({ ownStores: servers })).cvx)).toMatchObject({
    deadLetters: 3,
    homeBytes: undefined,
  });
});

describe.skipIf('skipped' in found)('a PostgreSQL that cvx is configured for', () => {
  const url = 'server' in found ? found.server.url : '';
  const ask = async (at = url) => {
    const probe = openPostgresProbe(at);
    const live = await look({ ownStores: own('/nonexistent/cvx', { servers: true, stores: [probe] }) });
    await probe.close();
    return seen(live.cvx);
  };
  const execute = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };

  test('is asked what cvx keeps there, and is not migrated by that', async () => {
    expect(await ask()).toMatchObject({ pending: undefined, otherSpecs: undefined, schemaNewer: false });
    const { pool, close } = openPostgresPool({
      url,
      poolSize: 1,
      maxOverflow: 0,
      statementTimeoutMs: 10_000,
      connectTimeoutMs: 10_000,
      applicationName: 'cvx test',
    });
    const { rows } = await pool.query(`select to_regclass('cvx.migrations') as found`);
    expect(rows).toEqual([{ found: null }]);
    await migrate(pool);
    await close();
    await execute(`insert into cvx.people (id, revision) select gen_random_uuid(), 1 from generate_series(1, 5);
      insert into cvx.indexed (spec, person, revision) select 'new', id, 1 from cvx.people limit 3;
      insert into cvx.indexed (spec, person, revision) select 'old', id, 0 from cvx.people limit 5;`);
    expect(await ask()).toMatchObject({ pending: 2, otherSpecs: 1, schemaNewer: false });
    await execute(
      `insert into cvx.migrations (name, sha256) values ('pgvector/9999-x.sql', ''), ('9999-later.sql', '')`,
    );
    expect(await ask()).toMatchObject({ schemaNewer: true });
  });

  test('that is away is named, without its password', async () => {
    const away = `postgresql://cvx:wrong-battery-9@127.0.0.1:${await freePort()}/cvx`;
    const { unreachable } = await ask(away);
    expect(unreachable).toEqual([expect.stringContaining('cannot be reached')]);
    expect(JSON.stringify(unreachable)).not.toContain('wrong-battery-9');
  });
});
