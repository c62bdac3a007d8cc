import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, openStores, type Opened } from './open-app.ts';

let stores: Opened;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** Near the schema as often as far from it: a value of each kind in place of a right one. */
const searchBody = fc.record(
  {
    query: fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.jsonValue()),
    limit: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.jsonValue()),
    offset: fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.jsonValue()),
    mode: fc.oneof(fc.constantFrom('hybrid', 'dense', 'lexical'), fc.jsonValue()),
    filters: fc.oneof(fc.constant({}), fc.jsonValue()),
    blind: fc.oneof(fc.constant(false), fc.jsonValue()),
  },
  { requiredKeys: [] },
);

test('no search body makes the server fail', async () => {
  const { app } = stores.build();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(searchBody, fc.jsonValue()), async (body) => {
      const { status } = await app.request('/api/search', json(JSON.stringify(body)));
      if (status === 200) answered += 1;
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
  expect(answered).toBeGreaterThan(0);
});

test('no path, query string or upload makes the server fail', async () => {
  const { app } = stores.build();
  const text = fc
    .string({ unit: 'binary', maxLength: 60 })
    .map((raw) => encodeURIComponent(raw.toWellFormed()));
  await fc.assert(
    fc.asyncProperty(
      text,
      text,
      fc.constantFrom('GET', 'DELETE'),
      fc.uint8Array({ maxLength: 300 }),
      async (a, b, method, bytes) => {
        const statuses = [
          await app.request(`/api/candidates/${a}`, { method }),
          await app.request(`/api/candidates?limit=${a}&offset=${b}&${b}=${a}`),
          await app.request(`/api/ingest/${a}`),
          await app.request(`/${a}/${b}`, { method }),
          await app.request('/api/ingest', {
            method: 'POST',
            headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
            body: Buffer.concat([Buffer.from('--b\r\nContent-Disposition: form-data; '), bytes]),
          }),
        ].map(({ status }) => status);
        for (const status of statuses) expect(status).toBeLessThan(500);
      },
    ),
    { numRuns: 150 },
  );
});
