import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createAdmission } from '../../src/serve/access/admission.ts';
import { createTurns } from '../../src/serve/access/turns.ts';
import { listen, type Listener, type ListenTimes } from '../../src/serve/listen.ts';
import { json, openStores, type Built, type BuildOptions, type Opened } from './open-app.ts';

let stores: Opened;
const listeners: Listener[] = [];
beforeAll(async () => {
  stores = await openStores({ CVX_MAX_UPLOAD_MB: '1', CVX_CONCURRENCY: '1' });
});
afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close(0)));
});
afterAll(() => stores.close());

async function serve(
  options: BuildOptions = {},
  times?: Partial<ListenTimes>,
): Promise<Built & { readonly listener: Listener }> {
  const built = stores.build(options);
  const listener = await listen(built.app.fetch, {
    host: '127.0.0.1',
    port: 0,
    maxConnections: 100,
    ...(times === undefined ? {} : { times }),
  });
  listeners.push(listener);
  return { ...built, listener };
}

/** All that comes back for bytes as they are. The sender goes on sending whatever happens, and never hangs up first. */
async function exchange(port: number, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const received = collect(socket);
  for (const piece of pieces) {
    if (socket.destroyed) break;
    socket.write(piece);
    await sleep(5);
  }
  return received;
}

function collect(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

const HOST = 'Host: localhost\r\n';

test('half a head is not waited for (slowloris)', async () => {
  const { listener, logged } = await serve({}, { headersMs: 150, checkMs: 30 });
  const answer = await exchange(listener.port, `GET /api/me HTTP/1.1\r\n${HOST}X-Half: `);
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(logged).toEqual([]);
  expect((await fetch(`${listener.url}/api/health/live`)).status).toBe(200);
});

test('a body that comes by drops is not waited for, and nothing of it stays', async () => {
  const { listener } = await serve({}, { headersMs: 100, requestMs: 300, checkMs: 30 });
  const answer = await exchange(
    listener.port,
    `POST /api/ingest HTTP/1.1\r\n${HOST}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n`,
    '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\ndrop',
  );
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  const left = async (): Promise<string[]> =>
    (await readdir(join(stores.home, 'uploads'), { recursive: true })).filter((name) =>
      name.endsWith('.txt'),
    );
  await expect.poll(left).toEqual([]);
});

test('many half requests leave the others their place', async () => {
  const { listener } = await serve({}, { headersMs: 5000 });
  const sockets = Array.from({ length: 60 }, () => {
    const socket = connect(listener.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /api/me HTTP/1.1\r\n${HOST}`);
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => fetch(`${listener.url}/api/search`, json({ query: 'chef' }))),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  for (const socket of sockets) socket.destroy();
});

test('a chunked body that never says how long it is ends at the limit', async () => {
  const { listener } = await serve();
  const chunk = `10000\r\n${'a'.repeat(0x1_0000)}\r\n`;
  const answer = await exchange(
    listener.port,
    `POST /api/search HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ...Array.from({ length: 40 }, () => chunk),
  );
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(answer).toMatch(/^connection: close/im);
  expect(answer).toContain('CVX_BODY_TOO_LARGE');
});

test('an upload that tells a small length cannot send more; one that tells a huge one is not begun', async () => {
  const { listener } = await serve();
  const head = `POST /api/ingest HTTP/1.1\r\n${HOST}Content-Type: multipart/form-data; boundary=b\r\n`;
  const huge = await exchange(listener.port, `${head}Content-Length: 99999999999\r\n\r\n`);
  expect(huge).toMatch(/^HTTP\/1.1 413 /);
  const both = await exchange(
    listener.port,
    `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  );
  expect(both).toMatch(/^HTTP\/1.1 400 /);
  const two = await exchange(listener.port, `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`);
  expect(two).toMatch(/^HTTP\/1.1 400 /);
});

test.each([
  ['X-Request-Id: a\r\nSet-Cookie: b=c'],
  ['X-Request-Id: a%0d%0aSet-Cookie: b=c'],
  ['X-Request-Id: a\tSet-Cookie: b=c'],
  ['X-Request-Id: \u00e4'],
])('%j brings no header into the answer', async (header) => {
  const { listener } = await serve();
  const answer = await exchange(
    listener.port,
    `GET /api/me HTTP/1.1\r\n${HOST}${header}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  expect(answer.toLowerCase()).not.toContain('set-cookie');
});

test('a file name with line breaks brings no header into the answer', async () => {
  const { listener, logged } = await serve();
  const body =
    '--b\r\nContent-Disposition: form-data; name="files"; filename="a%0d%0aSet-Cookie: x=y\u0000\u001b[31m.txt"\r\n\r\nGil\r\n--b--\r\n';
  const answer = await exchange(
    listener.port,
    `POST /api/ingest HTTP/1.1\r\n${HOST}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  const head = answer.split('\r\n\r\n')[0] ?? '';
  expect(head).toMatch(/^HTTP\/1.1 (202|400) /);
  expect(head.toLowerCase()).not.toContain('set-cookie');
  // oxlint-disable-next-line no-control-regex -- they must not be there
  expect(answer).not.toMatch(/[\u0000\u001b]/);
  expect(JSON.stringify(logged)).not.toContain('Set-Cookie');
});

test.each([
  ['no host', 'GET /api/me HTTP/1.1\r\n\r\n'],
  ['two hosts', 'GET /api/me HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.com\r\n\r\n'],
  ['a host that is none', 'GET /api/me HTTP/1.1\r\nHost: a b\r\n\r\n'],
  [
    'another host in the target',
    'GET http://evil.example.com/api/candidates HTTP/1.1\r\nHost: evil.example.com\r\n\r\n',
  ],
  ['a host with a user', 'GET /api/candidates HTTP/1.1\r\nHost: localhost@evil.example.com\r\n\r\n'],
  ['a head of 20 kB', `GET /api/me HTTP/1.1\r\n${HOST}X-Long: ${'a'.repeat(20_000)}\r\n\r\n`],
])('%s is refused', async (_, head) => {
  const { listener } = await serve({}, { keepAliveMs: 100, checkMs: 30 });
  expect(await exchange(listener.port, head)).toMatch(/^HTTP\/1.1 4(00|21|31) /);
});

test.each([
  '/../../etc/passwd',
  '/page/../../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/page/-/..%2f..%2fpackage.json',
])('GET %s finds nothing', async (path) => {
  const { listener } = await serve();
  const answer = await exchange(listener.port, `GET ${path} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 404 /);
});

test('real requests at once: those over the limits are refused at once, the others answered', async () => {
  const turns = createTurns({ atOnce: 2, maxWaitMs: 10_000 });
  const { listener } = await serve({
    parts: { turns },
    gate: { turns, admission: createAdmission({ perKey: 5, total: 100 }) },
  });
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => (end = resolve));
  const { signal } = new AbortController();
  // Both places are taken, so that all that come stay until then.
  const holding = [turns.take(() => held, signal), turns.take(() => held, signal)];
  const early: Response[] = [];
  const answers = Array.from({ length: 12 }, async () => {
    const answer = await fetch(`${listener.url}/api/search`, json({ query: 'chef' }));
    early.push(answer);
    return answer;
  });
  while (early.length < 7) await sleep(5);
  expect(early.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 429));
  end();
  await Promise.all(holding);
  const all = await Promise.all(answers);
  expect(all.filter(({ status }) => status === 200)).toHaveLength(5);
});

test('who leaves before the answer costs no turn, and is logged as gone', async () => {
  const turns = createTurns({ atOnce: 1, maxWaitMs: 10_000 });
  const { listener, logged } = await serve({ parts: { turns }, gate: { turns } });
  let end = (): void => undefined;
  const { signal } = new AbortController();
  const holding = turns.take(() => new Promise<void>((resolve) => (end = resolve)), signal);
  const leaving = request(`${listener.url}/api/search`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
  });
  leaving.on('error', () => undefined);
  leaving.end('{"query":"chef"}');
  while (turns.load().waiting === 0) await sleep(5);
  leaving.destroy();
  while (turns.load().waiting === 1) await sleep(5);
  end();
  await holding;
  expect(turns.load()).toEqual({ running: 0, waiting: 0 });
  while (logged.length === 0) await sleep(5);
  expect(logged).toMatchObject([{ status: 499 }]);
});

test('closing answers what is under way, refuses what comes, and cuts off what does not end', async () => {
  const turns = createTurns({ atOnce: 1, maxWaitMs: 10_000 });
  const { listener } = await serve({ parts: { turns }, gate: { turns } });
  let end = (): void => undefined;
  const { signal } = new AbortController();
  const holding = turns.take(() => new Promise<void>((resolve) => (end = resolve)), signal);
  const answer = fetch(`${listener.url}/api/search`, json({ query: 'chef' }));
  while (turns.load().waiting === 0) await sleep(5);
  const stuck = connect(listener.port, '127.0.0.1');
  stuck.on('error', () => undefined);
  stuck.write(
    `POST /api/search HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
  );
  await sleep(50);
  const closing = listener.close(1000);
  await expect(fetch(`${listener.url}/api/health/live`)).rejects.toThrow('fetch failed');
  end();
  await holding;
  expect((await answer).status).toBe(200);
  await Promise.all([closing, once(stuck, 'close')]);
});

test('an address that cannot be had is told as such', async () => {
  const { listener } = await serve();
  const again = { host: '127.0.0.1', port: listener.port, maxConnections: 10 };
  await expect(listen(() => new Response(), again)).rejects.toMatchObject({ code: 'CVX_ADDRESS', exit: 2 });
  await expect(listen(() => new Response(), { ...again, host: '192.0.2.1', port: 0 })).rejects.toThrow(
    'this machine has no such address',
  );
});
