import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemSchema } from '../../../src/serve/problem.ts';
import { searchAnswerSchema } from '../../../src/serve/routes/search.ts';
import { json, openStores, type Opened } from '../open-app.ts';

let stores: Opened;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

test('finds people as cvx search --json does, in the documented shape', async () => {
  const { app } = stores.build();
  const response = await app.request('/api/search', json({ query: 'TypeScript Kubernetes' }));
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const answer = searchAnswerSchema.parse(await response.json());
  expect(answer.query).toEqual({ text: 'TypeScript Kubernetes', understood: [], mode: 'hybrid' });
  expect(answer.hits[0]?.name).toBe('Anna Berg');
  expect(answer.hits[0]?.why.join()).toContain('TypeScript');
  expect(answer.total).toBe(3);
});

test('limit, offset and mode are those of the request', async () => {
  const { app } = stores.build();
  const ask = async (body: object): Promise<(string | null)[]> =>
    searchAnswerSchema
      .parse(
        await (await app.request('/api/search', json({ query: 'accountant chef engineer', ...body }))).json(),
      )
      .hits.map(({ name }) => name);
  const all = await ask({});
  expect(all).toHaveLength(3);
  expect(await ask({ limit: 1, offset: 1 })).toEqual([all[1]]);
  expect(await ask({ mode: 'lexical', query: 'ledgers' })).toEqual(['Chiara Rossi']);
});

test.each([
  [{}, 'query'],
  [{ query: 7 }, 'query'],
  [{ query: 'x', limit: 0 }, 'limit'],
  [{ query: 'x', limit: 101 }, 'limit'],
  [{ query: 'x', limit: 1.5 }, 'limit'],
  [{ query: 'x', offset: -1 }, 'offset'],
  [{ query: 'x', mode: 'best' }, 'mode'],
  [{ query: 'x', blind: true }, 'blind'],
  [{ query: 'x', filters: { location: 'Berlin' } }, 'filters'],
  [{ query: 'x', lmit: 3 }, ''],
  [[], ''],
  ['null', ''],
])('%j is refused by naming %j', async (body, path) => {
  const { app } = stores.build();
  const response = await app.request('/api/search', json(body));
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemSchema.parse(await response.json());
  expect(problem.code).toBe('CVX_REQUEST_INVALID');
  expect(problem.errors?.map((error) => error.path)).toContain(path);
  expect(problem.requestId).toBe(response.headers.get('x-request-id'));
});

test.each([
  ['a body that is no JSON', json('{"query":'), 400, 'CVX_JSON_INVALID'],
  [
    'no content type',
    { method: 'POST', body: new TextEncoder().encode('{"query":"x"}') },
    415,
    'CVX_CONTENT_TYPE',
  ],
  [
    'a form',
    json('query=x', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    415,
    'CVX_CONTENT_TYPE',
  ],
  [
    'text that says it is JSON in passing',
    json('{}', { 'Content-Type': 'text/plain; application/json' }),
    415,
    'CVX_CONTENT_TYPE',
  ],
  ['a query without a word', json({ query: ' ?! ' }), 400, 'CVX_QUERY_EMPTY'],
  ['too long a query', json({ query: 'a'.repeat(20_001) }), 400, 'CVX_QUERY_TOO_LONG'],
  [
    'too large a body',
    json({ query: 'a'.repeat(140_000) }, { 'Content-Length': '140012' }),
    413,
    'CVX_BODY_TOO_LARGE',
  ],
  ['too large a body of untold length', json({ query: 'a'.repeat(140_000) }), 413, 'CVX_BODY_TOO_LARGE'],
] as const)('%s', async (_, init, status, code) => {
  const { app } = stores.build();
  const response = await app.request('/api/search', init);
  expect(problemSchema.parse(await response.json())).toMatchObject({ status, code });
  expect(response.status).toBe(status);
});

test('the longest query is taken however it is escaped', async () => {
  const { app } = stores.build();
  const body = `{"query":"${'\\u00e4'.repeat(20_000)}"}`;
  expect((await app.request('/api/search', json(body))).status).toBe(200);
});

test('a search that fails tells nothing of the inside; the log has where, and not the query', async () => {
  const broken = {
    ...stores.context,
    store: Object.assign(Object.create(stores.context.store) as typeof stores.context.store, {
      freshness: () => Promise.reject(new Error('relation cvx.people at db.internal: Anna Berg')),
    }),
  };
  const { app, logged } = stores.build({ parts: { context: broken } });
  const response = await app.request('/api/search', json({ query: 'zebra' }));
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(problemSchema.parse(JSON.parse(text)).code).toBe('CVX_INTERNAL');
  expect(text).not.toContain('db.internal');
  const lines = JSON.stringify(logged);
  expect(lines).toContain('"failed"');
  expect(lines).toContain('search.test.ts');
  for (const secret of ['zebra', 'Anna', 'db.internal']) expect(lines).not.toContain(secret);
});
