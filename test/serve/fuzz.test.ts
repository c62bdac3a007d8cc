import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, openStores, type Opened } from './open-app.ts';
import { fc } from '../lib/fast-check.ts';

let stores: Opened;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** Right five times in six, else a value of any kind: most bodies have one fault or none. */
const mostly = <T>(right: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: right, weight: 5 }, { arbitrary: fc.jsonValue(), weight: 1 });

const searchBody = fc.record(
  {
    query: mostly(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })),
    limit: mostly(fc.integer({ min: 1, max: 100 })),
    offset: mostly(fc.integer({ min: 0, max: 10_000 })),
    mode: mostly(fc.constantFrom('hybrid', 'dense', 'lexical')),
    filters: mostly(fc.constant({})),
    blind: mostly(fc.constant(false)),
  },
  { requiredKeys: ['query'] },
);

test('no search body makes the server fail', async () => {
  const { app } = stores.build();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ arbitrary: searchBody, weight: 4 }, { arbitrary: fc.jsonValue(), weight: 1 }),
      async (body) => {
        const { status } = await app.request('/api/search', json(JSON.stringify(body)));
        if (status === 200) answered += 1;
        expect(status).toBeLessThan(500);
      },
    ),
    { numRuns: 300 },
  );
  expect(answered).toBeGreaterThan(10);
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
