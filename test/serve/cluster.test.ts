import { execa } from 'execa';
import { Redis } from 'ioredis';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BIN, cleanEnv, runCvx } from '../cli/run-cvx.ts';
import { findPostgres } from '../stores/servers/postgres.ts';
import { isOnPath as hasOwnQdrant, openQdrantServer, type QdrantServer } from '../stores/servers/qdrant.ts';
import { canStartRedis, startRedis, type TestRedis } from '../stores/servers/redis.ts';
import type { Job } from '../../src/serve/ingest/job.ts';
import { jobAnswerSchema } from '../../src/serve/routes/ingest.ts';
import { searchAnswerSchema } from '../../src/serve/routes/search.ts';
import { CVS, json } from './open-app.ts';
import { runServe, type Served } from './run-serve.ts';

const postgres = canStartRedis ? await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' }) : undefined;
const able = postgres !== undefined && 'server' in postgres && hasOwnQdrant();
if (!able)
  console.warn('skipped: cvx serve with several workers (needs redis-server, PostgreSQL and qdrant)');

const replaced = z.looseObject({ msg: z.literal('a worker ended and is replaced'), pid: z.number() });

describe.skipIf(!able)('two workers on servers', () => {
  let folder: string;
  let redis: TestRedis;
  let qdrant: QdrantServer | undefined;
  let env: Record<string, string>;
  let served: Served;

  beforeAll(async () => {
    if (postgres === undefined || !('server' in postgres)) return;
    folder = await mkdtemp(join(tmpdir(), 'cvx-cluster-'));
    [redis, qdrant] = await Promise.all([startRedis(), openQdrantServer()]);
    env = {
      CVX_HOME: join(folder, 'home'),
      DATABASE_URL: postgres.server.url,
      REDIS_URL: redis.url,
      QDRANT_URL: qdrant?.url ?? '',
      WEB_CONCURRENCY: '2',
    };
    served = await runServe([], env);
  });
  afterAll(async () => {
    await served.stop('SIGTERM');
    await Promise.all([redis.stop(), qdrant?.stop()]);
    if (postgres !== undefined && 'server' in postgres) await postgres.server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A connection of its own each time, so that the next worker has it. */
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${served.url}${path}`, { headers: { Connection: 'close', ...headers } });

  const workers = async (): Promise<number[]> => {
    const { stdout } = await execa('ps', ['-eo', 'pid=,ppid=']);
    return stdout
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .flatMap(([pid = 0, parent]) => (parent === served.pid ? [pid] : []));
  };

  async function jobAt(id: string): Promise<Job> {
    return jobAnswerSchema.parse(await (await get(`/api/ingest/${id}`)).json()).job;
  }

  test('an upload waits for cvx worker, and every process of the server knows what became of it', async () => {
    const form = new FormData();
    for (const [name, text] of Object.entries(CVS)) form.append('files', new File([text], name));
    form.append('files', new File(['%PDF-1.4 broken'], 'broken.pdf'));
    const response = await fetch(`${served.url}/api/ingest`, { method: 'POST', body: form });
    const { job } = jobAnswerSchema.parse(await response.json());
    expect([response.status, job.state]).toEqual([202, 'running']);
    const uploads = await readdir(join(folder, 'home', 'uploads'), { recursive: true, withFileTypes: true });
    expect(uploads.filter((entry) => entry.isFile())).toEqual([]);
    expect((await runCvx(['worker', '--until-empty'], { env })).code).toBe(1);
    const ends = await Promise.all(Array.from({ length: 6 }, () => jobAt(job.id)));
    for (const end of ends)
      expect(end.files.map(({ name, state, outcome }) => [name, state, outcome])).toEqual([
        ['anna.txt', 'done', 'indexed'],
        ['bruno.txt', 'done', 'indexed'],
        ['chiara.txt', 'done', 'indexed'],
        ['broken.pdf', 'done', 'corrupt'],
      ]);
    const found = await fetch(`${served.url}/api/search`, json({ query: 'accountant ledgers' }));
    const [hit] = searchAnswerSchema.parse(await found.json()).hits;
    expect(hit).toMatchObject({ name: 'Chiara Rossi', id: ends[0]?.files[2]?.id });
    const erased = await fetch(`${served.url}/api/candidates/${ends[0]?.files[1]?.id}`, { method: 'DELETE' });
    expect(erased.status).toBe(204);
    // Of the workers one has it from the other, which took the upload. Neither names whom nobody knows any more.
    const left = { ...ends[0], files: ends[0]?.files.filter(({ name }) => name !== 'bruno.txt') };
    for (let i = 0; i < 6; i += 1) expect(await jobAt(job.id)).toEqual(left);
    const again = new FormData();
    again.append('files', new File([CVS['anna.txt'] ?? ''], 'anna.txt'));
    const known = await fetch(`${served.url}/api/ingest`, { method: 'POST', body: again });
    expect(jobAnswerSchema.parse(await known.json()).job).toMatchObject({
      state: 'done',
      files: [{ outcome: 'unchanged', id: ends[0]?.files[0]?.id }],
    });
  });

  test('a port that is taken ends it, also while the queue is just being opened', async () => {
    const client = new Redis(redis.url);
    await client.client('PAUSE', 3000, 'ALL');
    client.disconnect();
    const node = [BIN, 'serve', '--port', new URL(served.url).port];
    const options = { env: { ...cleanEnv(), ...env, WEB_CONCURRENCY: '1' }, extendEnv: false } as const;
    const taken = await execa(process.execPath, node, { ...options, reject: false, timeout: 30_000 });
    expect([taken.exitCode, taken.timedOut]).toEqual([2, false]);
    expect(taken.stderr).toContain('something else listens there');
  });

  test('who is erased before anybody asked what became of an upload is not in its status, which ends', async () => {
    const form = new FormData();
    const text = (CVS['chiara.txt'] ?? '').replaceAll('Chiara', 'Dalia').replaceAll('chiara', 'dalia');
    form.append('files', new File([text], 'dalia.txt'));
    const response = await fetch(`${served.url}/api/ingest`, { method: 'POST', body: form });
    const { job } = jobAnswerSchema.parse(await response.json());
    expect((await runCvx(['worker', '--until-empty'], { env })).code).toBe(0);
    const { stdout } = await runCvx(['search', 'Dalia', '--json'], { env });
    const { hits } = searchAnswerSchema.parse(JSON.parse(stdout));
    const id = hits.find(({ name }) => name === 'Dalia Rossi')?.id ?? '';
    expect((await runCvx(['forget', id, '--yes'], { env })).code).toBe(0);
    for (let i = 0; i < 6; i += 1)
      expect(await jobAt(job.id)).toEqual({ id: job.id, state: 'done', files: [] });
    const cache = new Redis(redis.url);
    expect(await cache.get(`cvx:cache:upload:${job.id}`)).toBe('[]');
    cache.disconnect();
  });

  test('the metrics are those of all workers', async () => {
    const counted = async (): Promise<number> => {
      const text = await (await get('/metrics')).text();
      return [
        ...text.matchAll(/^cvx_http_request_duration_seconds_count\{.*route="\/api\/me".*\} (\d+)$/gm),
      ].reduce((sum, [, n]) => sum + Number(n), 0);
    };
    await Promise.all(Array.from({ length: 20 }, () => get('/api/me')));
    // A worker that is busy for longer than a scrape waits counts with what it told last.
    await expect.poll(counted).toBeGreaterThanOrEqual(20);
    for (let i = 0, last = 20; i < 6; i++) {
      const next = await counted();
      expect(next).toBeGreaterThanOrEqual(last);
      last = next;
    }
  });

  test('a killed worker is replaced, and meanwhile the other answers', async () => {
    const before = await workers();
    expect(before).toHaveLength(2);
    const [victim = 0] = before;
    process.kill(victim, 'SIGKILL');
    const lines = (): unknown[] => served.stderr.map((line) => JSON.parse(line));
    while (!lines().some((line) => replaced.safeParse(line).data?.pid === victim)) await sleep(20);
    for (let i = 0; i < 5; i++) expect((await get('/api/health/live')).status).toBe(200);
    for (;;) {
      const now = await workers();
      if (now.length === 2 && !now.includes(victim)) break;
      await sleep(50);
    }
  });

  test('a server that none of the workers can reach ends all of it with their exit code', async () => {
    const { exitCode, stdout } = await execa(process.execPath, [BIN, 'serve', '--port', '0'], {
      env: { ...cleanEnv(), ...env, DATABASE_URL: 'postgresql://cvx@127.0.0.1:1/cvx' },
      extendEnv: false,
      reject: false,
    });
    expect([exitCode, stdout]).toEqual([3, '']);
  });

  test('Ctrl+C, which reaches all of them, is answered once', async () => {
    const options = { env: { ...cleanEnv(), ...env }, extendEnv: false, detached: true } as const;
    const all = execa(process.execPath, [BIN, 'serve', '--port', '0'], { ...options, reject: false });
    await once(all.stdout, 'data');
    process.kill(-(all.pid ?? Number.NaN), 'SIGINT');
    const { exitCode, stderr } = await all;
    expect([exitCode, stderr.match(/Stopping/g)]).toEqual([130, ['Stopping']]);
  });

  test('SIGTERM ends all of it', async () => {
    const pids = await workers();
    expect(await served.stop('SIGTERM')).toBe(143);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(get('/api/health/live')).rejects.toThrow('fetch failed');
  });
});
