import type { RouteConfig } from '@hono/zod-openapi';
import { problemSchema } from './problem.ts';
import type { ServeApp } from './serve-app.ts';

const SAID: Readonly<Record<number, string>> = {
  400: 'The request does not fit its schema.',
  401: 'No key, or an unknown one.',
  403: 'The key may not do this, or a page of another site sent it.',
  404: 'There is no such thing.',
  409: 'It fits more than one.',
  413: 'The body is too large.',
  415: 'The body is of another type.',
  421: 'Sent to a name that is not this server’s.',
  429: 'This key sends too much; see Retry-After.',
  500: 'A fault of the server.',
  503: 'Too much to do, or a store is away; see Retry-After.',
};

/** What any guarded route may answer. */
const ALWAYS = [401, 403, 421, 429, 500, 503] as const;

/** Puts a route into the OpenAPI document, with the problems that it may answer. */
export function documentRoute(
  app: ServeApp,
  route: Omit<RouteConfig, 'security'>,
  problems: readonly number[] = [],
): void {
  const content = { 'application/problem+json': { schema: problemSchema } };
  app.openAPIRegistry.registerPath({
    ...route,
    security: [{ bearer: [] }, { apiKey: [] }],
    responses: {
      ...route.responses,
      ...Object.fromEntries(
        [...problems, ...ALWAYS].map((status) => [status, { description: SAID[status] ?? '', content }]),
      ),
    },
  });
}
