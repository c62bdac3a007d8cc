import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Handler } from 'hono';
import type { Reports } from '../../metrics/monitor.ts';
import { METRICS_CONTENT_TYPE } from '../../metrics/snapshot.ts';
import { documentRoute } from '../document-route.ts';
import type { ServeApp, ServeEnv } from '../serve-app.ts';

const PATHS = ['/api/metrics', '/metrics'] as const;

/** GET /metrics and /api/metrics, in the text format of Prometheus. */
export function registerMetrics(app: ServeApp, { monitor }: { readonly monitor: Reports }): void {
  for (const path of PATHS) {
    documentRoute(app, {
      method: 'get',
      path,
      summary: 'Metrics for Prometheus',
      responses: {
        200: {
          description: 'All metrics of all workers.',
          content: { [METRICS_CONTENT_TYPE]: { schema: z.string() } },
        },
      },
    });
    app.get(path, scrape(monitor));
  }
}

/** The same without keys, for a port that only the monitoring reaches (`--metrics-port`). */
export function buildMetricsApp(monitor: Reports): OpenAPIHono<ServeEnv> {
  const app = new OpenAPIHono<ServeEnv>();
  for (const path of PATHS) app.get(path, scrape(monitor));
  return app;
}

function scrape(monitor: Reports): Handler<ServeEnv> {
  return async (context) =>
    context.body(await monitor.render(), 200, {
      'Content-Type': METRICS_CONTENT_TYPE,
      'Cache-Control': 'no-store',
    });
}
