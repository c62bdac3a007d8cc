import { findPostgres } from '../stores/servers/postgres.ts';
import { openQdrantServer, whyNoQdrant } from '../stores/servers/qdrant.ts';
import { anyRedis, hasRedis } from '../stores/servers/redis.ts';

/** Runs `work` with the variables of a PostgreSQL, a Qdrant and a Redis; where one is missing, says that `what` is skipped. */
export async function withServers(
  what: string,
  work: (servers: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const reason = whyNoQdrant() ?? (hasRedis ? undefined : 'no Redis');
  if (reason !== undefined) return skip(what, reason);
  const postgres = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
  if ('skipped' in postgres) return skip(what, postgres.skipped);
  const [qdrant, redis] = await Promise.all([openQdrantServer(), anyRedis()]);
  try {
    await work({
      DATABASE_URL: postgres.server.url,
      QDRANT_URL: qdrant?.url ?? '',
      REDIS_URL: redis.url,
    });
  } finally {
    await Promise.all([postgres.server.close(), qdrant?.stop(), redis.stop()]);
  }
}

function skip(what: string, reason: string): void {
  console.log(`Skipped: ${what} (${reason})`);
}
