import { socketsTo } from '../servers/sockets-to.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { CvxError } from '../../../src/lib/errors.ts';
import { openSqlCandidateStore } from '../../../src/stores/candidate-store/sql.ts';
import { migrate, readMigrations, refuseOldServer } from '../../../src/stores/sql/migrate.ts';
import { openSession } from '../../../src/stores/sql/session.ts';
import { everythingIn } from '../servers/everything-in.ts';
import { poolTo } from '../servers/postgres-pool.ts';
import { findPostgres } from '../servers/postgres.ts';
import { inProcesses } from '../servers/writers.ts';

test('a server older than 15 is refused, with its version', () => {
  expect(() => refuseOldServer(140_012, 'db.example.com:5432')).toThrow(
    expect.objectContaining({
      code: 'CVX_STORE_OLD',
      exit: 3,
      message: 'PostgreSQL at db.example.com:5432 is version 14; cvx needs 15 or newer',
    }),
  );
  expect(() => refuseOldServer(150_000, '')).not.toThrow();
});

const found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
const server = 'server' in found ? found.server : undefined;
const url = server?.url ?? '';

describe.skipIf(server === undefined)(
  server?.label ?? `PostgreSQL (${'skipped' in found && found.skipped})`,
  () => {
    const admin = poolTo(url === '' ? 'postgresql://unused/d' : url);
    afterAll(async () => {
      await admin.close();
      await server?.close();
    });
    const emptied = () => admin.pool.query('drop schema if exists cvx cascade');
    /** The same server with one part of the URL changed. */
    const changed = (part: 'username' | 'password' | 'pathname', value: string): string => {
      const other = new URL(url);
      other[part] = value;
      return other.href;
    };

    test('of 8 processes that migrate at once all succeed, and each migration is applied once', async () => {
      await emptied();
      const applied = await inProcesses(url, 8, 'migrate');
      const names = (await readMigrations()).map(({ name }) => name);
      expect(applied).toHaveLength(8);
      expect(applied.flat().map(String).toSorted()).toEqual(names);
      const { rows } = await admin.pool.query('select name from cvx.migrations order by name');
      expect(rows.map(({ name }) => name)).toEqual(names);
    });

    test('a migration set of its own neither sees nor disturbs the others', async () => {
      await emptied();
      const directory = new URL('./postgres-migrations/', import.meta.url);
      expect(await migrate(admin.pool, undefined, { directory, prefix: 'extra/' })).toEqual([
        'extra/0001-extra.sql',
      ]);
      expect(await migrate(admin.pool)).toHaveLength((await readMigrations()).length);
      expect(await migrate(admin.pool, undefined, { directory, prefix: 'extra/' })).toEqual([]);
      expect(await migrate(admin.pool)).toEqual([]);
    });

    test.each([
      [
        'a wrong password',
        () => changed('password', 'hush'),
        'CVX_STORE_DENIED',
        'refuses the user or the password',
      ],
      ['an unknown user', () => changed('username', 'nobody-such'), 'CVX_STORE_DENIED', 'refuses the user'],
      [
        'an unknown database',
        () => changed('pathname', '/none_such'),
        'CVX_STORE_MISSING',
        'no such database',
      ],
    ])('%s is said in one line', async (_, make, code, message) => {
      const { pool, close } = poolTo(make());
      const error: unknown = await openSession(pool, 'test')
        .ping()
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code, exit: 3, message: expect.stringContaining(message) });
      expect(error).toMatchObject({ hint: expect.stringContaining('DATABASE_URL') });
      expect(everythingIn(error)).not.toContain(new URL(make()).password);
      await close();
    });

    test('a user who may not create the schema is told what to grant, and one who has it needs no more', async () => {
      await emptied();
      await admin.pool.query(`drop role if exists cvx_plain`);
      await admin.pool.query(`create role cvx_plain login password 'plain'`);
      const own = new URL(changed('username', 'cvx_plain'));
      own.password = 'plain';
      const { pool, close } = poolTo(own.href);
      await expect(migrate(pool)).rejects.toMatchObject({
        code: 'CVX_STORE_DENIED',
        exit: 3,
        hint: expect.stringContaining('GRANT CREATE ON DATABASE'),
      });
      await admin.pool.query('create schema cvx authorization cvx_plain');
      expect(await migrate(pool)).toHaveLength((await readMigrations()).length);
      await close();
      await emptied();
      await admin.pool.query('drop role cvx_plain');
    });

    test('a statement that takes too long is ended, and the connection stays', async () => {
      const { pool, close } = poolTo(url, { statementTimeoutMs: 50, poolSize: 1, maxOverflow: 0 });
      const session = openSession(pool, 'test');
      const backend = () => session.query<{ pid: number }>('select pg_backend_pid() as pid', []);
      const before = await backend();
      await expect(session.query('select pg_sleep(60)', [])).rejects.toMatchObject({
        code: 'CVX_STORE_UNAVAILABLE',
        exit: 3,
        message: expect.stringContaining('statement timeout'),
      });
      expect(await backend()).toEqual(before);
      await close();
    });

    test('who finds every connection in use is told so after the time for connecting', async () => {
      const { pool, close } = poolTo(url, { poolSize: 1, maxOverflow: 0, connectTimeoutMs: 200 });
      const held = await pool.connect();
      await expect(openSession(pool, 'test').ping()).rejects.toMatchObject({
        code: 'CVX_STORE_UNAVAILABLE',
        message: expect.stringContaining('all connections of the pool in use'),
        hint: expect.stringContaining('DATABASE_POOL_SIZE'),
      });
      held.release();
      await openSession(pool, 'test').ping();
      await close();
    });

    test.skipIf(process.platform !== 'linux')(
      'under 200 calls at once the sockets stay within size and overflow, and those above the size are closed',
      async () => {
        const { pool, close } = poolTo(url, { poolSize: 2, maxOverflow: 3 });
        const session = openSession(pool, 'test');
        let most = 0;
        await Promise.all(
          Array.from({ length: 200 }, async () => {
            await session.query('select pg_sleep(.002)', []);
            most = Math.max(most, await socketsTo(Number(new URL(url).port)));
          }),
        );
        // The pool of the other tests has at least one.
        expect(most).toBeGreaterThan(3);
        expect(most).toBeLessThanOrEqual(5 + admin.pool.totalCount);
        await expect.poll(() => pool.totalCount, { interval: 200 }).toBe(2);
        await close();
      },
    );

    test.skipIf(server?.power === undefined)(
      'a server that hangs is given up, and the connection to it',
      async () => {
        const limits = { statementTimeoutMs: 200, connectTimeoutMs: 800, poolSize: 1, maxOverflow: 0 };
        const { pool, close } = poolTo(url, limits);
        const session = openSession(pool, 'test');
        const [backend] = await session.query<{ pid: number }>('select pg_backend_pid() as pid', []);
        process.kill(backend?.pid ?? 0, 'SIGSTOP');
        await expect(session.ping()).rejects.toMatchObject({
          code: 'CVX_STORE_UNAVAILABLE',
          message: `PostgreSQL at ${new URL(url).host} does not answer`,
        });
        await session.ping();
        process.kill(backend?.pid ?? 0, 'SIGCONT');
        await close();
      },
    );

    test.skipIf(server?.power === undefined)(
      'a server that stops and starts again needs no new pool',
      async () => {
        const { pool, close } = poolTo(url, { connectTimeoutMs: 5000, statementTimeoutMs: 5000 });
        const store = openSqlCandidateStore(pool, 'postgresql');
        await store.migrate();
        const during = openSession(pool, 'test').query('select pg_sleep(60)', []);
        const interrupted = expect(during).rejects.toMatchObject({ code: 'CVX_STORE_UNAVAILABLE', exit: 3 });
        await store.ping();
        await server?.power?.off();
        await interrupted;
        for (let tries = 0; tries < 3; tries++) {
          const error: unknown = await store.get([crypto.randomUUID()]).catch((caught: unknown) => caught);
          expect(error).toBeInstanceOf(CvxError);
          expect(error).toMatchObject({
            code: 'CVX_STORE_UNAVAILABLE',
            exit: 3,
            message: expect.stringContaining(new URL(url).host),
            hint: expect.stringMatching(/./),
          });
          expect(everythingIn(error)).not.toContain(new URL(url).password);
        }
        await server?.power?.on();
        await store.ping();
        expect(await store.get([crypto.randomUUID()])).toEqual([undefined]);
        await close();
      },
    );
  },
);
