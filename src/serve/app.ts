import { OpenAPIHono } from '@hono/zod-openapi';
import { secureHeaders } from 'hono/secure-headers';
import type { Reports } from '../metrics/monitor.ts';
import { gate, type GateOptions } from './gate.ts';
import type { Uploads } from './ingest/uploads.ts';
import { registerPage } from './page/page.ts';
import { problemResponse, Refusal, toRefusal } from './problem.ts';
import { CLIENT_GONE, observe } from './request-log.ts';
import { registerCandidates } from './routes/candidates.ts';
import { registerHealth } from './routes/health.ts';
import { registerIngest } from './routes/ingest.ts';
import { registerMe } from './routes/me.ts';
import { registerMetrics } from './routes/metrics.ts';
import { registerOpenApi } from './routes/openapi.ts';
import { registerSearch } from './routes/search.ts';
import type { ServeApp, ServeDeps, ServeEnv } from './serve-app.ts';

export interface AppParts extends ServeDeps {
  readonly gate: GateOptions;
  readonly monitor: Reports;
  readonly uploads: Uploads;
}

/** All routes behind the gate. Listens to nothing, so that tests ask it by `app.request()`. */
export function buildApp(parts: AppParts): ServeApp {
  const app: ServeApp = new OpenAPIHono<ServeEnv>();
  app.onError((error, context) =>
    context.req.raw.signal.aborted
      ? new Response(null, { status: CLIENT_GONE })
      : problemResponse(context, toRefusal(error)),
  );
  app.notFound((context) => problemResponse(context, nothingHere(app, context.req.path)));
  app.use(observe(parts));
  app.use(apiHeaders());
  app.use(gate(parts.gate));
  registerSearch(app, parts);
  registerCandidates(app, parts);
  registerIngest(app, parts);
  registerMe(app, parts);
  registerHealth(app, parts);
  registerMetrics(app, parts);
  registerPage(app);
  registerOpenApi(app, parts);
  return app;
}

/** 405 with what is allowed (RFC 9110 section 15.5.6) where the path is right, 404 where it is not. */
function nothingHere({ routes }: ServeApp, path: string): Refusal {
  const known = routes.filter(({ method, path: pattern }) => method !== 'ALL' && fits(pattern, path));
  if (known.length === 0) return new Refusal(404, 'CVX_NOT_FOUND', 'There is nothing at this path.');
  const methods = new Set(known.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])));
  return new Refusal(405, 'CVX_METHOD_NOT_ALLOWED', 'There is nothing at this path for this method.', {
    headers: { Allow: [...methods].join(', ') },
  });
}

/** Whether a path is one of a route's: `/api/candidates/:id` of `/api/candidates/3f2a9c1e`. */
function fits(pattern: string, path: string): boolean {
  const [parts, given] = [pattern.split('/'), path.split('/')];
  return parts.length === given.length && parts.every((part, i) => part.startsWith(':') || part === given[i]);
}

/**
 * For answers that are data: nothing in them may run, be framed or be guessed to be of another type. The page sets its own
 * policy, which stays. No Strict-Transport-Security: this server speaks plain HTTP, and a proxy that adds TLS knows for how long.
 */
function apiHeaders(): ReturnType<typeof secureHeaders> {
  return secureHeaders({
    overwrite: false,
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    xFrameOptions: 'DENY',
    strictTransportSecurity: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}
