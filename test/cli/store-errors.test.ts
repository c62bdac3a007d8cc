import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { QdrantClient } from '@qdrant/js-client-rest';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadTruths } from '../fixtures/truth.ts';
import { findPostgres } from '../stores/servers/postgres.ts';
import { isOnPath, openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';
import { canStartRedis, startRedis, type TestRedis } from '../stores/servers/redis.ts';
import { runCvx } from './run-cvx.ts';

const found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
const postgres = 'server' in found ? found.server : undefined;
const able = postgres !== undefined && isOnPath() && canStartRedis;
if (!able)
  console.warn('Skipped: what cvx says of servers that refuse it (needs PostgreSQL, qdrant, redis-server)');
afterAll(() => postgres?.close());

describe.skipIf(!able)('a server that refuses cvx, or is not the one that was meant', () => {
  let root: string;
  let env: Record<string, string>;
  let qdrant: QdrantServer | undefined;
  let redis: TestRedis;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'cvx-refused-'));
    await mkdir(join(root, 'cvs'));
    for (const { path } of (await loadTruths()).slice(0, 2))
      await copyFile(path, join(root, 'cvs', basename(path)));
    [qdrant, redis] = await Promise.all([
      openQdrantServer({ QDRANT__SERVICE__API_KEY: 'the-right-key' }),
      startRedis('--requirepass', 'the-right-password'),
    ]);
    env = {
      CVX_HOME: join(root, 'home'),
      DATABASE_URL: postgres?.url ?? '',
      QDRANT_URL: qdrant?.url ?? '',
      QDRANT_API_KEY: 'the-right-key',
      QDRANT_TIMEOUT: '2s',
    };
    expect((await cvx({}, 'ingest', join(root, 'cvs'))).code).toBe(0);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([qdrant?.stop(), redis.stop()]);
    await rm(root, { recursive: true, force: true });
  });

  const cvx = (settings: Record<string, string>, ...args: readonly string[]) =>
    runCvx(args, { env: { ...env, ...settings } });

  /** The cause in one line, then what to do; the same under --json; no stack, no secret, nothing on stdout. */
  async function expectRefusal(
    settings: Record<string, string>,
    { code, exit, cause, hint }: { code: string; exit: 2 | 3; cause: RegExp; hint: RegExp },
    args: readonly string[] = ['search', 'engineer'],
  ): Promise<void> {
    const [shown, { stdout, stderr, code: status }] = await Promise.all([
      cvx(settings, ...args),
      cvx(settings, ...args, '--json'),
    ]);
    expect({ stdout: shown.stdout, code: shown.code }).toEqual({ stdout: '', code: exit });
    const [first = '', ...rest] = shown.stderr.trimEnd().split('\n');
    expect(first).toMatch(cause);
    expect(rest.length).toBeGreaterThan(0);
    for (const line of rest) expect(line).toMatch(/^ {2}\S/);
    expect(rest.join('\n')).toMatch(hint);
    expect(shown.stderr).not.toMatch(/\n\s+at |node:internal|hush/);

    expect({ stdout, status }).toEqual({ stdout: '', status: exit });
    expect(JSON.parse(stderr)).toEqual({
      error: { code, message: expect.stringMatching(cause), hint: expect.stringMatching(hint) },
    });
    expect(stderr).not.toContain('hush');
  }

  const databaseWith = (change: (url: URL) => void): Record<string, string> => {
    const url = new URL(postgres?.url ?? '');
    change(url);
    return { DATABASE_URL: url.href };
  };

  test.each<[string, (url: URL) => void, { code: string; cause: RegExp; hint: RegExp }]>([
    [
      'the password',
      (url) => (url.password = 'hush'),
      {
        code: 'CVX_STORE_DENIED',
        cause: /^PostgreSQL at 127\S+ refuses the user or the password/,
        hint: /DATABASE_URL/,
      },
    ],
    [
      'the port',
      (url) => (url.port = '1'),
      { code: 'CVX_STORE_UNAVAILABLE', cause: /connection refused/, hint: /Start it.*DATABASE_URL/ },
    ],
    [
      'the host',
      (url) => (url.hostname = 'no-such-host.invalid'),
      {
        code: 'CVX_STORE_UNAVAILABLE',
        cause: /no-such-host\.invalid:\d+ cannot be found/,
        hint: /DATABASE_URL/,
      },
    ],
    [
      'the database',
      (url) => (url.pathname = '/nowhere'),
      { code: 'CVX_STORE_MISSING', cause: /has no such database/, hint: /createdb/ },
    ],
  ])('PostgreSQL: %s is wrong', async (_, change, expected) => {
    await expectRefusal(databaseWith(change), { ...expected, exit: 3 });
  });

  test('settings that are no URLs of such a server: exit 2, naming the setting', async () => {
    const usage = { code: 'CVX_CONFIG_INVALID', exit: 2 } as const;
    for (const [name, value] of [
      ['DATABASE_URL', 'mysql://root:hush@localhost/db'],
      ['QDRANT_URL', 'localhost:6333'],
      ['REDIS_URL', 'http://localhost:6379'],
    ] as const)
      await expectRefusal({ [name]: value }, { ...usage, cause: new RegExp(name), hint: /./ });
  });

  test('Qdrant: the API key is wrong', async () => {
    await expectRefusal(
      { QDRANT_API_KEY: 'hush' },
      {
        code: 'CVX_STORE_DENIED',
        exit: 3,
        cause: /^Qdrant at \S+ refuses the API key/,
        hint: /QDRANT_API_KEY/,
      },
    );
  });

  test('Qdrant: nobody, no such host, another server: search goes on by words, and what must have it says why', async () => {
    const other = createHttpServer((_, response) => response.end('<html>It works!</html>'));
    for (const [url, cause] of [
      [`http://127.0.0.1:${await closedPort()}`, /connection refused/],
      ['http://127.0.0.1:6667', /browsers and Node never connect to/],
      ['http://no-such-host.invalid:6333', /no such host/],
      [`http://127.0.0.1:${await portOf(other)}`, /does not answer as Qdrant does/],
    ] as const) {
      const { stdout, code } = await cvx({ QDRANT_URL: url }, 'search', 'engineer', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout).degraded).toEqual([expect.stringMatching(cause)]);
      const expected = {
        code: 'CVX_STORE_UNAVAILABLE',
        exit: 3,
        cause,
        hint: /doctor --only qdrant/,
      } as const;
      await expectRefusal({ QDRANT_URL: url }, expected, ['reindex', '--verify']);
    }
  });

  test('Qdrant: the collection holds vectors of other dimensions', async () => {
    const client = new QdrantClient({
      url: qdrant?.url ?? '',
      apiKey: 'the-right-key',
      checkCompatibility: false,
    });
    const { collections } = await client.getCollections();
    const name = collections.find((one) => one.name.endsWith('_chunks_v1'))?.name ?? '';
    await client.deleteCollection(name);
    await client.createCollection(name, { vectors: { text: { size: 7, distance: 'Cosine' } } });
    await client.updateCollectionAliases({
      actions: [{ create_alias: { collection_name: name, alias_name: name.replace(/_v1$/, '') } }],
    });
    await expectRefusal(
      {},
      {
        code: 'CVX_INDEX_MISMATCH',
        exit: 3,
        cause: /vectors of 7 dimensions, not \d+/,
        hint: /cvx reindex.*EMBEDDING_MODEL/,
      },
    );
    const { code, stdout } = await cvx({}, 'reindex', '--all');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^2 people indexed in a new collection/),
    });
    expect((await cvx({}, 'search', 'engineer')).code).toBe(0);
  });

  test('Redis as the queue: wrong password, nobody, no such host', async () => {
    const { port } = new URL(redis.url);
    for (const [url, cause, hint] of [
      [`redis://:hush@127.0.0.1:${port}`, /refuses the user or the password/, /password in REDIS_URL/],
      ['redis://127.0.0.1:1', /does not answer \(ECONNREFUSED\)/, /REDIS_URL names it/],
      ['redis://no-such-host.invalid:6379', /does not answer \(ENOTFOUND|EAI_AGAIN\)/, /REDIS_URL names it/],
    ] as const) {
      const expected = { code: 'CVX_STORE_UNAVAILABLE', exit: 3, cause, hint } as const;
      await expectRefusal({ REDIS_URL: url }, expected, ['queue', 'status']);
      // As a cache it is dispensable.
      const { code, stderr } = await cvx({ REDIS_URL: url }, 'search', 'engineer');
      expect(code).toBe(0);
      expect(stderr.match(/going on without its cache/g)).toHaveLength(1);
      expect(stderr).not.toContain('hush');
    }
  });

  test('a store that a newer cvx has written', async () => {
    const client = new Client({ connectionString: postgres?.url });
    await client.connect();
    onTestFinished(async () => {
      await client.query(`delete from cvx.migrations where name like '9999%'`);
      await client.end();
    });
    await client.query(`insert into cvx.migrations (name, sha256) values ('9999-later.sql', 'x')`);
    await expectRefusal(
      {},
      {
        code: 'CVX_STORE_NEWER',
        exit: 3,
        cause: /written by a newer cvx \(it has 9999-later\.sql\)/,
        hint: /Update cvx/,
      },
    );
  });

  test('a server of another kind where PostgreSQL should be', async () => {
    const other = createServer((socket) => {
      socket.on('error', () => undefined).end('-ERR unknown command\r\n');
    });
    const port = await portOf(other);
    await expectRefusal(
      databaseWith((url) => (url.port = String(port))),
      {
        code: 'CVX_STORE_UNAVAILABLE',
        exit: 3,
        cause: /^PostgreSQL at 127\S+ does not answer/,
        hint: /DATABASE_URL/,
      },
    );
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
