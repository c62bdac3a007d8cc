import { z } from '@hono/zod-openapi';
import { searchJson } from '../../search/render/search-json.ts';
import { MAX_QUERY_CHARS, search } from '../../search/search.ts';
import { documentRoute } from '../document-route.ts';
import { checked } from '../problem.ts';
import { readJson } from '../read-body.ts';
import type { ServeApp, ServeDeps } from '../serve-app.ts';

/** The longest query (20,000 characters) with every character escaped as `\uXXXX`, and room for the rest. */
const MAX_BODY_BYTES = 128 * 1024;

/** Nobody pages further, and each page down reads all people before it. */
const MAX_OFFSET = 10_000;

const legSchema = z.strictObject({
  rank: z.int(),
  score: z.number().openapi({ description: 'Cosine similarity (dense) or BM25 (lexical).' }),
});

export const searchRequestSchema = z
  .strictObject({
    query: z.string().openapi({
      example: 'senior TypeScript developer, Berlin',
      description: 'With one letter or digit at least.',
      pattern: String.raw`[\p{L}\p{N}]`,
      maxLength: MAX_QUERY_CHARS,
    }),
    limit: z.int().min(1).max(100).default(10),
    offset: z.int().min(0).max(MAX_OFFSET).default(0),
    mode: z.enum(['hybrid', 'dense', 'lexical']).default('hybrid'),
    filters: z.strictObject({}).default({}).openapi({ description: 'None yet.' }),
    blind: z
      .literal(false, 'only false is supported yet')
      .default(false)
      .openapi({ description: 'Only false is supported yet.' }),
  })
  .openapi('SearchRequest');

export const searchAnswerSchema = z
  .strictObject({
    schema: z.literal(1),
    query: z.strictObject({
      text: z.string(),
      understood: z.array(z.strictObject({ text: z.string(), as: z.string() })),
      mode: z.enum(['hybrid', 'dense', 'lexical']),
    }),
    hits: z.array(
      z.strictObject({
        id: z.uuid(),
        rank: z.int().min(1),
        score: z.number().min(0).max(1).openapi({ description: 'Comparable within one answer only.' }),
        name: z.string().nullable(),
        headline: z.string().nullable(),
        location: z.string().nullable(),
        yearsExperience: z.number().nullable(),
        files: z.array(z.string()),
        passage: z
          .strictObject({
            text: z.string(),
            marks: z.array(z.array(z.int()).length(2)).openapi({
              description: 'Ranges of `text`, in UTF-16 units, that match the query: [start, end).',
            }),
            page: z.int().optional(),
          })
          .nullable(),
        why: z.array(z.string()),
        legs: z.strictObject({ dense: legSchema.optional(), lexical: legSchema.optional() }),
        terms: z.array(z.strictObject({ term: z.string(), score: z.number() })),
      }),
    ),
    total: z.int().openapi({ description: 'People that either leg found.' }),
    degraded: z.array(z.string()).openapi({ description: 'What could not be used for this answer.' }),
    milliseconds: z.int(),
  })
  .openapi('SearchAnswer');

/** POST /api/search: as `cvx search --json`. */
export function registerSearch(app: ServeApp, { context: stores, recorder, turns }: ServeDeps): void {
  documentRoute(
    app,
    {
      method: 'post',
      path: '/api/search',
      summary: 'Find people by what they can do, where, and for how long',
      request: { body: { required: true, content: { 'application/json': { schema: searchRequestSchema } } } },
      responses: {
        200: {
          description: 'The people, best first.',
          content: { 'application/json': { schema: searchAnswerSchema } },
        },
      },
    },
    [400, 413, 415],
  );
  app.post('/api/search', async (context) => {
    const body = checked(searchRequestSchema, await readJson(context, MAX_BODY_BYTES), 'body');
    const { signal } = context.req.raw;
    const { query: text, mode, limit, offset } = body;
    const report = await turns.take(() => search(stores, { text, mode, limit, offset, signal }), signal);
    recorder.search(report);
    return context.json(searchJson(report), 200, { 'Cache-Control': 'no-store' });
  });
}
