import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PostgresPool } from '../../../src/stores/sql/pool-postgres.ts';
import { openSession } from '../../../src/stores/sql/session.ts';
import { poolTo } from '../servers/postgres-pool.ts';
import { findPostgres } from '../servers/postgres.ts';

const found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
const server = 'server' in found ? found.server : undefined;
afterAll(() => server?.close());

const UNAVAILABLE = { code: 'CVX_STORE_UNAVAILABLE', exit: 3 };

describe.skipIf(server === undefined)('a PostgreSQL that takes connections and says nothing', () => {
  /** Between cvx and the server: hands on what is said, or holds it back as a network that swallows packets does. */
  let silent = false;
  let calls = 0;
  const sockets = new Set<Socket>();
  const between = createServer((socket) => {
    calls += 1;
    sockets.add(socket.on('error', () => undefined));
    if (silent) return;
    const { hostname, port } = new URL(server?.url ?? '');
    const onward = connect(Number(port), hostname);
    sockets.add(onward.on('error', () => undefined));
    socket.pipe(onward).pipe(socket);
  });
  let pool: PostgresPool;
  beforeEach(async () => {
    silent = false;
    between.listen(0, '127.0.0.1');
    await once(between, 'listening');
    const address = between.address();
    const url = new URL(server?.url ?? '');
    url.port = typeof address === 'object' ? String(address?.port) : '';
    pool = poolTo(url.href, { poolSize: 1, maxOverflow: 1, connectTimeoutMs: 300 });
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await pool.close();
    between.close();
    await once(between, 'close');
  });

  test('costs the first callers their time and the others nothing, and is found again when it answers', async () => {
    const session = openSession(pool.pool, 'store');
    silent = true;
    for (let n = 0; n < 5; n++) await expect(session.ping()).rejects.toMatchObject(UNAVAILABLE);
    const before = calls;
    // Another adapter on the same server is told, too.
    const other = openSession(pool.pool, 'index');
    for (const one of [session, other, session])
      await expect(one.ping()).rejects.toMatchObject({
        ...UNAVAILABLE,
        message: expect.stringContaining('PostgreSQL at 127.0.0.1'),
        hint: expect.stringContaining('DATABASE_URL'),
      });
    expect(calls).toBe(before);
    silent = false;
    await expect
      .poll(
        () =>
          session.ping().then(
            () => 'back',
            () => 'away',
          ),
        { timeout: 10_000 },
      )
      .toBe('back');
    await other.ping();
  });

  test('more callers than connections are no outage', async () => {
    const session = openSession(pool.pool, 'store');
    const busy = [1, 2].map(() => session.query('select pg_sleep(1)', []));
    const late = await Promise.allSettled(Array.from({ length: 8 }, () => session.ping()));
    for (const one of late)
      expect(one).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringContaining('in use') },
      });
    await Promise.all(busy);
    await session.ping();
  });
});
