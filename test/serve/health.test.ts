import type { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthSchema, liveSchema, registerHealth } from '../../src/serve/routes/health.ts';
import { buildMetricsApp } from '../../src/serve/routes/metrics.ts';
import type { ServeEnv } from '../../src/serve/serve-app.ts';
import { valueOf } from '../metrics/exposition.ts';
import { openTestMonitor, type OpenedMonitor } from '../metrics/open-test-monitor.ts';
import { findPostgres, type Found } from '../stores/servers/postgres.ts';
import { isOnPath as canStartQdrant, openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';
import { canStartRedis, startRedis, type TestRedis } from '../stores/servers/redis.ts';
import { freezePostgres } from './freeze-postgres.ts';

function appOver({ monitor }: OpenedMonitor): OpenAPIHono<ServeEnv> {
  const app = buildMetricsApp(monitor);
  registerHealth(app, { monitor });
  return app;
}

async function health(app: OpenAPIHono<ServeEnv>) {
  const answer = await app.request('/api/health');
  const { status, stores } = healthSchema.parse(await answer.json());
  return {
    code: answer.status,
    status,
    down: stores.filter(({ state }) => state === 'down').map(({ name }) => name),
  };
}

/** Looks until it is so: checks are cached for a second, and servers need a moment to come back. */
async function becomes(app: OpenAPIHono<ServeEnv>, wanted: Awaited<ReturnType<typeof health>>) {
  await expect.poll(() => health(app), { timeout: 30_000, interval: 200 }).toEqual(wanted);
}

const OK: Awaited<ReturnType<typeof health>> = { code: 200, status: 'ok', down: [] };

test('on the embedded store all is well, and the process says that it turns', async () => {
  const opened = await openTestMonitor();
  try {
    const app = appOver(opened);
    expect(await health(app)).toEqual(OK);
    const live = await app.request('/api/health/live');
    expect(liveSchema.parse(await live.json())).toEqual({ schema: 1, status: 'ok' });
    expect(live.headers.get('cache-control')).toBe('no-store');
    await expect
      .poll(async () => valueOf(await opened.monitor.render(), 'cvx_people'), { timeout: 30_000 })
      .toBe(0);
  } finally {
    await opened.close();
  }
});

const why =
  process.platform !== 'linux'
    ? 'servers are stopped through /proc'
    : !canStartQdrant()
      ? 'no qdrant on the PATH'
      : canStartRedis
        ? undefined
        : 'no redis-server on the PATH';
if (why !== undefined) console.warn(`Skipped: health on servers (${why})`);

describe.skipIf(why !== undefined)('on servers', () => {
  let postgres: Found;
  let qdrant: QdrantServer | undefined;
  let redis: TestRedis;
  let opened: OpenedMonitor | undefined;
  let app: OpenAPIHono<ServeEnv>;
  beforeAll(async () => {
    [postgres, qdrant, redis] = await Promise.all([
      findPostgres({ variable: 'CVX_TEST_DATABASE_URL' }),
      openQdrantServer({ QDRANT__LOG_LEVEL: 'WARN' }),
      startRedis(),
    ]);
    if (!('server' in postgres)) return;
    opened = await openTestMonitor({
      DATABASE_URL: postgres.server.url,
      QDRANT_URL: qdrant?.url ?? '',
      REDIS_URL: redis.url,
      QDRANT_POOL_SIZE: '3',
      DATABASE_POOL_SIZE: '2',
    });
    app = appOver(opened);
  }, 120_000);
  afterAll(async () => {
    await opened?.close();
    await Promise.all([qdrant?.stop(), redis.stop(), 'server' in postgres && postgres.server.close()]);
  });

  test('PostgreSQL that hangs: health says so, scrapes and the live check go on, and it ends with the hang', async ({
    skip,
  }) => {
    if (opened === undefined || !('server' in postgres) || postgres.server.power === undefined) {
      skip('no PostgreSQL of our own');
      return;
    }
    const { monitor, context } = opened;
    await becomes(app, OK);
    await expect
      .poll(async () => valueOf(await monitor.render(), 'cvx_queue_depth', 'queue="ingest"'), {
        timeout: 30_000,
      })
      .toBe(0);
    const thaw = await freezePostgres(postgres.server.url);
    try {
      let answered = false;
      const hanging = context.store.stats('any').then(() => (answered = true));
      await becomes(app, { code: 503, status: 'down', down: ['postgresql'] });
      for (let scrape = 0; scrape < 5; scrape += 1) {
        const text = await (await app.request('/metrics')).text();
        expect(valueOf(text, 'cvx_store_up', 'store="postgresql"')).toBe(0);
        expect(valueOf(text, 'cvx_store_up', 'store="redis"')).toBe(1);
        expect(valueOf(text, 'cvx_store_latency_seconds', 'store="postgresql"')).toBeGreaterThan(0.5);
      }
      expect((await app.request('/api/health/live')).status).toBe(200);
      expect(answered).toBe(false);
      thaw();
      await hanging;
      await becomes(app, OK);
    } finally {
      thaw();
    }
  });

  test('without Redis or Qdrant it is degraded, and still answers', async ({ skip }) => {
    if (opened === undefined || qdrant?.process === undefined) {
      skip('a server is missing');
      return;
    }
    await becomes(app, OK);
    await redis.kill();
    await becomes(app, { code: 200, status: 'degraded', down: ['redis', 'redis-queue'] });
    await qdrant.process.kill();
    await becomes(app, { code: 200, status: 'degraded', down: ['qdrant', 'redis', 'redis-queue'] });
    const { cache } = opened.monitor;
    await cache.get('answer:x');
    const text = await opened.monitor.render();
    expect(valueOf(text, 'cvx_store_up', 'store="qdrant"')).toBe(0);
    expect(valueOf(text, 'cvx_cache_requests_total', 'cache="answers",result="miss"')).toBe(1);
    expect(valueOf(text, 'cvx_cache_errors_total')).toBe(1);
    await Promise.all([redis.start(), qdrant.process.start()]);
    await becomes(app, OK);
  });

  test('the pools tell their limits and what is in use', async ({ skip }) => {
    if (opened === undefined) {
      skip('no PostgreSQL');
      return;
    }
    const text = await opened.monitor.render();
    expect(valueOf(text, 'cvx_pool_max_connections', 'pool="qdrant"')).toBe(3);
    expect(valueOf(text, 'cvx_pool_max_connections', 'pool="postgresql"')).toBe(7);
    expect(valueOf(text, 'cvx_pool_waiting', 'pool="postgresql"')).toBe(0);
    expect(valueOf(text, 'cvx_pool_connections', 'pool="postgresql",state="idle"')).toBeGreaterThan(0);
  });
});
