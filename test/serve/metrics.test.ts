import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectScraped } from '../exporter/expect-scraped.ts';
import { findPrometheus, lintMetrics } from '../exporter/run-prometheus.ts';
import { METRICS } from '../../src/metrics/names.ts';
import type { MetricSpec } from '../../src/metrics/names/metric-spec.ts';
import { countersOf, declaredNames, samplesOf, valueOf } from '../metrics/exposition.ts';
import { findPostgres, type Found } from '../stores/servers/postgres.ts';
import { openQdrantServer, type QdrantServer, whyNoQdrant } from '../stores/servers/qdrant.ts';
import { anyRedis, hasRedis } from '../stores/servers/redis.ts';
import { runServe, type Served } from './run-serve.ts';

const why = whyNoQdrant() ?? (hasRedis ? undefined : 'no Redis');
const programs = findPrometheus();
if (why !== undefined) console.warn(`Skipped: metrics of cvx serve with two workers (${why})`);

const SEARCHES = 'cvx_http_request_duration_seconds_count';
const SEARCH = 'method="POST",route="/api/search",status_code="200"';

describe.skipIf(why !== undefined)('cvx serve with two workers', () => {
  let postgres: Found;
  let qdrant: QdrantServer | undefined;
  let redis: Awaited<ReturnType<typeof anyRedis>>;
  let home: string;
  let served: Served | undefined;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'cvx-serve-'));
    [postgres, qdrant, redis] = await Promise.all([
      findPostgres({ variable: 'CVX_TEST_DATABASE_URL' }),
      openQdrantServer(),
      anyRedis(),
    ]);
    if (!('server' in postgres)) return;
    served = await runServe([], {
      CVX_HOME: home,
      WEB_CONCURRENCY: '2',
      DATABASE_URL: postgres.server.url,
      QDRANT_URL: qdrant?.url ?? '',
      REDIS_URL: redis.url,
    });
    while (valueOf(await scrape(), 'cvx_workers') !== 2) await sleep(100);
  }, 120_000);
  afterAll(async () => {
    await served?.kill();
    await Promise.all([
      qdrant?.stop(),
      redis.stop(),
      'server' in postgres && postgres.server.close(),
      rm(home, { recursive: true, force: true }),
    ]);
  });

  const scrape = async (): Promise<string> => {
    // A connection of its own each, so that either worker may answer.
    const answer = await fetch(`${served?.url}/metrics`, { headers: { connection: 'close' } });
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return answer.text();
  };
  const search = async (query: string): Promise<number> => {
    const answer = await fetch(`${served?.url}/api/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ query }),
    });
    return answer.status;
  };
  /** Four people who search one after the other: an answer that is refused is counted as such. Resolves to those answered. */
  const searchAll = async (): Promise<number> => {
    let answered = 0;
    await Promise.all(
      ['welder', 'nurse', 'typescript', 'teacher'].map(async (word) => {
        for (let n = 0; n < 25; n += 1) if ((await search(`${word} ${n % 12}`)) === 200) answered += 1;
      }),
    );
    return answered;
  };

  test('five scrapes under load never show a counter going down', async ({ skip }) => {
    if (served === undefined) {
      skip('no PostgreSQL');
      return;
    }
    let last = countersOf(await scrape());
    const load = searchAll();
    for (let i = 0; i < 5; i += 1) {
      const next = countersOf(await scrape());
      expect([...last].filter(([series, value]) => (next.get(series) ?? 0) < value)).toEqual([]);
      last = next;
    }
    const answered = await load;
    const text = await scrape();
    expect(answered).toBeGreaterThan(0);
    expect(valueOf(text, SEARCHES, SEARCH)).toBe(answered);
    const stages = samplesOf(text).filter(({ name }) => name === 'cvx_search_stage_duration_seconds_count');
    expect(stages.map(({ labels }) => labels).toSorted()).toEqual(
      ['dense', 'embed', 'legs', 'lexical', 'people'].map((stage) => `stage="${stage}"`),
    );
    expect(
      samplesOf(text)
        .filter(({ name, labels }) => name === 'cvx_cache_requests_total' && labels.includes('"answers"'))
        .reduce((sum, { value }) => sum + value, 0),
    ).toBe(answered);
  });

  test('it serves the names of the table and no others of its own, without complaint of any promtool', async ({
    skip,
  }) => {
    if (served === undefined) {
      skip('no PostgreSQL');
      return;
    }
    const text = await scrape();
    for (const program of programs) expect(lintMetrics(text, program), program.version).toBe('');
    const expected = Object.entries<MetricSpec>(METRICS)
      .filter(([, { by }]) => by !== 'metrics')
      .map(([name]) => name);
    const own = declaredNames(text).filter((name) => name.startsWith('cvx_'));
    expect(own.toSorted()).toEqual(expected.toSorted());
  });

  test.for(programs)('Prometheus $version scrapes it whole', async (program, { skip }) => {
    if (served === undefined) {
      skip('no PostgreSQL');
      return;
    }
    await expectScraped(served.url, program, async (prometheus) => {
      const values = async (expression: string): Promise<number[]> =>
        (await prometheus.query(expression)).map(({ value }) => value);
      expect(await values('sum(cvx_workers)')).toEqual([2]);
      expect(await values('min(cvx_store_up)')).toEqual([1]);
    });
  });

  test('a route that anybody makes up is no label', async ({ skip }) => {
    if (served === undefined) {
      skip('no PostgreSQL');
      return;
    }
    await Promise.all([1, 2, 3].map((n) => fetch(`${served?.url}/api/made-up/${n}?who=somebody`)));
    const text = await scrape();
    expect(text).not.toMatch(/made-up|somebody/);
    expect(text).toMatch(/route="unmatched",status_code="404"/);
  });
});
