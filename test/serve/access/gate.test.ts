import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdmission } from '../../../src/serve/access/admission.ts';
import { ROLES, type Role } from '../../../src/serve/access/caller.ts';
import { hashKey, type StoredKey } from '../../../src/serve/access/key-file.ts';
import { createRateLimit } from '../../../src/serve/access/rate-limit.ts';
import { createTurns } from '../../../src/serve/access/turns.ts';
import { problemSchema } from '../../../src/serve/problem.ts';
import { meSchema } from '../../../src/serve/routes/me.ts';
import { json, openStores, type Opened } from '../open-app.ts';

let stores: Opened;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const keyOf = (role: Role): string => `cvx_${role}-${'k'.repeat(40)}`;
const KEYS: readonly StoredKey[] = ROLES.map((role) => ({
  name: `the-${role}`,
  role,
  hash: hashKey(keyOf(role)),
}));
const as = (role: Role): Record<string, string> => ({ Authorization: `Bearer ${keyOf(role)}` });

/** Each route with what it answers to whoever may ask; nothing here changes what is stored. */
const ROUTES = [
  ['GET', '/', 'open', 200],
  ['GET', '/api/health/live', 'open', 200],
  ['GET', '/api/health', 'open', 200],
  ['GET', '/api/openapi.json', 'open', 200],
  ['GET', '/api/nothing', 'open', 404],
  ['PUT', '/api/search', 'open', 405],
  ['DELETE', '/api/ingest/x', 'open', 405],
  ['GET', '/api/me', 'read', 200],
  ['GET', '/api/metrics', 'read', 200],
  ['GET', '/metrics', 'read', 200],
  ['HEAD', '/api/me', 'read', 200],
  ['POST', '/api/search', 'read', 415],
  ['GET', '/api/candidates', 'read', 200],
  ['GET', '/api/candidates/ffffffff', 'read', 404],
  ['POST', '/api/ingest', 'ingest', 415],
  ['GET', '/api/ingest/x', 'ingest', 404],
  ['DELETE', '/api/candidates/ffffffff', 'admin', 404],
] as const;

describe.each(ROUTES)('%s %s', (method, path, needs, answer) => {
  test.each(['nobody', 'a stranger', ...ROLES] as const)('asked by %s', async (who) => {
    const { app } = stores.build({ keys: KEYS });
    const headers: Record<string, string> =
      who === 'nobody' ? {} : who === 'a stranger' ? { 'X-API-Key': 'cvx_wrong' } : as(who);
    const { status } = await app.request(path, { method, headers });
    if (needs === 'open') expect(status).toBe(answer);
    else if (who === 'nobody' || who === 'a stranger') expect(status).toBe(401);
    else expect(status).toBe(ROLES.indexOf(who) >= ROLES.indexOf(needs) ? answer : 403);
  });
});

test('every API route has its line in the policy: one without is for admins only', async () => {
  const { app } = stores.build({ keys: KEYS });
  const known = new Set(
    ROUTES.map(([method, path]) => `${method} ${path.replace(/\/(ffffffff|x)$/, '/:id')}`),
  );
  const routes = app.routes
    .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  expect(routes.length).toBeGreaterThan(8);
  for (const route of new Set(routes)) expect(known).toContain(route);
});

test('a key says whose it is; both headers are taken', async () => {
  const { app } = stores.build({ keys: KEYS });
  for (const headers of [
    as('ingest'),
    { 'X-API-Key': keyOf('ingest') },
    { Authorization: `bearer  ${keyOf('ingest')}` },
  ]) {
    const response = await app.request('/api/me', { headers });
    expect(meSchema.parse(await response.json())).toMatchObject({ key: 'the-ingest', role: 'ingest' });
  }
});

test.each([
  ['', 'needs an API key'],
  ['Basic dTpw', 'needs an API key'],
  ['Bearer', 'needs an API key'],
  [`Bearer ${keyOf('admin')}x`, 'not known'],
  [`Bearer ${keyOf('admin').slice(0, -1)}`, 'not known'],
  [`Bearer ${hashKey(keyOf('admin')).toString('hex')}`, 'not known'],
  [`Bearer ${'a'.repeat(5000)}`, 'needs an API key'],
])('Authorization: %.60s is refused', async (value, detail) => {
  const { app, logged } = stores.build({ keys: KEYS });
  const response = await app.request('/api/me', { headers: { Authorization: value } });
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="cvx"']);
  expect(problemSchema.parse(await response.json()).detail).toContain(detail);
  expect(JSON.stringify(logged)).not.toContain('cvx_');
});

test('the log names the key that was used, never the key', async () => {
  const { app, logged } = stores.build({ keys: KEYS });
  await app.request('/api/me', { headers: as('read') });
  expect(logged).toMatchObject([{ route: '/api/me', method: 'GET', status: 200, key: 'the-read' }]);
  expect(JSON.stringify(logged)).not.toContain(keyOf('read'));
});

describe('without keys', () => {
  test.each(['localhost', 'localhost:8080', '127.0.0.1:8080', '127.9.9.9', '[::1]:8080', 'cvx.example.com'])(
    'Host: %s is answered',
    async (host) => {
      const { app } = stores.build({ hosts: ['cvx.example.com'] });
      expect((await app.request('/api/me', { headers: { Host: host } })).status).toBe(200);
    },
  );

  test.each([
    'evil.example.com',
    'evil.example.com:8080',
    '127.0.0.1.evil.example.com',
    '10.0.0.1',
    'localhost.evil.example.com',
  ])('Host: %s is refused (a name that somebody pointed here)', async (host) => {
    const { app } = stores.build();
    for (const path of ['/api/candidates', '/', '/api/health']) {
      const response = await app.request(path, { headers: { Host: host } });
      expect(problemSchema.parse(await response.json())).toMatchObject({
        status: 421,
        code: 'CVX_HOST_REFUSED',
      });
    }
  });

  test.each([
    [{ Origin: 'https://evil.example.com' }, 403],
    [{ Origin: 'null' }, 403],
    [{ Origin: 'http://localhost:3000' }, 403],
    [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ Origin: 'http://localhost', 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-origin' }, 200],
    [{ Origin: 'http://LOCALHOST' }, 200],
    [{ Origin: 'http://localhost', Host: 'localhost:80' }, 200],
    [{ Origin: 'https://localhost', Host: 'localhost:80' }, 403],
    [{ Origin: 'http://localhost', Host: 'localhost:8080' }, 403],
    [{ Origin: 'tauri://localhost' }, 403],
    [{ Origin: 'null', 'Sec-Fetch-Site': 'none' }, 200],
    [{ Origin: 'http://localhost', 'Sec-Fetch-Site': '' }, 403],
    // Behind a proxy that asks under a name of its own.
    [{ Origin: 'https://cvs.example.com', 'Sec-Fetch-Site': 'same-origin' }, 200],
    [{}, 200],
  ])('a search sent with %j: %i', async (headers, status) => {
    const { app } = stores.build();
    const response = await app.request(
      '/api/search',
      json({ query: 'chef' }, { Host: 'localhost', ...headers }),
    );
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('where the browser says nothing of it, the refusal says what a proxy has to pass on', async () => {
    const { app } = stores.build();
    const told = async (headers: Record<string, string>): Promise<string> => {
      const sent = json({ query: 'chef' }, { Host: '127.0.0.1:8080', ...headers });
      return problemSchema.parse(await (await app.request('/api/search', sent)).json()).detail;
    };
    expect(await told({ Origin: 'http://cvs.example.com' })).toContain('proxy_set_header Host $http_host');
    expect(await told({ 'Sec-Fetch-Site': 'cross-site' })).toBe('Pages of other sites may not send this.');
  });

  test('no page of another site may ask whether it may', async () => {
    const { app } = stores.build();
    const response = await app.request('/api/search', {
      method: 'OPTIONS',
      headers: { Origin: 'https://evil.example.com', 'Access-Control-Request-Method': 'POST' },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('every answer has its safety headers, also a refusal', async () => {
  const { app } = stores.build({ keys: KEYS });
  for (const path of ['/api/me', '/api/candidates', '/nowhere']) {
    const { headers } = await app.request(path, path.endsWith('me') ? { headers: as('read') } : {});
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test.each([
  ['a-B.c_9', true],
  ['', false],
  ['a'.repeat(65), false],
  ['{"level":60}', false],
  ['../../x', false],
  ['-starts-with-a-dash', false],
])('X-Request-Id %j is taken over: %s', async (given, taken) => {
  const { app, logged } = stores.build();
  const { headers } = await app.request('/api/me', { headers: { 'X-Request-Id': given } });
  const id = headers.get('x-request-id');
  if (taken) expect(id).toBe(given);
  else expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(logged).toMatchObject([{ requestId: id }]);
});

test('a key over its rate is told when to come back, others are not', async () => {
  const { app } = stores.build({ keys: KEYS, gate: { rateLimit: createRateLimit(2, false) } });
  const ask = async (role: Role): Promise<Response> => app.request('/api/me', { headers: as(role) });
  expect([(await ask('read')).status, (await ask('read')).status]).toEqual([200, 200]);
  const refused = await ask('read');
  expect(problemSchema.parse(await refused.json())).toMatchObject({ status: 429, code: 'CVX_RATE_LIMITED' });
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await ask('admin')).status).toBe(200);
});

test('a key with too much under way is refused before its body is read; then there is room again', async () => {
  const admission = createAdmission({ perKey: 1, total: 2 });
  const { app } = stores.build({ keys: KEYS, gate: { admission } });
  const leave = admission.enter('the-read');
  let read = false;
  const body = new ReadableStream(
    {
      pull(controller) {
        read = true;
        controller.error(new Error('was read'));
      },
    },
    { highWaterMark: 0 },
  );
  const search = {
    method: 'POST',
    headers: { ...as('read'), 'Content-Type': 'application/json' },
    body,
    duplex: 'half',
  };
  const refused = await app.request('/api/search', search as RequestInit);
  expect([refused.status, refused.headers.get('retry-after'), read]).toEqual([429, '1', false]);
  expect((await app.request('/api/me', { headers: as('admin') })).status).toBe(200);
  const leaveToo = admission.enter('somebody');
  const full = await app.request('/api/me', { headers: as('admin') });
  expect([full.status, full.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await app.request('/api/health/live')).status).toBe(200);
  leave();
  leave();
  leaveToo();
  expect((await app.request('/api/me', { headers: as('read') })).status).toBe(200);
  expect((await app.request('/api/me', { headers: as('read') })).status).toBe(200);
});

test('where the wait would be too long nobody is let in', async () => {
  const turns = createTurns({ atOnce: 1, maxWaitMs: 1000, clock: slowClock() });
  const { signal } = new AbortController();
  await turns.take(() => Promise.resolve(), signal);
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => (end = resolve));
  const long = turns.take(() => held, signal);
  const { app } = stores.build({ parts: { turns }, gate: { turns } });
  const refused = await app.request('/api/search', json({ query: 'chef' }));
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  end();
  await long;
  expect((await app.request('/api/search', json({ query: 'chef' }))).status).toBe(200);
});

/** Each look at it is two seconds after the last. */
function slowClock(): () => number {
  let now = 0;
  return () => (now += 2000);
}
