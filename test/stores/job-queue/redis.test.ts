import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { openRedisQueue } from '../../../src/stores/job-queue/redis.ts';
import { openRedis, type RedisConnection } from '../../../src/stores/redis/connection.ts';
import { deadLettersContract } from '../../contracts/dead-letters.ts';
import { jobQueueContract } from '../../contracts/job-queue.ts';
import { anyRedis, hasRedis } from '../servers/redis.ts';

describe.skipIf(!hasRedis)('on a real server', () => {
  let server: Awaited<ReturnType<typeof anyRedis>>;
  let connection: RedisConnection;
  beforeAll(async () => {
    server = await anyRedis();
    connection = await openRedis(server.url, { role: 'queue' });
  });
  afterAll(async () => {
    const left = await connection.client.keys('cvx:queue:test-*');
    if (left.length > 0) await connection.client.unlink(left);
    await connection.close();
    await server.stop();
  });

  const open = async (bound: number) =>
    openRedisQueue<{ readonly path: string }>(connection, {
      name: `test-${randomUUID()}`,
      bound,
      backoffMs: 1,
    });
  jobQueueContract('Redis', open);
  deadLettersContract('Redis', open);
});
