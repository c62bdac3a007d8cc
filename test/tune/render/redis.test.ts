import { execa } from 'execa';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRedisConf } from '../../../src/edits/conf/redis.ts';
import { freePort } from '../../lib/free-port.ts';
import { canStartRedis } from '../../stores/servers/redis.ts';
import { allStacks, type ComposeService, distinct, secrets } from './stacks.ts';

const stacks = allStacks();
const password = secrets.REDIS_PASSWORD;
const exporter = await execa('prometheus-redis-exporter', ['--version'], { reject: false });
const canExport = canStartRedis && exporter.exitCode === 0;
if (!canExport)
  console.warn(
    'skipped: redis-exporter on a rendered Redis (no prometheus-redis-exporter or redis-server on PATH)',
  );

interface Running {
  readonly port: number;
  readonly pid: number;
  readonly client: Redis;
  readonly healthy: (env: Readonly<Record<string, string>>) => Promise<boolean>;
  stop(): Promise<void>;
}

/** The container's own command on this machine: another port, another folder, all else as in the compose file. */
async function start(
  folder: string,
  conf: string,
  service: ComposeService,
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  const port = await freePort();
  const file = join(folder, `redis-${port}.conf`);
  await writeFile(
    file,
    `${conf.replace(/^port \d+$/m, `port ${port}`).replace(/^dir .*\n/m, '')}\ndir ${folder}\n`,
  );
  const [shell = '', ...words] = (service.command ?? []).map((word) =>
    word.replaceAll('$$', '$').replace('/etc/redis/redis.conf', file),
  );
  const child = execa(shell, words, {
    env: { ...env, REDIS_PASSWORD: password },
    cwd: folder,
    reject: false,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const client = new Redis({
    port,
    host: '127.0.0.1',
    password,
    retryStrategy: () => 50,
    maxRetriesPerRequest: 100,
  });
  client.on('error', () => undefined);
  await client.ping();
  const [, test = ''] = service.healthcheck?.test ?? [];
  return {
    port,
    pid: child.pid ?? 0,
    client,
    healthy: async (own) => {
      const command = test.replaceAll('$$', '$').replace(/-p \d+/, `-p ${port}`);
      return (await execa('sh', ['-c', command], { env: own, reject: false })).exitCode === 0;
    },
    async stop() {
      client.disconnect();
      child.kill('SIGTERM');
      await child;
    },
  };
}

describe.skipIf(!canStartRedis)('redis-server on rendered files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cvx-redis-conf-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(['redis-cache', 'redis-queue'] as const)(
    '%s: CONFIG GET agrees with every file',
    async (name) => {
      const files = distinct(stacks, `${name}.conf`);
      expect(files.length).toBeGreaterThan(3);
      for (const { stack, host, text } of files) {
        const service = host.compose.services[name];
        if (service === undefined) throw new Error(`${stack.name} has no ${name}`);
        const running = await start(folder, text, service, environmentOf(stack.plan));
        try {
          for (const { words } of readRedisConf(text)) {
            const [key = '', ...values] = words;
            if (key === 'port' || key === 'dir') continue;
            const [, got] = listOf(await running.client.config('GET', key));
            expect(got, `${stack.name}: ${key}`).toBe(bytesOf(values.join(' ')));
          }
        } finally {
          await running.stop();
        }
      }
    },
  );

  test('the password is asked for, and stands in no command line; what destroys is refused', async () => {
    const [host] = stacks[0]?.hosts ?? [];
    const service = host?.compose.services['redis-queue'];
    if (host === undefined || service === undefined) throw new Error('No queue');
    const running = await start(folder, host.text('redis-queue.conf'), service, {});
    try {
      expect(await readFile(`/proc/${running.pid}/cmdline`, 'utf8')).toContain('redis-server');
      expect(await readFile(`/proc/${running.pid}/cmdline`, 'utf8')).not.toContain(password);
      expect(await running.healthy({ REDIS_PASSWORD: password })).toBe(true);
      expect(await running.healthy({ REDIS_PASSWORD: 'another-password' })).toBe(false);
      expect(await running.healthy({ REDIS_PASSWORD: '' })).toBe(false);
      for (const command of ['FLUSHALL', 'FLUSHDB', 'DEBUG SLEEP 0', 'CONFIG SET maxmemory 1'])
        await expect(running.client.call(...split(command))).rejects.toThrow(/NOPERM|not allowed/);
      const stream = await running.client.xadd('cvx:try', '*', 'a', '1');
      expect(stream).toMatch(/^\d+-\d+$/);
    } finally {
      await running.stop();
    }
  });

  test.skipIf(!canExport)(
    'redis-exporter tells of both by the address that Prometheus asks with',
    async () => {
      const [host] = stacks[0]?.hosts ?? [];
      const service = host?.compose.services['redis-cache'];
      if (host === undefined || service === undefined) throw new Error('No cache');
      const running = await start(folder, host.text('redis-cache.conf'), service, {
        REDIS_MAXMEMORY: '512mb',
        REDIS_MAXMEMORY_POLICY: 'allkeys-lru',
      });
      const port = await freePort();
      const child = execa('prometheus-redis-exporter', [], {
        env: {
          REDIS_ADDR: 'redis://127.0.0.1:1',
          REDIS_PASSWORD: password,
          REDIS_EXPORTER_WEB_LISTEN_ADDRESS: `127.0.0.1:${port}`,
        },
        reject: false,
      });
      try {
        const text = await scraped(
          `http://127.0.0.1:${port}/scrape?target=redis://127.0.0.1:${running.port}`,
        );
        expect(text).toMatch(/^redis_up 1$/m);
        expect(text).toMatch(/^redis_config_maxclients \d+/m);
        expect(text).toMatch(/^redis_memory_max_bytes 5\.36870912e\+08$/m);
        for (const metric of [
          'redis_connected_clients',
          'redis_memory_used_bytes',
          'redis_keyspace_hits_total',
          'redis_keyspace_misses_total',
          'redis_exporter_last_scrape_connect_time_seconds',
        ])
          expect(text).toContain(`\n${metric} `);
      } finally {
        child.kill();
        await child;
        await running.stop();
      }
    },
  );
});

function environmentOf(plan: (typeof stacks)[number]['plan']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['REDIS_MAXMEMORY', 'REDIS_MAXMEMORY_POLICY'].map((key) => [
      key,
      String(plan.settings.get(`env/${key}`)?.written),
    ]),
  );
}

function listOf(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? answer : [];
}

function split(command: string): [string, ...string[]] {
  const [name = '', ...words] = command.split(' ');
  return [name, ...words];
}

/** As CONFIG GET says it: memory in bytes. */
function bytesOf(value: string): string {
  const [, count, unit] = /^(\d+)(kb|mb)$/.exec(value) ?? [];
  if (count === undefined) return value;
  return String(Number(count) * (unit === 'mb' ? 1024 * 1024 : 1024));
}

async function scraped(url: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      return await (await fetch(url)).text();
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(50);
    }
  }
}
