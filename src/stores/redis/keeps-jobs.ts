import { CvxError } from '../../lib/errors.ts';
import type { RedisConnection } from './connection.ts';

/**
 * Rejects with CVX_QUEUE_EVICTS where the server would drop jobs when its memory is full, with CVX_REDIS_TOO_OLD where
 * it cannot work as a queue, and tells `onWarn` where it would lose them at a restart.
 */
export async function checkKeepsJobs(
  connection: RedisConnection,
  onWarn: (text: string) => void,
): Promise<void> {
  const { address } = connection;
  await checkVersion(connection);
  const policy = await evictionPolicy(connection);
  if (policy === undefined)
    onWarn(`Redis at ${address} does not tell its maxmemory-policy; the queue needs noeviction.`);
  else if (policy !== 'noeviction')
    throw new CvxError(
      'CVX_QUEUE_EVICTS',
      `Redis at ${address} has maxmemory-policy ${policy}: with its memory full it would drop jobs, and files would be lost without a word`,
      {
        hint: 'Run redis-cli CONFIG SET maxmemory-policy noeviction and put maxmemory-policy noeviction into redis.conf,\nor name a Redis of its own for the queue in REDIS_QUEUE_URL.',
      },
    );
  if ((await infoField(connection, 'persistence', 'aof_enabled')) === '0')
    onWarn(
      `Redis at ${address} keeps no append-only file: a restart loses waiting jobs. redis-cli CONFIG SET appendonly yes turns it on.`,
    );
}

/** The queue takes over the jobs of crashed workers with XAUTOCLAIM, which 6.2 brought. */
async function checkVersion(connection: RedisConnection): Promise<void> {
  const version = await infoField(connection, 'server', 'redis_version');
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (version === undefined || major > 6 || (major === 6 && minor >= 2)) return;
  throw new CvxError(
    'CVX_REDIS_TOO_OLD',
    `Redis at ${connection.address} is ${version}; the queue needs 6.2`,
    {
      hint: 'Use a later Redis, or name another one for the queue in REDIS_QUEUE_URL.',
    },
  );
}

/** Undefined where neither CONFIG nor INFO is allowed. */
async function evictionPolicy(connection: RedisConnection): Promise<string | undefined> {
  try {
    const reply: unknown = await connection.client.config('GET', 'maxmemory-policy');
    if (Array.isArray(reply) && typeof reply[1] === 'string') return reply[1];
  } catch (error) {
    // Managed servers forbid or rename CONFIG; INFO tells the same.
    if (!isRefusal(error)) throw connection.translate(error);
  }
  return infoField(connection, 'memory', 'maxmemory_policy');
}

async function infoField(
  connection: RedisConnection,
  section: string,
  field: string,
): Promise<string | undefined> {
  try {
    const text = await connection.client.info(section);
    return new RegExp(`^${field}:(\\S*)`, 'm').exec(text)?.[1];
  } catch (error) {
    if (!isRefusal(error)) throw connection.translate(error);
    return undefined;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(?:NOPERM|ERR unknown command)/.test(error.message);
}
