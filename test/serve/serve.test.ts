import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCvx } from '../cli/run-cvx.ts';
import { healthSchema } from '../../src/serve/routes/health.ts';
import { searchAnswerSchema } from '../../src/serve/routes/search.ts';
import { freePort } from '../lib/free-port.ts';
import { CVS, json } from './open-app.ts';
import { runServe } from './run-serve.ts';

let folder: string;
let env: { CVX_HOME: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvx-serve-cli-'));
  env = { CVX_HOME: join(folder, 'home') };
  await mkdir(join(folder, 'cvs'));
  for (const [name, text] of Object.entries(CVS)) await writeFile(join(folder, 'cvs', name), text);
  expect((await runCvx(['ingest', join(folder, 'cvs')], { env })).code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A request on a connection of its own. */
function post(agent: Agent, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(`${url}/api/search`, {
      agent,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    asking.on('error', reject);
    asking.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    asking.end(JSON.stringify({ query: `chef ${Math.random()}` }));
  });
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends it with %i, after the searches that are under way', async (signal, code) => {
  const served = await runServe([], env);
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const some = (): Promise<number | undefined>[] => Array.from({ length: 4 }, () => post(agent, served.url));
  // The connections are there, and searches no longer take so long that one of so few is refused for the wait.
  const all = [200, 200, 200, 200];
  await expect.poll(() => Promise.all(some()), { timeout: 30_000 }).toEqual(all);
  const answers = some();
  await Promise.any(answers);
  const ended = served.stop(signal);
  expect(await Promise.all(answers)).toEqual(all);
  expect(await ended).toBe(code);
  agent.destroy();
  // The store was closed, so the next command has it at once.
  expect((await runCvx(['stats', '--json'], { env })).code).toBe(0);
});

test('an upload that is being sent does not keep it, and nothing of it stays', async () => {
  const served = await runServe([], env);
  const upload = request(`${served.url}/api/ingest`, {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': '5000' },
  });
  upload.on('error', () => undefined);
  upload.write('--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf');
  await fetch(`${served.url}/api/health/live`);
  expect(await served.stop('SIGTERM')).toBe(143);
  const left = await readdir(join(env.CVX_HOME, 'uploads'));
  expect(left).toEqual([]);
});

test('what a killed server left of uploads is swept by the next', async () => {
  const uploads = join(env.CVX_HOME, 'uploads');
  const dead = await runServe([], env);
  expect(await readdir(uploads)).toHaveLength(1);
  expect((await stat(uploads)).mode & 0o777).toBe(0o700);
  await dead.kill();
  const [left = ''] = await readdir(uploads);
  await writeFile(join(uploads, left, 'secret.txt'), 'Anna Berg');
  await mkdir(join(uploads, `${hostname()}-of-another-container-7-abc`));
  const served = await runServe([], env);
  const now = await readdir(uploads);
  expect(now).not.toContain(left);
  expect(now).toHaveLength(2);
  expect(await served.stop('SIGTERM')).toBe(143);
});

test('each request is a JSON line on stderr without what was searched', async () => {
  const served = await runServe([], env);
  const answer = await fetch(`${served.url}/api/search`, json({ query: 'Chiara ledgers zebra' }));
  expect(searchAnswerSchema.parse(await answer.json()).hits[0]?.name).toBe('Chiara Rossi');
  await fetch(`${served.url}/api/candidates?limit=1&zebra=1`);
  await fetch(`${served.url}/zebra`);
  while (served.stderr.length < 3) await sleep(20);
  const lines = served.stderr.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ method, route, status, key, code }) => [method, route, status, key, code])).toEqual([
    ['POST', '/api/search', 200, 'local', undefined],
    ['GET', '/api/candidates', 400, 'local', 'CVX_REQUEST_INVALID'],
    ['GET', 'unmatched', 404, undefined, undefined],
  ]);
  for (const secret of ['zebra', 'Chiara', 'ledgers', folder])
    expect(served.stderr.join()).not.toContain(secret);
  // Whoever reads the log reads JSON to its end.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const stopped = signal === 'SIGTERM' ? served : await runServe([], env);
    await stopped.stop(signal);
    for (const line of stopped.stderr) expect(() => JSON.parse(line) as unknown).not.toThrow();
  }
});

test('on any other address it starts with keys only, and says how to make one', async () => {
  const home = join(folder, 'public');
  const refused = await runCvx(['serve', '--host', '0.0.0.0', '--port', '0'], { env: { CVX_HOME: home } });
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain('cvx serve --new-key NAME --role read');
  const made = await runCvx(['serve', '--new-key', 'page', '--role', 'read'], { env: { CVX_HOME: home } });
  const key = made.stdout.trim();
  expect([made.code, key]).toEqual([0, expect.stringMatching(/^cvx_[\w-]{43}$/)]);
  const served = await runServe(['--host', '0.0.0.0', '--metrics-port', '0'], { CVX_HOME: home });
  const url = served.url.replace('0.0.0.0', '127.0.0.1');
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${url}/api/candidates`, { headers })).status;
  expect(await status({})).toBe(401);
  expect(await status({ Authorization: `Bearer ${key}` })).toBe(200);
  expect((await fetch(`${url}/metrics`)).status).toBe(401);
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
  expect(served.stderr.join()).not.toContain(key);
  expect(await served.stop('SIGTERM')).toBe(143);
});

test('--metrics-port serves metrics without a key, and nothing else', async () => {
  const home = join(folder, 'metrics');
  const { stdout } = await runCvx(['serve', '--new-key', 'page'], { env: { CVX_HOME: home } });
  const port = await freePort();
  const served = await runServe(['--metrics-port', String(port)], { CVX_HOME: home });
  const headers = { Authorization: `Bearer ${stdout.trim()}` };
  expect((await fetch(`${served.url}/api/me`, { headers })).status).toBe(200);
  for (const path of ['/metrics', '/api/metrics']) {
    expect((await fetch(`${served.url}${path}`)).status).toBe(401);
    const scraped = await fetch(`http://127.0.0.1:${port}${path}`);
    expect([scraped.status, scraped.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(await scraped.text()).toMatch(
      /^cvx_http_request_duration_seconds_count\{.*route="\/api\/me".*\} 1$/m,
    );
  }
  for (const path of ['/', '/api/candidates', '/api/me', '/api/health', '/api/openapi.json'])
    expect((await fetch(`http://127.0.0.1:${port}${path}`, { headers })).status).toBe(404);
  expect(await served.stop('SIGTERM')).toBe(143);
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow('fetch failed');
});

test('beside another server of the same store it says that it is down once that one has ended', async () => {
  const [first, second] = [await runServe([], env), await runServe([], env)];
  const health = async (): Promise<[number, string]> => {
    const answer = await fetch(`${second.url}/api/health`);
    return [answer.status, healthSchema.parse(await answer.json()).status];
  };
  expect(await health()).toEqual([200, 'ok']);
  expect(await first.stop('SIGTERM')).toBe(143);
  await expect.poll(health, { timeout: 10_000 }).toEqual([503, 'down']);
  const refused = await fetch(`${second.url}/api/search`, json({ query: 'chef' }));
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  // Why, for whoever reads the log.
  await expect
    .poll(() => second.stderr.findLast((line) => line.includes('/api/search')))
    .toContain('"code":"CVX_STORE_UNAVAILABLE"');
  const third = await runServe([], env);
  await expect.poll(health, { timeout: 10_000 }).toEqual([200, 'ok']);
  expect((await fetch(`${second.url}/api/search`, json({ query: 'chef' }))).status).toBe(200);
  expect(await second.stop('SIGTERM')).toBe(143);
  expect(await third.stop('SIGTERM')).toBe(143);
});

test('several workers need servers', async () => {
  const { code, stderr } = await runCvx(['serve', '--port', '0'], { env: { ...env, WEB_CONCURRENCY: '2' } });
  expect(code).toBe(2);
  expect(stderr).toContain('WEB_CONCURRENCY above 1 needs DATABASE_URL and REDIS_URL.');
});

test('a port that is taken is told as such', async () => {
  const served = await runServe([], env);
  const { port } = new URL(served.url);
  const second = await runCvx(['serve', '--port', port], { env: { CVX_HOME: join(folder, 'second') } });
  expect(second.code).toBe(2);
  expect(second.stderr).toContain(`Cannot listen on 127.0.0.1:${port}: something else listens there.`);
  await served.stop('SIGTERM');
});
