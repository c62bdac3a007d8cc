import { z } from '@hono/zod-openapi';
import { ROLES } from '../access/caller.ts';
import { documentRoute } from '../document-route.ts';
import { Refusal } from '../problem.ts';
import type { ServeApp, ServeDeps } from '../serve-app.ts';

export const meSchema = z
  .strictObject({
    schema: z.literal(1),
    version: z.string(),
    key: z.string().openapi({ description: 'Name of the key; `local` where the server needs none.' }),
    role: z.enum(ROLES),
  })
  .openapi('Me');

/** GET /api/me: what this key may do. */
export function registerMe(app: ServeApp, { version }: ServeDeps): void {
  documentRoute(app, {
    method: 'get',
    path: '/api/me',
    summary: 'Whose key this is, and what it may do',
    responses: { 200: { description: 'The key.', content: { 'application/json': { schema: meSchema } } } },
  });
  app.get('/api/me', (context) => {
    const caller = context.get('caller');
    if (caller === undefined) throw new Refusal(401, 'CVX_KEY_NEEDED', 'This needs an API key.');
    return context.json({ schema: 1, version, key: caller.name, role: caller.role }, 200, {
      'Cache-Control': 'no-store',
    });
  });
}
