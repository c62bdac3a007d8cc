// CVX_TEST_NGINX names another nginx than the one on PATH or in /usr/sbin.
import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allStacks, distinct } from './stacks.ts';

const NGINX = process.env['CVX_TEST_NGINX'] ?? 'nginx';
const path = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const version = await execa(NGINX, ['-v'], { env: { PATH: path }, reject: false });
const able = version.exitCode === 0;
if (!able) console.warn('skipped: rendered nginx.conf (no nginx on PATH or in /usr/sbin)');
const [, major = '0', minor = '0'] = /nginx\/(\d+)\.(\d+)/.exec(version.stderr) ?? [];
/** `server NAME resolve` came to the open source nginx with 1.27.3; the image of the stack has 1.30 (facts). */
const resolves = Number(major) * 100 + Number(minor) >= 128;
if (able && !resolves)
  console.warn(
    `nginx ${major}.${minor} has no "server NAME resolve": rendered files are tried without that word`,
  );

const stacks = allStacks();
const files = distinct(stacks, 'nginx.conf');

/** Names that only the networks of the stack know become this machine; everything else stays. */
function here(text: string, folder: string, { listen = 8080, backend = 1 } = {}): string {
  return text
    .replaceAll(
      /^( *server) (?:backend|host-\d+):(\d+)(.*)$/gm,
      (_, word: string, port: string, rest: string) =>
        `${word} 127.0.0.1:${port === '8080' && backend !== 1 ? backend : port}${rest}`,
    )
    .replaceAll(/ resolve;/g, resolves ? ' resolve;' : ';')
    .replaceAll('/tmp/', `${folder}/`)
    .replace('access_log /dev/stdout', `access_log ${folder}/access.log`)
    .replace('listen 8080', `listen 127.0.0.1:${listen}`);
}

describe.skipIf(!able)('nginx', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cvx-nginx-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('nginx -t accepts every file without a warning', async () => {
    expect(files.length).toBeGreaterThan(5);
    for (const { stack, text } of files) {
      const file = join(folder, 'nginx.conf');
      await writeFile(file, here(text, folder));
      const run = await execa(NGINX, ['-e', 'stderr', '-t', '-q', '-p', folder, '-c', file], {
        env: { PATH: path },
        reject: false,
      });
      expect(run.stderr, stack.name).toBe('');
      expect(run.exitCode).toBe(0);
    }
  });

  test('what the plan says is in the file', () => {
    for (const { stack, text } of files) {
      const of = (id: string): string => String(stack.plan.settings.get(`nginx/${id}`)?.written);
      expect(text).toContain(`zone=per_address:10m rate=${of('limit_req_rate')};`);
      expect(text.match(new RegExp(`burst=${of('limit_req_burst')} nodelay;`, 'g'))).toHaveLength(2);
      expect(text).toContain(`client_max_body_size ${of('client_max_body_size')};`);
      expect(text).toContain(`keepalive ${of('upstream.keepalive')};`);
      expect(text.indexOf('least_conn')).toBeLessThan(text.indexOf(`keepalive ${of('upstream.keepalive')};`));
      const backends = stack.plan.services.find(({ name }) => name === 'backend')?.count.value ?? 0;
      const servers = text.match(/^ +server [\w-]+:\d+ .*max_fails/gm)?.length ?? 0;
      expect(servers).toBe(stack.hosts.length === 1 ? 1 : backends);
      if (stack.plan.tier.backends > 1) expect(text).toMatch(/server [\w-]+:\d+ weight=1 /);
    }
  });

  describe('in front of a backend', () => {
    let backend: Server;
    let asked: string[];
    let base: string;
    let stop: () => Promise<unknown>;
    beforeAll(async () => {
      asked = [];
      backend = createServer((request, response) => {
        asked.push(
          `${request.method} ${request.url} ${String(request.headers['x-forwarded-for'])} ${request.headers.host}`,
        );
        request.resume().on('end', () => response.end('from the backend'));
      });
      const port = await listening(backend);
      const probe = createServer();
      const listen = await listening(probe);
      await new Promise((resolve) => probe.close(resolve));
      const [first] = files;
      const file = join(folder, 'live.conf');
      await writeFile(file, `daemon off;\n${here(first?.text ?? '', folder, { listen, backend: port })}`);
      const child = execa(NGINX, ['-e', 'stderr', '-p', folder, '-c', file], {
        env: { PATH: path },
        reject: false,
      });
      base = `http://127.0.0.1:${listen}`;
      stop = async () => {
        child.kill('SIGTERM');
        return child;
      };
      for (let tries = 0; tries < 600; tries++) {
        if (
          await fetch(`${base}/healthz`).then(
            ({ ok }) => ok,
            () => false,
          )
        )
          return;
        await sleep(50);
      }
      throw new Error('nginx did not start');
    });
    afterAll(async () => {
      await stop();
      backend.closeAllConnections();
      await new Promise((resolve) => backend.close(resolve));
    });

    test('passes requests on, with who asked', async () => {
      const answer = await fetch(`${base}/api/search?q=secret`, { method: 'POST', body: '{}' });
      expect(await answer.text()).toBe('from the backend');
      expect(asked.at(-1)).toBe(`POST /api/search?q=secret 127.0.0.1 ${base.slice('http://'.length)}`);
    });

    test('keeps metrics to itself', async () => {
      const before = asked.length;
      for (const url of [
        '/metrics',
        '/api/metrics',
        '/metrics/',
        '/api/metrics?x=1',
        '//metrics',
        '/api/../metrics',
        '/%6detrics',
      ])
        expect((await fetch(`${base}${url}`)).status, url).toBe(404);
      expect(asked).toHaveLength(before);
    });

    test('refuses what is larger than the backend takes, before it is sent', async () => {
      const answer = await fetch(`${base}/api/ingest`, {
        method: 'POST',
        body: new Uint8Array(101 * 1024 * 1024),
      }).catch(() => undefined);
      expect(answer?.status ?? 413).toBe(413);
      expect(asked.filter((line) => line.startsWith('POST /api/ingest'))).toEqual([]);
    });

    test('one address that asks without end is told so', async () => {
      const codes = await Promise.all(
        Array.from({ length: 120 }, async () => (await fetch(`${base}/api/health`)).status),
      );
      expect(codes).toContain(429);
      expect(codes).toContain(200);
    });
  });
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
