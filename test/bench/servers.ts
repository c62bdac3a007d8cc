import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../stores/servers/postgres.ts';
import { openQdrantServer, whyNoQdrant } from '../stores/servers/qdrant.ts';
import { anyRedis, hasRedis } from '../stores/servers/redis.ts';
import { printFigure, runNode } from './measure.ts';
import { benchServerSearch } from './search.ts';

/** Ingest into and search on PostgreSQL, Qdrant and Redis, beside the embedded store; skipped where one is missing. */
export async function benchServers(folder: string, people: number, seed: number): Promise<void> {
  const reason = whyNoQdrant() ?? (hasRedis ? undefined : 'no Redis');
  const postgres = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
  if (reason !== undefined || 'skipped' in postgres) {
    console.log(`Skipped: the servers (${reason ?? ('skipped' in postgres ? postgres.skipped : '')})`);
    return;
  }
  const [qdrant, redis] = [await openQdrantServer(), await anyRedis()];
  const home = await mkdtemp(join(tmpdir(), 'cvx-bench-'));
  try {
    const servers = {
      DATABASE_URL: postgres.server.url,
      QDRANT_URL: qdrant?.url ?? '',
      REDIS_URL: redis.url,
    };
    const ingest = ['bin/cvx.js', 'ingest', folder, '--quiet'];
    const embedded = await runNode(ingest, { CVX_HOME: home });
    const served = await runNode(ingest, servers);
    printFigure('ingest rate, servers : embedded', embedded.ms / served.ms, 'x', { atLeast: 0.9 });
    await benchServerSearch(servers, people, seed);
  } finally {
    await Promise.all([postgres.server.close(), qdrant?.stop(), redis.stop(), rm(home, { recursive: true })]);
  }
}
