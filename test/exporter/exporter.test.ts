import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METRICS } from '../../src/metrics/names.ts';
import type { MetricSpec } from '../../src/metrics/names/metric-spec.ts';
import { runCvx } from '../cli/run-cvx.ts';
import { declaredNames, valueOf } from '../metrics/exposition.ts';
import { findPostgres, type Found } from '../stores/servers/postgres.ts';
import { openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';
import { canStartRedis, startRedis, type TestRedis } from '../stores/servers/redis.ts';
import { expectScraped } from './expect-scraped.ts';
import { findPrometheus, lintMetrics } from './run-prometheus.ts';
import { type RunningCvx, startCvx } from './start-cvx.ts';

const programs = findPrometheus();

const scrape = async ({ url }: RunningCvx, path = '/metrics'): Promise<string> =>
  (await fetch(url + path)).text();

/** Names in the table that `cvx metrics` serves. */
const SERVED = Object.entries<MetricSpec>(METRICS)
  .filter(([, { by }]) => by !== 'serve')
  .map(([name]) => name);

test('cvx metrics --list tells every metric with its meaning', async () => {
  const { stdout, code } = await runCvx(['metrics', '--list']);
  expect(code).toBe(0);
  for (const [name, { help }] of Object.entries(METRICS)) {
    const line = stdout.split('\n').find((one) => one.startsWith(name) && !/\w/.test(one[name.length] ?? ''));
    expect(line).toContain(help);
  }
  expect(stdout).toContain('process_resident_memory_bytes');
  const { metrics } = JSON.parse((await runCvx(['metrics', '--list', '--json'])).stdout);
  expect(metrics).toContainEqual({
    name: 'cvx_queue_depth',
    type: 'gauge',
    labels: ['queue'],
    by: 'both',
    help: METRICS.cvx_queue_depth.help,
  });
});

test('where no server is named it says so, and tells of the host', async () => {
  const cvx = await startCvx(['metrics', '--port', '0']);
  await expect.poll(async () => (await scrape(cvx)).includes('\ncvx_host_memory_')).toBe(true);
  expect(cvx.said()).toContain('Of this host only');
  expect(await cvx.stop()).toBe(143);
});

describe('with every server away', () => {
  let cvx: RunningCvx;
  beforeAll(async () => {
    // Nothing listens on the port of discard.
    cvx = await startCvx(['metrics', '--port', '0'], {
      DATABASE_URL: 'postgresql://cvx:secret-password@127.0.0.1:9/cvx',
      QDRANT_URL: 'http://127.0.0.1:9',
      QDRANT_API_KEY: 'secret-key',
      REDIS_URL: 'redis://:secret-password@127.0.0.1:9',
    });
  });
  afterAll(async () => {
    expect(await cvx.stop()).toBe(143);
  });

  test('it starts, serves, and says what is down, without hosts or secrets', async () => {
    const answer = await fetch(`${cvx.url}/api/health`);
    expect(answer.status).toBe(503);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      status: 'down',
      stores: [
        { name: 'postgresql', state: 'down' },
        { name: 'qdrant', state: 'down' },
        { name: 'redis', state: 'down' },
      ],
    });
    expect(await scrape(cvx, '/healthz')).toBe('ok\n');
    const metrics = await scrape(cvx);
    for (const store of ['postgresql', 'qdrant', 'redis'])
      expect(valueOf(metrics, 'cvx_store_up', `store="${store}"`)).toBe(0);
    expect(`${text}${metrics}${cvx.said()}`).not.toMatch(/secret|127\.0\.0\.1/);
  });

  test('both paths give the text format, with the names of the table and no others of its own', async () => {
    const answers = await Promise.all(['/metrics', '/api/metrics'].map((path) => fetch(cvx.url + path)));
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      const own = declaredNames(await answer.text()).filter((name) => name.startsWith('cvx_'));
      expect(own.toSorted()).toEqual(SERVED.toSorted());
    }
  });

  test.each(programs)('promtool of Prometheus $version has no complaint', async (program) => {
    expect(lintMetrics('a_bad_metric_total{} 1\n', program)).not.toBe('');
    expect(lintMetrics(await scrape(cvx), program)).toBe('');
  });

  test.each(programs)('Prometheus $version scrapes it whole', async (program) => {
    await expectScraped(cvx.url, program, async (prometheus) => {
      const values = async (expression: string): Promise<number[]> =>
        (await prometheus.query(expression)).map(({ value }) => value);
      expect(await values('cvx_store_up')).toEqual([0, 0, 0]);
      expect(await values('cvx_build_info{command="metrics",store="postgresql"}')).toEqual([1]);
      await expect
        .poll(() => values('sum(increase(cvx_host_cpu_seconds_total[10s])) > bool 0'), { timeout: 30_000 })
        .toEqual([1]);
    });
  });
});

describe("with a stranger's servers", () => {
  let postgres: Found;
  let qdrant: QdrantServer | undefined;
  let redis: TestRedis | undefined;
  beforeAll(async () => {
    [postgres, qdrant, redis] = await Promise.all([
      findPostgres({ variable: 'CVX_TEST_DATABASE_URL' }),
      openQdrantServer(),
      canStartRedis ? startRedis('--maxmemory', '64mb') : undefined,
    ]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([qdrant?.stop(), redis?.stop(), 'server' in postgres && postgres.server.close()]);
  });

  test('it tells their figures, and leaves nothing behind', async ({ skip }) => {
    if (!('server' in postgres) || qdrant === undefined || redis === undefined) {
      skip('a server is missing');
      return;
    }
    const { url } = postgres.server;
    await fetch(`${qdrant.url}/collections/theirs`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ vectors: { size: 2, distance: 'Dot' } }),
    });
    const cvx = await startCvx(['metrics', '--port', '0'], {
      DATABASE_URL: url,
      QDRANT_URL: qdrant.url,
      REDIS_URL: redis.url,
    });
    try {
      const told = async (name: string, labels = ''): Promise<number | undefined> =>
        valueOf(await scrape(cvx), name, labels);
      const limit = { timeout: 30_000 };
      await expect.poll(() => told('cvx_qdrant_collections'), limit).toBeGreaterThan(0);
      await expect
        .poll(() => told('cvx_redis_max_memory_bytes', 'store="redis"'), limit)
        .toBe(64 * 1024 * 1024);
      await expect.poll(() => told('cvx_postgres_max_connections'), limit).toBeGreaterThan(0);
      await expect.poll(() => told('cvx_postgres_size_bytes'), limit).toBeGreaterThan(0);
      expect(await told('cvx_postgres_connections')).toBeGreaterThan(0);
      expect(await told('cvx_postgres_lock_wait_seconds')).toBe(0);
      await expect.poll(() => told('cvx_store_up', 'store="postgresql"'), limit).toBe(1);
      // Their Redis has no queue of cvx's, and must not get one by being looked at.
      expect(await told('cvx_queue_depth', 'queue="ingest"')).toBeUndefined();
      expect(cvx.said()).toBe('');
    } finally {
      await cvx.stop();
    }
    expect(await schemasOf(url)).not.toContain('cvx');
    const client = new Redis(redis.url);
    expect(await client.keys('*')).toEqual([]);
    client.disconnect();
  });
});

async function schemasOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ nspname: string }>('select nspname from pg_namespace');
    return rows.map(({ nspname }) => nspname);
  } finally {
    await client.end();
  }
}
