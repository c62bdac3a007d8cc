import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemSchema } from '../../../src/serve/problem.ts';
import { candidateSchema, peopleSchema } from '../../../src/serve/routes/candidate-schema.ts';
import { searchAnswerSchema } from '../../../src/serve/routes/search.ts';
import { json, openStores, type Opened } from '../open-app.ts';

let stores: Opened;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

async function idOf(name: string): Promise<string> {
  const { app } = stores.build();
  const { people } = peopleSchema.parse(await (await app.request('/api/candidates')).json());
  return people.find((person) => person.name === name)?.id ?? '';
}

test('lists everybody by name, a page at a time', async () => {
  const { app } = stores.build();
  const first = await app.request('/api/candidates?limit=2');
  const page = peopleSchema.parse(await first.json());
  expect(page).toMatchObject({ total: 3, limit: 2, offset: 0 });
  expect(page.people.map(({ name }) => name)).toEqual(['Anna Berg', 'Bruno Keller']);
  expect(first.headers.get('link')).toBe('<?limit=2&offset=2>; rel="next"');
  const last = await app.request('/api/candidates?limit=2&offset=2');
  expect(peopleSchema.parse(await last.json()).people.map(({ name }) => name)).toEqual(['Chiara Rossi']);
  expect(last.headers.get('link')).toBe('<?limit=2&offset=0>; rel="prev"');
  expect((await app.request('/api/candidates')).headers.get('link')).toBeNull();
});

test.each(['limit=0', 'limit=x', 'limit=101', 'offset=-1', 'offset=99999999999', 'sort=name'])(
  '?%s is refused',
  async (query) => {
    const { app } = stores.build();
    const response = await app.request(`/api/candidates?${query}`);
    expect(problemSchema.parse(await response.json())).toMatchObject({
      status: 400,
      code: 'CVX_REQUEST_INVALID',
    });
  },
);

test('shows one person by the beginning of the id, with evidence', async () => {
  const { app } = stores.build();
  const id = await idOf('Anna Berg');
  const response = await app.request(`/api/candidates/${id.slice(0, 8)}`);
  const { candidate } = candidateSchema.parse(await response.json());
  expect(candidate).toMatchObject({ id, name: 'Anna Berg', emails: ['anna.berg@example.com'] });
  expect(candidate.evidence.name).toMatchObject({ start: 0, end: 'Anna Berg'.length });
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
});

test('an ETag spares what has not changed', async () => {
  const { app } = stores.build();
  const path = `/api/candidates/${await idOf('Anna Berg')}`;
  const etag = (await app.request(path)).headers.get('etag') ?? '';
  const again = await app.request(path, { headers: { 'If-None-Match': etag } });
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  expect((await app.request(path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
});

test.each([
  ['ffffffff', 404, 'CVX_ID_UNKNOWN'],
  ['abc', 400, 'CVX_ID_INVALID'],
  ['..%2f..%2fetc%2fpasswd', 400, 'CVX_ID_INVALID'],
  ["1234'%20OR%201=1", 400, 'CVX_ID_INVALID'],
  ['%00%00%00%00', 400, 'CVX_ID_INVALID'],
])('%s: %i', async (id, status, code) => {
  const { app } = stores.build();
  for (const method of ['GET', 'DELETE']) {
    const response = await app.request(`/api/candidates/${id}`, { method });
    expect(response.status).toBe(status);
    expect(problemSchema.parse(await response.json())).toMatchObject({ status, code });
  }
});

test('whoever is deleted is found no more, also not in answers that were kept', async () => {
  const { app } = stores.build();
  const find = async (): Promise<(string | null)[]> =>
    searchAnswerSchema
      .parse(
        await (await app.request('/api/search', json({ query: 'menus kitchen', mode: 'lexical' }))).json(),
      )
      .hits.map(({ name }) => name);
  expect(await find()).toEqual(['Bruno Keller']);
  const id = await idOf('Bruno Keller');
  const response = await app.request(`/api/candidates/${id}`, { method: 'DELETE' });
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(await find()).toEqual([]);
  expect((await app.request(`/api/candidates/${id}`)).status).toBe(404);
  expect((await app.request(`/api/candidates/${id}`, { method: 'DELETE' })).status).toBe(404);
});
