import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findPostgres } from '../stores/servers/postgres.ts';
import { isOnPath as hasOwnQdrant, openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';
import { canStartRedis, startRedis, type TestRedis } from '../stores/servers/redis.ts';
import { BIN, cleanEnv, runCvx } from './run-cvx.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/cvs', import.meta.url));

const File = z.object({ path: z.string(), outcome: z.string(), id: z.string().optional() });
const Ingest = z.object({ files: z.array(File), queued: z.array(z.string()) });
const Status = z.object({
  waiting: z.number(),
  running: z.number(),
  dead: z.number(),
  staged: z.object({ files: z.number() }),
  deadLetters: z.array(z.object({ path: z.string(), reason: z.string() })),
});
const Stats = z.object({
  candidates: z.number(),
  documents: z.number(),
  pending: z.number(),
  files: z.record(z.string(), z.number()),
  index: z.object({ candidates: z.number(), chunks: z.number() }),
});

describe('without servers', () => {
  test.each([
    ['ingest', FIXTURES, '--queue'],
    ['ingest', FIXTURES, '--shared-paths'],
    ['worker'],
    ['queue', 'status'],
    ['queue', 'retry', '--all'],
  ])('cvx %s %s %s says what it needs, and makes no store', async (...args) => {
    const home = join(tmpdir(), 'cvx-workers-none');
    const { code, stderr } = await runCvx(args, { env: { CVX_HOME: home } });
    expect(code).toBe(2);
    expect(stderr).toContain('needs DATABASE_URL and REDIS_URL');
    const one = await runCvx(args, { env: { CVX_HOME: home, REDIS_URL: 'redis://localhost:1' } });
    expect(one.code).toBe(2);
    expect(one.stderr).toContain('needs DATABASE_URL.');
    await expect(readdir(home)).rejects.toThrow('ENOENT');
  });
});

const postgres = canStartRedis ? await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' }) : undefined;
const able = postgres !== undefined && 'server' in postgres && hasOwnQdrant();
if (!able) console.warn('skipped: workers on many machines (needs redis-server, PostgreSQL and qdrant)');

interface RunningWorker {
  readonly child: ChildProcess;
  /** What it said of each file. */
  readonly files: z.infer<typeof File>[];
  readonly ended: Promise<unknown[]>;
}

/** Each starts cvx up to ten times, and a start takes as long as the machine is loaded. */
describe.skipIf(!able)('on servers', { timeout: 240_000 }, () => {
  let folder: string;
  let cvs: string;
  let redis: TestRedis;
  let qdrant: QdrantServer | undefined;
  let database: Client;
  let queue: Redis;
  let env: Record<string, string>;
  beforeAll(async () => {
    if (postgres === undefined || !('server' in postgres)) return;
    folder = await mkdtemp(join(tmpdir(), 'cvx-workers-'));
    cvs = join(folder, 'cvs');
    await cp(FIXTURES, cvs, { recursive: true });
    [redis, qdrant] = await Promise.all([startRedis(), openQdrantServer()]);
    env = {
      CVX_HOME: join(folder, 'home'),
      DATABASE_URL: postgres.server.url,
      REDIS_URL: redis.url,
      QDRANT_URL: qdrant?.url ?? '',
      MAX_QUEUE_WORKERS: '2',
    };
    database = new Client({ connectionString: postgres.server.url });
    await database.connect();
    queue = new Redis(redis.url);
    queue.on('error', () => undefined);
  });
  afterAll(async () => {
    queue.disconnect();
    await database.end();
    await Promise.all([redis.stop(), qdrant?.stop()]);
    if (postgres !== undefined && 'server' in postgres) await postgres.server.close();
    await rm(folder, { recursive: true, force: true });
  });

  function startWorker(...args: readonly string[]): RunningWorker {
    const child = spawn(process.execPath, [BIN, 'worker', '--json', ...args], {
      env: { ...cleanEnv(), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const files: z.infer<typeof File>[] = [];
    let rest = '';
    child.stdout?.on('data', (text: Buffer) => {
      const lines = (rest + text.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) files.push(File.parse(JSON.parse(line)));
    });
    return { child, files, ended: once(child, 'exit') };
  }

  /** Kills it while it has a job, which shows in the queue. */
  async function killInMidFile({ child, files, ended }: RunningWorker): Promise<void> {
    await until(() => files.length >= 3);
    for (;;) {
      child.kill('SIGSTOP');
      const busy = z
        .array(z.array(z.unknown()))
        .parse(await queue.xinfo('CONSUMERS', 'cvx:queue:ingest', 'cvx'))
        .some((flat) => String(flat[1]).includes(`:${child.pid}:`) && Number(flat[3]) > 0);
      if (busy) break;
      child.kill('SIGCONT');
      await sleep(20);
    }
    child.kill('SIGKILL');
    await ended;
  }

  const count = async (table: string): Promise<number> =>
    Number((await database.query(`select count(*) as n from ${table}`)).rows[0].n);

  test('three workers, one killed in mid-file, Redis restarted: each file has one outcome', async () => {
    const control = { CVX_HOME: join(folder, 'control') };
    const here = Ingest.parse(JSON.parse((await runCvx(['ingest', cvs, '--json'], { env: control })).stdout));
    const expected = Stats.parse(JSON.parse((await runCvx(['stats', '--json'], { env: control })).stdout));

    const enqueued = await runCvx(['ingest', cvs, '--queue', '--json'], { env });
    expect(enqueued).toMatchObject({ stderr: '', code: 0 });
    const report = Ingest.parse(JSON.parse(enqueued.stdout));
    expect(report.files).toEqual([]);
    expect(report.queued.toSorted()).toEqual(here.files.map(({ path }) => path).toSorted());
    expect(await count('cvx.staged_files')).toBe(here.files.length);

    const jobs = await queue.xrange('cvx:queue:ingest', '-', '+', 'COUNT', 1);
    const [, fields = []] = jobs[0] ?? [];
    expect(Object.keys(JSON.parse(fields[fields.indexOf('payload') + 1] ?? '{}'))).toEqual(['path', 'hash']);

    // From here on only the staged bytes are there, as on another machine.
    await rm(cvs, { recursive: true });
    const [first, ...others] = [startWorker(), startWorker('--until-empty'), startWorker('--until-empty')];
    await killInMidFile(first);
    await redis.restart();
    for (const { ended } of others) expect(await ended).toEqual([0, null]);

    const stats = Stats.parse(JSON.parse((await runCvx(['stats', '--json'], { env })).stdout));
    expect(stats).toMatchObject({
      candidates: expected.candidates,
      documents: expected.documents,
      files: expected.files,
      pending: 0,
      index: { candidates: expected.index.candidates, chunks: expected.index.chunks },
    });
    expect(await count('cvx.files')).toBe(here.files.length);
    expect(await count('cvx.staged_files')).toBe(0);
    expect(await queue.keys('cvx:queue:ingest:{live,delayed,dead,dead-ids}')).toEqual([]);
    const told = [first, ...others].flatMap(({ files }) => files.map(({ path }) => path));
    expect(new Set(told).size).toBeGreaterThanOrEqual(here.files.length - 2);

    await cp(FIXTURES, cvs, { recursive: true });
    const again = Ingest.parse(
      JSON.parse((await runCvx(['ingest', cvs, '--queue', '--json'], { env })).stdout),
    );
    expect(again.queued).toEqual([]);
    expect(new Set(again.files.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
  }, 300_000);

  const status = async () =>
    Status.parse(JSON.parse((await runCvx(['queue', 'status', '--json'], { env })).stdout));

  test('what failed is shown, tried again and given up, and a bad CV is no failure', async () => {
    const empty = join(folder, 'empty.txt');
    const gone = [join(folder, 'gone-1.txt'), join(folder, 'gone-2.txt')];
    await writeFile(empty, ' \n');
    for (const path of gone) await writeFile(path, `Nobody Example\n${path}\n`);
    const enqueued = await runCvx(['ingest', empty, ...gone, '--queue'], { env });
    expect(enqueued.stdout).toMatch(/^3 files in .*: 3 queued\n$/);
    await database.query('delete from cvx.staged_files where path = any($1)', [gone]);
    expect(await status()).toMatchObject({ waiting: 3, dead: 0, staged: { files: 1 } });

    const worked = await runCvx(['worker', '--until-empty'], { env });
    expect(worked).toMatchObject({ stdout: '', code: 1 });
    expect(worked.stderr).toContain(`no-text  ${empty}`);
    expect(worked.stderr).not.toContain('Nobody');
    const failed = await status();
    expect(failed).toMatchObject({ waiting: 0, running: 0, dead: 2, staged: { files: 0 } });
    expect(failed.deadLetters.map(({ path }) => path).toSorted()).toEqual(gone);
    expect(failed.deadLetters[0]?.reason).toContain('CVX_STAGED_GONE');

    const retried = await runCvx(['queue', 'retry', gone[0] ?? '', '/none.txt'], { env });
    expect(retried).toMatchObject({ code: 1 });
    expect(retried.stdout).toBe('1 file to be tried again\n/none.txt is not among the failed ones\n');
    expect(await status()).toMatchObject({ waiting: 1, dead: 1 });
    await runCvx(['worker', '--until-empty'], { env });
    const dropped = await runCvx(['queue', 'drop', '--all', '--json'], { env });
    expect(JSON.parse(dropped.stdout)).toMatchObject({ drop: expect.arrayContaining(gone), unknown: [] });
    expect(dropped.code).toBe(0);
    expect(await status()).toMatchObject({ waiting: 0, dead: 0, deadLetters: [] });
  });

  test('a worker that is told to stop finishes what it reads; the rest waits for the next', async () => {
    const many = join(folder, 'many');
    await mkdir(many);
    for (let n = 0; n < 200; n += 1)
      await writeFile(join(many, `${n}.txt`), `Person Example\nEngineer\nperson${n}@example.org\n`);
    await runCvx(['ingest', many, '--shared-paths'], { env });
    const before = await count('cvx.files');
    const worker = startWorker();
    await until(() => worker.files.length > 0);
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toEqual([143, null]);
    const left = await status();
    expect(left).toMatchObject({ running: 0, dead: 0, staged: { files: 0 } });
    expect(left.waiting).toBeGreaterThan(0);
    expect((await count('cvx.files')) - before).toBe(worker.files.length);
    expect(left.waiting + worker.files.length).toBe(200);
    expect((await runCvx(['worker', '--until-empty', '--quiet'], { env })).code).toBe(0);
    expect((await count('cvx.files')) - before).toBe(200);
  });
});

async function until(done: () => boolean): Promise<void> {
  while (!done()) await sleep(20);
}
