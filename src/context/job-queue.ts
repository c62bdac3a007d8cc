import { requireServers } from '../config/require-servers.ts';
import type { Config } from '../config/schema.ts';
import type { JobQueue } from '../stores/job-queue.ts';
import type { Closers } from './closers.ts';

/** Jobs that may wait in this process: far more than the workers need, few enough to cost nothing. */
const BOUND_HERE = 1024;

/** Jobs that may wait in Redis, some 300 bytes each: a folder of a million CVs is enqueued in turns. */
const BOUND_ACROSS = 100_000;

/** A queue of this process (`here`), or the one that all machines share (`across`). */
export async function openJobQueue<P>(
  where: 'here' | 'across',
  config: Config,
  onWarn: (text: string) => void,
  opened: Closers,
): Promise<JobQueue<P>> {
  if (where === 'here') {
    const { openMemoryQueue } = await import('../stores/job-queue/memory.ts');
    return opened.keep(openMemoryQueue<P>({ bound: BOUND_HERE }));
  }
  const { url, setting } = requireServers(config);
  const [{ openRedis }, { openRedisQueue }] = await Promise.all([
    import('../stores/redis/connection.ts'),
    import('../stores/job-queue/redis.ts'),
  ]);
  const connection = await opened.keep(openRedis(url, { role: 'queue', setting, onWarn }));
  return opened.keep(openRedisQueue<P>(connection, { name: 'ingest', bound: BOUND_ACROSS, onWarn }));
}
