import { etag } from 'hono/etag';
import type { ServeApp, ServeDeps } from '../serve-app.ts';

/** GET /api/openapi.json: made once from the same schemas that check requests, after all routes are there. */
export function registerOpenApi(app: ServeApp, { version }: ServeDeps): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
  });
  let made: object | undefined;
  app.get('/api/openapi.json', etag(), (context) => {
    made ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'cvx',
        version,
        description:
          'Find the right person in a folder of CVs. Problems are told as application/problem+json.',
      },
    });
    return context.json(made, 200, { 'Cache-Control': 'no-cache' });
  });
}
