import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { openContext } from '../../src/context.ts';
import { search } from '../../src/search/search.ts';
import { fill, QUERIES } from '../bench/people.ts';
import { findPostgres, type Found } from '../stores/servers/postgres.ts';
import { socketsTo } from '../stores/servers/sockets-to.ts';
import { openQdrantServer, whyNoQdrant, type QdrantServer } from '../stores/servers/qdrant.ts';

const PEOPLE = 200;
const AT_ONCE = 200;
// What is counted is sockets, not speed: on a busy machine 200 searches over three connections take their time.
const POOLS = {
  QDRANT_TIMEOUT: '2m',
  DATABASE_POOL_SIZE: '2',
  DATABASE_MAX_OVERFLOW: '1',
  QDRANT_POOL_SIZE: '3',
};

const why = whyNoQdrant() ?? (process.platform === 'linux' ? undefined : 'sockets are counted on Linux only');
if (why !== undefined) console.warn(`Skipped: search on servers (${why})`);

describe.skipIf(why !== undefined)('search on PostgreSQL and Qdrant', () => {
  let postgres: Found;
  let qdrant: QdrantServer | undefined;
  beforeAll(async () => {
    [postgres, qdrant] = await Promise.all([
      findPostgres({ variable: 'CVX_TEST_DATABASE_URL' }),
      openQdrantServer(),
    ]);
  }, 120_000);
  afterAll(async () => {
    await qdrant?.stop();
    if ('server' in postgres) await postgres.server.close();
  });

  test(
    `${AT_ONCE} searches at once stay within the pools, as the system counts`,
    { timeout: 180_000 },
    async ({ skip }) => {
      if (!('server' in postgres) || qdrant === undefined) {
        skip('a server is missing');
        return;
      }
      const env = { DATABASE_URL: postgres.server.url, QDRANT_URL: qdrant.url, ...POOLS };
      const { config } = await loadConfig({ env, cwd: process.cwd() });
      const ports = { postgres: portOf(postgres.server.url), qdrant: portOf(qdrant.url) };
      // The set-up asked the servers whether they are there, over connections of its own: these must be gone first.
      for (const port of Object.values(ports)) while ((await socketsTo(port)) > 0) await sleep(100);
      const context = await openContext(config, {
        signal: new AbortController().signal,
        command: 'search',
        waitMs: 0,
        onNotice: () => undefined,
      });
      const most = { postgres: 0, qdrant: 0 };
      const look = async (): Promise<void> => {
        for (const name of ['postgres', 'qdrant'] as const) {
          most[name] = Math.max(most[name], await socketsTo(ports[name]));
        }
      };
      try {
        await fill(context, PEOPLE, 7);
        const timer = setInterval(() => void look(), 20);
        const answers = await Promise.all(
          Array.from({ length: AT_ONCE }, (_, i) =>
            search(context, {
              text: `${QUERIES[i % QUERIES.length]} ${i}`,
              mode: 'hybrid',
              limit: 10,
              offset: 0,
            }),
          ),
        );
        clearInterval(timer);
        await look();
        expect(answers.every(({ hits, degraded }) => hits.length === 10 && degraded.length === 0)).toBe(true);
      } finally {
        await context.close();
      }
      expect(most.qdrant).toBeGreaterThan(0);
      expect(most.qdrant).toBeLessThanOrEqual(3);
      expect(most.postgres).toBeGreaterThan(0);
      expect(most.postgres).toBeLessThanOrEqual(3);
      await expect.poll(() => socketsTo(ports.qdrant)).toBe(0);
      await expect.poll(() => socketsTo(ports.postgres)).toBe(0);
    },
  );
});

const portOf = (url: string): number => Number(new URL(url).port);
