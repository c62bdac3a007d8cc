import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openRedisCache } from '../../../src/stores/cache/redis.ts';
import { openRedis, type RedisConnection } from '../../../src/stores/redis/connection.ts';
import { cacheContract } from '../../contracts/cache.ts';
import { anyRedis, canStartRedis, hasRedis, startRedis, type TestRedis } from '../servers/redis.ts';

const HOUR = 3_600_000;

describe.skipIf(!hasRedis)('on a real server', () => {
  let server: Awaited<ReturnType<typeof anyRedis>>;
  let connection: RedisConnection;
  beforeAll(async () => {
    server = await anyRedis();
    connection = await openRedis(server.url, { role: 'cache' });
  });
  afterEach(() => openRedisCache(connection).forget(''));
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  cacheContract('Redis', async () => openRedisCache(connection));

  test('does not keep what is too large, nor what it was to replace', async () => {
    const cache = openRedisCache(connection, { maxValueBytes: 8 });
    await cache.set('a', 'ääää', HOUR);
    expect(await cache.get('a')).toBe('ääää');
    await cache.set('a', 'ääääx', HOUR);
    expect(await cache.get('a')).toBeUndefined();
  });

  test('forgets many, and only its own', async () => {
    const cache = openRedisCache(connection);
    const other = `cvx:other-${randomUUID()}`;
    await connection.client.set(other, '1', 'PX', HOUR);
    await Promise.all(Array.from({ length: 3000 }, (_, n) => cache.set(`q[${n}`, 'x', HOUR)));
    await cache.set('q1', 'x', HOUR);
    await cache.forget('q[');
    expect(await connection.client.keys('cvx:cache:*')).toEqual(['cvx:cache:q1']);
    expect(await connection.client.unlink(other)).toBe(1);
  });

  test('gives every key an end', async () => {
    await openRedisCache(connection).set('a', '1', 0.5);
    await openRedisCache(connection).set('b', '1', HOUR);
    expect(await connection.client.pttl('cvx:cache:b')).toBeGreaterThan(0);
  });
});

describe.skipIf(!canStartRedis)('with its server away', () => {
  let server: TestRedis;
  const connections: RedisConnection[] = [];
  const open = async (url = server.url, coolDownMs = 50) => {
    const connection = await openRedis(url, { role: 'cache' });
    connections.push(connection);
    const warnings: string[] = [];
    const cache = openRedisCache(connection, { coolDownMs, onWarn: (text) => warnings.push(text) });
    return { cache, warnings, connection };
  };
  beforeAll(async () => {
    server = await startRedis('--requirepass', 'secret');
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.close();
  });
  afterAll(() => server.stop());

  test('knows nothing, warns once, and works again once the server is back', async () => {
    const { cache, warnings } = await open();
    await cache.set('a', '1', HOUR);
    expect(await cache.get('a')).toBe('1');
    for (const outage of [1, 2]) {
      await server.kill();
      await expect.poll(() => cache.get('a')).toBeUndefined();
      await cache.set('b', '1', HOUR);
      await expect(cache.forget('a')).rejects.toMatchObject({ code: 'CVX_STORE_UNAVAILABLE', exit: 3 });
      await expect(cache.ping()).rejects.toMatchObject({ code: 'CVX_STORE_UNAVAILABLE' });
      expect(warnings).toHaveLength(outage);
      await server.start();
      await expect.poll(() => cache.get('a')).toBe('1');
    }
    expect(warnings[0]).toMatch(
      /^Redis at 127\.0\.0\.1:\d+ does not answer.*; going on without its cache\.$/,
    );
  });

  test('leaves a server alone that hangs', async () => {
    const { cache, warnings } = await open(server.url, HOUR);
    await cache.set('a', '1', HOUR);
    server.freeze();
    try {
      const call = AbortSignal.timeout(20);
      await expect(cache.get('a', { signal: call })).rejects.toThrow('timeout');
      expect(await cache.get('a')).toBeUndefined();
      // Each of these would take its own timeout if it were sent: half a second, more than the test's limit in all.
      for (let n = 0; n < 1000; n++) expect(await cache.get('a')).toBeUndefined();
      expect(warnings).toHaveLength(1);
    } finally {
      server.thaw();
    }
  });

  test('is full: what was kept is still found, and one warning', async () => {
    const full = await startRedis('--maxmemory', '2mb');
    try {
      const { cache, warnings } = await open(full.url);
      await cache.set('first', '1', HOUR);
      for (let n = 0; n < 50; n++) {
        await cache.set(`${n}`, 'x'.repeat(100_000), HOUR);
        expect(await cache.get('first')).toBe('1');
      }
      expect(warnings).toEqual([expect.stringContaining('has no memory left')]);
      await cache.forget('');
      await cache.set('again', '1', HOUR);
      expect(await cache.get('again')).toBe('1');
    } finally {
      await full.stop();
    }
  });

  test.each([
    ['100%', '100%'],
    ['p%zz', 'p%zz'],
    ['p%2525', 'p%25'],
  ])('takes the password %s as redis-py does: %s', async (written, password) => {
    const own = await startRedis();
    try {
      const { connection } = await open(own.url);
      await connection.attempt();
      await connection.client.config('SET', 'requirepass', password);
      const { cache, warnings } = await open(own.url.replace('//', `//:${written}@`));
      await cache.set('a', '1', HOUR);
      expect(await cache.get('a')).toBe('1');
      expect(warnings).toEqual([]);
    } finally {
      await own.stop();
    }
  });

  test('never was there: one warning, no error, no word on the console', async () => {
    const said = vi.spyOn(console, 'error');
    const { cache, warnings } = await open('redis://127.0.0.1:1');
    expect(await cache.get('a')).toBeUndefined();
    await cache.set('a', '1', HOUR);
    expect(warnings).toEqual([
      'Redis at 127.0.0.1:1 does not answer (ECONNREFUSED); going on without its cache.',
    ]);
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });

  test.each([
    ['a wrong password', ':wrong@', 'WRONGPASS'],
    ['no password', '', 'NOAUTH'],
  ])('refuses %s, and the warning does not quote it', async (_, user, word) => {
    const url = server.url.replace(':secret@', user);
    const { warnings, cache } = await open(url);
    expect(await cache.get('a')).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining(`refuses the user or the password (${word})`)]);
    expect(warnings[0]).not.toContain('wrong');
    await expect(openRedis(url, { role: 'queue', setting: 'REDIS_QUEUE_URL' })).rejects.toMatchObject({
      exit: 3,
      hint: 'Check the user and the password in REDIS_QUEUE_URL.',
    });
  });
});

test.each(['localhost:6379', 'http://localhost', 'redis://', 'redis://localhost/x'])(
  'refuses %s as a URL',
  async (url) => {
    await expect(openRedis(url, { role: 'cache' })).rejects.toMatchObject({
      code: 'CVX_BAD_SETTING',
      exit: 2,
    });
  },
);
