import type { MiddlewareHandler } from 'hono';
import type { Admission } from './access/admission.ts';
import { mayAct, type Caller } from './access/caller.ts';
import { isForMonitoring, roleFor } from './access/policy.ts';
import type { RateLimit } from './access/rate-limit.ts';
import { checkHost, checkOrigin } from './access/same-site.ts';
import type { Turns } from './access/turns.ts';
import { overloaded } from './access/admission.ts';
import { Refusal } from './problem.ts';
import { routeOf } from './request-log.ts';
import type { ServeEnv } from './serve-app.ts';

/** Read anew for each request: a server that was open to this machine asks for keys once there is one. */
export interface GateOptions {
  readonly authenticate: (headers: Headers) => Caller;
  /** Names besides this machine's own under which a server without keys may be asked; undefined where it has keys. */
  readonly hosts: readonly string[] | undefined;
  readonly admission: Admission;
  /** Absent: no limit. */
  readonly rateLimit?: RateLimit;
  readonly turns: Turns;
}

/** Decides on method, path and headers alone whether a request is let in: nothing of its body is read before. */
export function gate(options: GateOptions): MiddlewareHandler<ServeEnv> {
  const { admission, turns } = options;
  return async (context, next) => {
    const { hosts, rateLimit } = options;
    const { method, url, raw } = context.req;
    const host = context.req.header('host') ?? new URL(url).host;
    if (hosts !== undefined) checkHost(host, hosts);
    checkOrigin(method, raw.headers, host);
    const route = routeOf(context);
    const needs = roleFor(method, route);
    if (needs === 'open') {
      await next();
      return;
    }
    const caller = options.authenticate(raw.headers);
    context.set('caller', caller);
    if (!mayAct(caller.role, needs))
      throw new Refusal(
        403,
        'CVX_ROLE_NEEDED',
        `This needs a key of role ${needs}; this one has ${caller.role}.`,
      );
    // Overload is when somebody must be able to look.
    if (isForMonitoring(route)) {
      await next();
      return;
    }
    await rateLimit?.(caller.name);
    const leave = admission.enter(caller.name);
    try {
      if (turns.isFull()) throw overloaded();
      await next();
    } finally {
      leave();
    }
  };
}
