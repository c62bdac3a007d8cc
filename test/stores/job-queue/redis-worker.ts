// A worker in a process of its own: writes each outcome as one line into a file, and hangs in one job where told so.
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { PermanentError } from '../../../src/lib/errors.ts';
import { openRedisQueue } from '../../../src/stores/job-queue/redis.ts';
import { openRedis } from '../../../src/stores/redis/connection.ts';

const [, , url = '', name = '', outcomes = '', leaseMs = '', hangAfter = 'never'] = process.argv;

const connection = await openRedis(url, { role: 'queue' });
const queue = openRedisQueue(connection, { name, bound: 10_000, backoffMs: 20, leaseMs: Number(leaseMs) });
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
let handled = 0;
process.stdout.write('ready\n');
await queue.work(
  async ({ key, attempt }) => {
    if (handled++ === Number(hangAfter)) {
      process.stdout.write(`hangs ${key}\n`);
      await sleep(2 ** 30);
    }
    await sleep(2);
    if (key.startsWith('bad')) throw new PermanentError('CVX_TEST', `${key} is bad`);
    if (key.startsWith('flaky') && attempt === 1) throw new Error('busy');
    appendFileSync(outcomes, `${key}\n`);
  },
  { concurrency: hangAfter === 'never' ? 4 : 1, signal: stop.signal },
);
await queue.close();
await connection.close();
