import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  openPostgresPool,
  openPostgresPools,
  type PostgresPool,
} from '../../../src/stores/sql/pool-postgres.ts';
import { openSession } from '../../../src/stores/sql/session.ts';
import { everythingIn } from '../servers/everything-in.ts';
import { poolTo } from '../servers/postgres-pool.ts';

const LIMITS = {
  poolSize: 1,
  maxOverflow: 0,
  statementTimeoutMs: 5000,
  connectTimeoutMs: 5000,
  applicationName: 'cvx test',
};

describe('openPostgresPool', () => {
  const opened: PostgresPool[] = [];
  const open = (url: string) => {
    const pool = openPostgresPool({ ...LIMITS, url });
    opened.push(pool);
    return pool.pool;
  };
  afterEach(() => Promise.all(opened.splice(0).map((pool) => pool.close())));

  test.each([
    ['postgresql+asyncpg://u:p%40ss@db.example.com:6432/cvs', 'db.example.com', 6432],
    ['postgres://u@db.example.com/cvs?sslmode=disable', 'db.example.com', 5432],
    ['postgresql:///cvs?host=/var/run/postgresql', '/var/run/postgresql', 5432],
  ])('reads %s', (url, host, port) => {
    const { options } = open(url);
    expect(options).toMatchObject({ host, port });
    expect(options.connectionString).not.toContain('+');
  });

  test.each([
    ['postgresql+asyncpg://u@h/d?ssl=require', 'sslmode=verify-full'],
    ['postgresql://u@h/d?sslmode=prefer', 'sslmode=verify-full'],
    ['postgresql://u@h/d?sslmode=no-verify', 'sslmode=no-verify'],
    ['postgresql://u@h/d?uselibpqcompat=true&sslmode=require', 'sslmode=require'],
    ['postgresql+asyncpg://u@h/d?ssl=disable', 'sslmode=disable'],
  ])('takes %s as pg would', (url, query) => {
    expect(open(url).options.connectionString).toContain(query);
  });

  test.each([
    ['postgresql://user:hush@host:port/db', 'DATABASE_URL is not a URL'],
    ['postgresql://user:hush@host/db?sslrootcert=/no/such.pem', 'A certificate or key'],
  ])('refuses %s without quoting it', (url, message) => {
    expect(() => open(url)).toThrow(expect.objectContaining({ code: 'CVX_CONFIG_INVALID', exit: 2 }));
    try {
      open(url);
    } catch (error) {
      expect(everythingIn(error)).toContain(message);
      expect(everythingIn(error)).not.toContain('hush');
    }
  });

  test.each([
    ['postgresql://u:hush@127.0.0.1:1/d', '127.0.0.1:1 cannot be reached (connection refused)'],
    ['postgresql://u:hush@localhost:1/d', 'localhost:1 cannot be reached (connection refused)'],
    ['postgresql://u:hush@no-such-host.invalid/d', 'no-such-host.invalid:5432 cannot be found'],
  ])('%s is unavailable, by name and with a hint', async (url, message) => {
    const error: unknown = await openSession(open(url), 'test')
      .ping()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'CVX_STORE_UNAVAILABLE', exit: 3 });
    expect(error).toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/./),
    });
    expect(everythingIn(error)).not.toContain('hush');
  });

  test('a server that accepts and says nothing is given up after the time for connecting', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const { pool, close } = poolTo(`postgresql://u@127.0.0.1:${port}/d`, { connectTimeoutMs: 100 });
    await expect(openSession(pool, 'test').ping()).rejects.toMatchObject({
      code: 'CVX_STORE_UNAVAILABLE',
      message: `PostgreSQL at 127.0.0.1:${port} does not answer`,
    });
    await close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  test('a PgBouncer that refuses the timeouts is told what to ignore', async () => {
    // ErrorResponse of the protocol: E, length, fields of a letter and a text each, zero.
    const fields = ['SFATAL', 'C08P01', 'Munsupported startup parameter: statement_timeout', '', ''].join(
      '\0',
    );
    const answer = Buffer.alloc(5 + Buffer.byteLength(fields));
    answer.write('E', 0);
    answer.writeInt32BE(answer.length - 1, 1);
    answer.write(fields, 5);
    const bouncer = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((resolve) => bouncer.listen(0, '127.0.0.1', resolve));
    const address = bouncer.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await expect(
      openSession(open(`postgresql://u@127.0.0.1:${port}/d`), 'test').ping(),
    ).rejects.toMatchObject({
      code: 'CVX_STORE_UNAVAILABLE',
      hint: expect.stringContaining('ignore_startup_parameters'),
    });
    bouncer.close();
  });

  test('the replica has a pool of its own, and without one the primary serves reads', async () => {
    const one = openPostgresPools({ ...LIMITS, url: 'postgresql://u@primary/d' });
    expect(one.reads).toBe(one.primary);
    const two = openPostgresPools({
      ...LIMITS,
      url: 'postgresql://u@primary/d',
      replicaUrl: 'postgresql://u@replica/d',
    });
    expect([two.primary.options.host, two.reads.options.host]).toEqual(['primary', 'replica']);
    await Promise.all([one.close(), two.close(), two.close()]);
  });
});
