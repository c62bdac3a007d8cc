import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { pino, type Logger } from 'pino';
import { randomUUID } from 'node:crypto';
import type { Session } from '../command.ts';
import { codeOf } from '../lib/errors.ts';
import type { Io } from '../lib/io.ts';
import { UNMATCHED } from './access/policy.ts';
import { Refusal, toRefusal } from './problem.ts';
import type { ServeDeps, ServeEnv } from './serve-app.ts';

/** What is taken over from a caller: nothing that a log line, a header or a terminal could break on. */
const REQUEST_ID = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** nginx's number for a client that left before its answer. */
export const CLIENT_GONE = 499;

/** How much a run logs: all requests unless --quiet; under --json, too, since the lines are JSON. */
export function createLog({ io, globals }: Pick<Session, 'io' | 'globals'>): Logger {
  const level = globals.debug ? 'debug' : globals.quiet && !globals.json ? 'warn' : 'info';
  return logTo(io, level);
}

/** JSON lines on stderr. What a request was about (query, names of files, CVs, keys, paths) is never among their fields. */
function logTo(io: Io, level: 'info' | 'warn' | 'debug'): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => io.stderr.write(line) },
  );
}

/** The pattern of the route that a request fits, as the OpenAPI document writes it: `/api/candidates/{id}`. */
export function routeOf(context: Parameters<MiddlewareHandler<ServeEnv>>[0]): string {
  const route = matchedRoutes(context).findLast(({ path }) => path !== '/*' && path !== '*');
  return route === undefined ? UNMATCHED : route.path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}');
}

/** Gives each request its id, and tells the log and the recorder how it ended. */
export function observe({ log, recorder }: Pick<ServeDeps, 'log' | 'recorder'>): MiddlewareHandler<ServeEnv> {
  return async (context, next) => {
    const started = performance.now();
    const given = context.req.header('x-request-id') ?? '';
    const requestId = REQUEST_ID.test(given) ? given : randomUUID();
    context.set('requestId', requestId);
    try {
      await next();
    } catch (reason) {
      // A client that leaves aborts with a reason that is no Error, which Hono passes on; errors become problems before.
      if (!context.req.raw.signal.aborted) throw reason;
      context.res = new Response(null, { status: CLIENT_GONE });
    }
    context.header('X-Request-Id', requestId);
    const ms = performance.now() - started;
    const { method } = context.req;
    const route = routeOf(context);
    const { status } = context.res;
    recorder.request(route, method, status, ms / 1000);
    const key = context.get('caller')?.name;
    const { error } = context;
    // Which limit it was, or that a store is away: the status alone does not tell.
    const code = error !== undefined && status !== CLIENT_GONE && toRefusal(error).code;
    const said = { ...(key && { key }), ...(code && { code }) };
    log.info({ requestId, method, route, status, ms: Math.round(ms * 10) / 10, ...said }, 'request');
    if (status === 500) log.error({ requestId, ...describeFailure(error) }, 'failed');
  };
}

/** An error without its message, which may quote a CV: its kind, its code, and where it came from. */
export function describeFailure(error: unknown): object {
  const cause = error instanceof Refusal ? error.cause : error;
  if (!(cause instanceof Error)) return { error: typeof cause };
  const code = codeOf(cause);
  const at = (cause.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
  return { error: cause.name, ...(code && { code }), at };
}
