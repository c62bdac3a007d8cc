import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findProgram } from '../../lib/find-program.ts';
import { freePort } from '../../lib/free-port.ts';

/** A Redis of the tests' own, with an append-only file and noeviction unless told otherwise. */
export interface TestRedis {
  readonly url: string;
  /** kill -9: what it answered in the last two seconds may not be in the file. */
  kill(): Promise<void>;
  /** As an administrator would: it writes its file before it ends. */
  restart(): Promise<void>;
  /** Lets its process hang with its sockets open, and go on. */
  freeze(): void;
  thaw(): void;
  /** On the same port and with the same data. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const BINARY = findProgram('redis-server');

const ASKED = process.env['CVX_TEST_REDIS_URL'] ?? '';

/** Tests that restart, kill or reconfigure the server need one of their own. */
export const canStartRedis = BINARY !== undefined;
if (!canStartRedis) process.stderr.write('skipped: tests that start a Redis (no redis-server in PATH)\n');

/** Tests that only use a server. */
export const hasRedis = canStartRedis || ASKED !== '';
if (!hasRedis) process.stderr.write('skipped: tests on Redis (CVX_TEST_REDIS_URL is unset)\n');

/** The server of CVX_TEST_REDIS_URL, which must answer, or one that is started for the tests. */
export async function anyRedis(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  if (ASKED === '') return startRedis();
  await answers(ASKED, 5000);
  return { url: ASKED, stop: async () => undefined };
}

export async function startRedis(...settings: readonly string[]): Promise<TestRedis> {
  if (BINARY === undefined) throw new Error('There is no redis-server in PATH');
  const dir = await mkdtemp(join(tmpdir(), 'cvx-redis-'));
  const port = await freePort();
  const args = `--port ${port} --bind 127.0.0.1 --save --appendonly yes --dir`.split(' ');
  args.splice(args.indexOf('--save') + 1, 0, '');
  const binary = BINARY;
  let server: ChildProcess | undefined;
  const stopWith = async (signal: NodeJS.Signals): Promise<void> => {
    const running = server;
    server = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await exited;
  };
  const password = settings[settings.indexOf('--requirepass') + 1];
  const url = `redis://${settings.includes('--requirepass') ? `:${password}@` : ''}127.0.0.1:${port}`;
  const started: TestRedis = {
    url,
    start: async () => {
      server = spawn(binary, [...args, dir, ...settings], { stdio: 'ignore' });
      await answers(url, 30_000);
    },
    kill: () => stopWith('SIGKILL'),
    restart: async () => {
      await stopWith('SIGTERM');
      await started.start();
    },
    freeze: () => server?.kill('SIGSTOP'),
    thaw: () => server?.kill('SIGCONT'),
    stop: async () => {
      await stopWith('SIGKILL');
      await rm(dir, { recursive: true, force: true });
    },
  };
  await started.start();
  return started;
}

async function answers(url: string, ms: number): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => 20 });
  // Without a listener it is printed; the reason is in what ping() throws.
  client.on('error', () => undefined);
  const limit = AbortSignal.timeout(ms);
  try {
    for (;;) {
      try {
        await client.ping();
        return;
      } catch (error) {
        if (limit.aborted) throw new Error('The Redis of the tests does not answer', { cause: error });
        await sleep(20);
      }
    }
  } finally {
    client.disconnect();
  }
}
