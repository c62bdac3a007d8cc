import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRedisQueue, type RedisQueueOptions } from '../../../src/stores/job-queue/redis.ts';
import { openRedis, type RedisConnection } from '../../../src/stores/redis/connection.ts';
import { canStartRedis, startRedis, type TestRedis } from '../servers/redis.ts';

const WORKER = fileURLToPath(new URL('redis-worker.ts', import.meta.url));
const job = (key: string) => ({ key, payload: {} });

describe.skipIf(!canStartRedis)('a queue on Redis', () => {
  let server: TestRedis;
  let connection: RedisConnection;
  let name: string;
  let folder: string;
  const opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    server = await startRedis();
    connection = await openRedis(server.url, { role: 'queue' });
  });
  beforeEach(() => {
    name = randomUUID();
    folder = mkdtempSync(join(tmpdir(), 'cvx-queue-'));
  });
  afterEach(async () => {
    for (const close of opened.splice(0).toReversed()) await close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  const open = (options: Partial<RedisQueueOptions> = {}) => {
    const queue = openRedisQueue(connection, { name, bound: 10_000, backoffMs: 1, ...options });
    opened.push(() => queue.close());
    return queue;
  };
  const startWorker = (outcomes: string, leaseMs: number, hangAfter = 'never') => {
    const worker = execa(
      process.execPath,
      ['--import', 'tsx', WORKER, server.url, name, outcomes, `${leaseMs}`, hangAfter],
      { stdout: 'pipe', stderr: 'inherit', reject: false },
    );
    let text = '';
    worker.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
    const said = async (what: string): Promise<string> => {
      for (;;) {
        const line = text.split('\n').find((one) => one.startsWith(what));
        if (line !== undefined) return line;
        if (worker.exitCode !== null) throw new Error(`The worker ended without "${what}"`);
        await sleep(5);
      }
    };
    opened.push(async () => {
      worker.kill('SIGKILL');
      await worker;
    });
    return { worker, said };
  };

  test('gives each job one outcome: three workers, one killed in mid-job, the server restarted', async () => {
    const jobs = [
      ...Array.from({ length: 3000 }, (_, n) => `cv-${n}`),
      ...Array.from({ length: 20 }, (_, n) => `flaky-${n}`),
      ...Array.from({ length: 20 }, (_, n) => `bad-${n}`),
    ];
    const outcomes = join(folder, 'outcomes');
    writeFileSync(outcomes, '');
    const done = (): string[] => readFileSync(outcomes, 'utf8').split('\n').filter(Boolean);
    const queue = open();
    const victim = startWorker(outcomes, 4000, '5');
    const others = [startWorker(outcomes, 4000), startWorker(outcomes, 4000)];
    await Promise.all(others.map(({ said }) => said('ready')));
    const adding = queue.add(jobs.map(job));
    const stuck = (await victim.said('hangs')).slice('hangs '.length);
    victim.worker.kill('SIGKILL');
    expect((await victim.worker).signal).toBe('SIGKILL');
    while (done().length < 100) await sleep(5);
    await server.restart();
    expect(done().length).toBeLessThan(jobs.length - 100);
    await adding;
    await queue.idle();

    const dead = await queue.deadLetters.list({ limit: 10_000 });
    expect([...done(), ...dead.map(({ key }) => key)].sort()).toEqual([...jobs].sort());
    expect(dead).toHaveLength(20);
    for (const { key, reason } of dead) expect(reason).toBe(`CVX_TEST: ${key} is bad`);
    expect([...done(), ...dead.map(({ key }) => key)]).toContain(stuck);

    while ((await queue.lag()).workers > 2) await sleep(20);
    for (const { worker } of others) worker.kill('SIGTERM');
    for (const { worker } of others) expect((await worker).exitCode).toBe(0);
    expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 20 });
    expect(await queue.lag()).toEqual({ delayed: 0, oldestMs: 0, workers: 0 });
  });

  test('buries a job that ends its worker three times', async () => {
    const outcomes = join(folder, 'outcomes');
    const queue = open();
    await queue.add([job('killer')]);
    for (let n = 0; n < 3; n++) {
      const { worker, said } = startWorker(outcomes, 300, '0');
      await said('hangs killer');
      worker.kill('SIGKILL');
      await worker;
    }
    const stop = new AbortController();
    const seen: string[] = [];
    const working = open({ leaseMs: 300 }).work(async ({ key }) => void seen.push(key), {
      concurrency: 1,
      signal: stop.signal,
    });
    await queue.idle();
    while ((await queue.lag()).workers > 1) await sleep(20);
    stop.abort();
    await working;
    expect(seen).toEqual([]);
    expect(await queue.deadLetters.list({ limit: 9 })).toMatchObject([
      { key: 'killer', attempts: 3, reason: expect.stringContaining('CVX_WORKER_CRASHED') },
    ]);
    expect((await queue.lag()).workers).toBe(0);
  });

  test('leaves a job with the worker that still runs it, however long it takes', async () => {
    const leaseMs = 1000;
    const queue = open({ leaseMs });
    const seen: string[] = [];
    const stop = new AbortController();
    const workers = [queue, open({ leaseMs })].map((one, n) =>
      one.work(
        async ({ signal }) => {
          seen.push(`${n}`);
          await sleep(3 * leaseMs, undefined, { signal });
        },
        { concurrency: 1, signal: stop.signal },
      ),
    );
    await queue.add([job('long')]);
    await queue.idle();
    expect(seen).toHaveLength(1);
    expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
    stop.abort();
    await Promise.all(workers);
  });

  test('tells a worker that its job was given away, and lets only the new owner settle it', async () => {
    const queue = open({ leaseMs: 300 });
    const stream = `cvx:queue:${name}`;
    const stop = new AbortController();
    const attempts: number[] = [];
    const lost: unknown[] = [];
    const working = queue.work(
      async ({ attempt, signal }) => {
        attempts.push(attempt);
        if (attempt > 1) return;
        const [entry] = await connection.client.xpending(stream, 'cvx', '-', '+', 1);
        if (!Array.isArray(entry)) throw new Error('nothing is pending');
        await connection.client.xclaim(stream, 'cvx', 'another', 0, String(entry[0]));
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        lost.push(signal.reason);
      },
      { concurrency: 1, signal: stop.signal },
    );
    await queue.add([job('a')]);
    await queue.idle();
    expect(attempts).toEqual([1, 2]);
    expect(lost).toMatchObject([{ code: 'CVX_JOB_LOST' }]);
    stop.abort();
    await working;
  });

  test('makes its group again where somebody removed it, and loses no job', async () => {
    const queue = open();
    const seen: string[] = [];
    const stop = new AbortController();
    const working = queue.work(async ({ key }) => void seen.push(key), {
      concurrency: 1,
      signal: stop.signal,
    });
    await queue.add([job('a')]);
    await queue.idle();
    await connection.client.xgroup('DESTROY', `cvx:queue:${name}`, 'cvx');
    await queue.add([job('b')]);
    await queue.idle();
    await connection.client.del(`cvx:queue:${name}`);
    await queue.add([job('c')]);
    await queue.idle();
    expect(seen).toEqual(['a', 'b', 'c']);
    stop.abort();
    await working;
  });

  test('waits for a server that is away: one warning, nothing lost, and stops all the same', async () => {
    const warnings: string[] = [];
    const queue = open({ onWarn: (text) => warnings.push(text) });
    const stop = new AbortController();
    const seen: string[] = [];
    const working = queue.work(async ({ key }) => void seen.push(key), {
      concurrency: 2,
      signal: stop.signal,
    });
    await queue.add([job('a')]);
    await queue.idle();
    await server.kill();
    const adding = queue.add([job('b')]);
    await expect(queue.ping()).rejects.toMatchObject({ code: 'CVX_STORE_UNAVAILABLE', exit: 3 });
    await expect.poll(() => warnings.length).toBeGreaterThan(0);
    await server.start();
    await adding;
    await queue.idle();
    expect(seen).toEqual(['a', 'b']);
    expect(warnings).toHaveLength(1);
    await server.kill();
    stop.abort();
    await working;
    await server.start();
    await connection.ready(10_000);
  });

  test('has one connection, and one more for each worker while it works', async () => {
    const connections = async (): Promise<number> =>
      String(await connection.client.client('LIST')).match(/ name=cvx-queue /g)?.length ?? 0;
    expect(await connections()).toBe(1);
    const queue = open();
    const stop = new AbortController();
    const working = queue.work(async () => undefined, { concurrency: 50, signal: stop.signal });
    await Promise.all(Array.from({ length: 200 }, (_, n) => queue.add([job(`${n}`)])));
    await Promise.all(Array.from({ length: 200 }, () => queue.counts()));
    expect(await connections()).toBe(2);
    await queue.idle();
    stop.abort();
    await working;
    while ((await connections()) > 1) await sleep(5);
    expect(await connection.client.keys(`cvx:queue:${name}*`)).toEqual([`cvx:queue:${name}`]);
  });
});

describe.skipIf(!canStartRedis)('the server of a queue', () => {
  let server: TestRedis | undefined;
  afterEach(() => server?.stop());

  test.each([
    ['by CONFIG', []],
    ['by INFO where CONFIG is forbidden', ['--rename-command', 'CONFIG', '']],
  ])('is refused where it evicts, told %s', async (_, settings) => {
    server = await startRedis('--maxmemory-policy', 'allkeys-lru', ...settings);
    await expect(openRedis(server.url, { role: 'queue' })).rejects.toMatchObject({
      code: 'CVX_QUEUE_EVICTS',
      exit: 2,
      message: expect.stringContaining('maxmemory-policy allkeys-lru'),
      hint: expect.stringContaining('redis-cli CONFIG SET maxmemory-policy noeviction'),
    });
    const cache = await openRedis(server.url, { role: 'cache' });
    await cache.ping();
    await cache.close();
  });

  test('is told of where it keeps no append-only file', async () => {
    server = await startRedis('--appendonly', 'no');
    const warnings: string[] = [];
    const connection = await openRedis(server.url, { role: 'queue', onWarn: (text) => warnings.push(text) });
    await connection.close();
    expect(warnings).toEqual([expect.stringContaining('keeps no append-only file')]);
  });

  test('is named where it is full, and takes jobs again once there is room', async () => {
    server = await startRedis('--maxmemory', '3mb');
    const connection = await openRedis(server.url, { role: 'queue' });
    const queue = openRedisQueue(connection, { name: 'full', bound: 1e6 });
    const many = Array.from({ length: 60 }, (_, n) => ({ key: `${n}`, payload: 'x'.repeat(50_000) }));
    await expect(queue.add(many)).rejects.toMatchObject({ code: 'CVX_REDIS_FULL', exit: 3 });
    const stop = new AbortController();
    const working = queue.work(async () => undefined, { concurrency: 1, signal: stop.signal });
    await queue.idle();
    await queue.add([job('small')]);
    await queue.idle();
    stop.abort();
    await working;
    await connection.close();
  });
});
