import { z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { findPerson } from '../../people/find-person.ts';
import { forget } from '../../people/forget.ts';
import { listJson } from '../../people/list-json.ts';
import { personJson } from '../../people/person-json.ts';
import { documentRoute } from '../document-route.ts';
import { checked, Refusal } from '../problem.ts';
import type { ServeApp, ServeDeps } from '../serve-app.ts';
import { candidateSchema, peopleSchema } from './candidate-schema.ts';

/** PostgreSQL's bigint would take more; nobody has as many people. */
const MAX_OFFSET = 10_000_000;

/** A number as it stands in a query string. What zod would tell of it by itself is any text. */
const numberUpTo = (least: number, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(fallback)
    .openapi({ type: 'integer', minimum: least, maximum: most });

export const pageSchema = z.strictObject({
  limit: numberUpTo(1, 100, 20),
  offset: numberUpTo(0, MAX_OFFSET, 0),
});

const idParam = z.strictObject({
  id: z.string().openapi({
    param: { name: 'id', in: 'path' },
    description: 'An id, or its beginning: at least 4 characters.',
    pattern: '^[0-9a-fA-F]{4}[0-9a-fA-F-]{0,32}$',
    example: '3f2a9c1e',
  }),
});

/** Personal data: no cache keeps it without asking here again. */
const PRIVATE = { 'Cache-Control': 'private, no-cache' } as const;

export function registerCandidates(app: ServeApp, deps: ServeDeps): void {
  registerList(app, deps);
  registerShow(app, deps);
  registerForget(app, deps);
}

/** GET /api/candidates: as `cvx list --json`. */
function registerList(app: ServeApp, { context: stores, turns }: ServeDeps): void {
  documentRoute(
    app,
    {
      method: 'get',
      path: '/api/candidates',
      summary: 'Everybody by name',
      request: { query: pageSchema },
      responses: {
        200: {
          description: 'One page of people. The header Link names the next and the previous one.',
          content: { 'application/json': { schema: peopleSchema } },
        },
        304: { description: 'Still what If-None-Match names.' },
      },
    },
    [400],
  );
  app.get('/api/candidates', etag(), async (context) => {
    const page = checked(pageSchema, context.req.query(), 'query string');
    const { signal } = context.req.raw;
    const { store, index } = stores;
    const [records, { candidates: total }] = await turns.take(
      () => Promise.all([store.list(page, { signal }), store.stats(index.spec.name, { signal })]),
      signal,
    );
    const link = pageLinks(page, total);
    return context.json(listJson(records, total, page), 200, {
      ...PRIVATE,
      ...(link === '' ? {} : { Link: link }),
    });
  });
}

/** RFC 8288; relative, so that it is right at whatever path a proxy has it. */
function pageLinks({ limit, offset }: z.infer<typeof pageSchema>, total: number): string {
  const link = (to: number, rel: string): string => `<?limit=${limit}&offset=${to}>; rel="${rel}"`;
  return [
    ...(offset + limit < total ? [link(offset + limit, 'next')] : []),
    ...(offset > 0 ? [link(Math.max(0, offset - limit), 'prev')] : []),
  ].join(', ');
}

/** GET /api/candidates/{id}: as `cvx show --json`. */
function registerShow(app: ServeApp, { context: { store }, turns }: ServeDeps): void {
  documentRoute(
    app,
    {
      method: 'get',
      path: '/api/candidates/{id}',
      summary: 'All that the CVs say of one person, with the place of each value',
      request: { params: idParam },
      responses: {
        200: { description: 'The person.', content: { 'application/json': { schema: candidateSchema } } },
        304: { description: 'Still what If-None-Match names.' },
      },
    },
    [400, 404, 409],
  );
  app.get('/api/candidates/:id', etag(), async (context) => {
    const given = context.req.param('id');
    const { signal } = context.req.raw;
    const record = await turns.take(async () => {
      const id = await findPerson(store, given, { signal });
      return (await store.get([id], { signal }))[0];
    }, signal);
    if (record === undefined)
      throw new Refusal(404, 'CVX_ID_UNKNOWN', 'There is nobody with this id any more.');
    return context.json(personJson(record), 200, PRIVATE);
  });
}

/** DELETE /api/candidates/{id}: as `cvx forget`. */
function registerForget(app: ServeApp, { context: stores, turns, log }: ServeDeps): void {
  documentRoute(
    app,
    {
      method: 'delete',
      path: '/api/candidates/{id}',
      summary: 'Erase one person: data, vectors and cached answers',
      request: { params: idParam },
      responses: { 204: { description: 'Erased.' } },
    },
    [400, 404, 409],
  );
  app.delete('/api/candidates/:id', async (context) => {
    const given = context.req.param('id');
    const { signal } = context.req.raw;
    const id = await findPerson(stores.store, given, { signal });
    // Once begun it goes on, also where the asker leaves: half an erasure helps nobody.
    const left = await turns.take(() => forget(stores, [id]), signal);
    if (left !== undefined)
      log.warn(
        { requestId: context.get('requestId') },
        'a cache is away that may keep answers for some minutes',
      );
    return context.body(null, 204);
  });
}
