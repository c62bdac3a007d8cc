import { z } from '@hono/zod-openapi';
import type { Reports } from '../../metrics/monitor.ts';
import type { ServeApp } from '../serve-app.ts';

export const healthSchema = z
  .strictObject({
    schema: z.literal(1),
    status: z.enum(['ok', 'degraded', 'down']).openapi({
      description: '`degraded`: answers with less than there is. `down`: cannot answer (503).',
    }),
    stores: z.array(
      z.strictObject({
        name: z.enum(['embedded', 'postgresql', 'qdrant', 'redis', 'redis-queue']),
        state: z.enum(['up', 'down']),
        latencyMs: z
          .number()
          .openapi({ description: 'Time of the last check; without an answer, how long it was waited for.' }),
      }),
    ),
  })
  .openapi('Health');

export const liveSchema = z.strictObject({ schema: z.literal(1), status: z.literal('ok') }).openapi('Live');

const FRESH = { 'Cache-Control': 'no-store' } as const;

/** GET /api/health for whoever balances load, GET /api/health/live for whoever restarts a process. Neither needs a key. */
export function registerHealth(app: ServeApp, { monitor }: { readonly monitor: Reports }): void {
  const health = { 'application/json': { schema: healthSchema } };
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/api/health',
    summary: 'How the server and each of its stores is',
    responses: {
      200: { description: 'It answers, perhaps with less than there is.', content: health },
      503: {
        description: 'It cannot answer: its database, or the embedded store, does not.',
        content: health,
      },
    },
  });
  app.get('/api/health', async (context) => {
    const { status, stores } = await monitor.health();
    const body = { schema: 1, status, stores: [...stores] } satisfies z.input<typeof healthSchema>;
    return context.json(body, status === 'down' ? 503 : 200, FRESH);
  });
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/api/health/live',
    summary: 'That the process turns, whatever its stores do',
    responses: {
      200: { description: 'It does.', content: { 'application/json': { schema: liveSchema } } },
    },
  });
  app.get('/api/health/live', (context) =>
    context.json({ schema: 1, status: 'ok' } satisfies z.input<typeof liveSchema>, 200, FRESH),
  );
}
