import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openStores, type Opened } from './open-app.ts';

let stores: Opened;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const media = z.record(z.string(), z.looseObject({ schema: z.unknown() }));
const operation = z.looseObject({
  summary: z.string().min(5),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string().min(3), content: media.optional() }),
  ),
});
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string().startsWith('/'),
    z.record(z.enum(['get', 'post', 'delete']), operation).or(z.looseObject({})),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

async function openApi(): Promise<z.infer<typeof documentSchema>> {
  const { app } = stores.build();
  return documentSchema.parse(await (await app.request('/api/openapi.json')).json());
}

test('it is the document of every API route, and of no other', async () => {
  const { paths } = await openApi();
  const { app } = stores.build();
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && (path.startsWith('/api/') || path === '/metrics'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    .filter((route) => route !== 'GET /api/openapi.json');
  expect(described.sort()).toEqual([...new Set(routes)].sort());
});

test('each reference in it leads somewhere, and every problem is problem+json', async () => {
  const document = await openApi();
  const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name);
  for (const methods of Object.values(document.paths))
    for (const { responses } of z.array(operation).parse(Object.values(methods)))
      for (const [status, { content }] of Object.entries(responses))
        if (Number(status) >= 400 && content?.['application/json'] === undefined)
          expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
});

test('it is asked for again by its ETag', async () => {
  const { app } = stores.build();
  const etag = (await app.request('/api/openapi.json')).headers.get('etag') ?? '';
  const again = await app.request('/api/openapi.json', { headers: { 'If-None-Match': etag } });
  expect(again.status).toBe(304);
});
