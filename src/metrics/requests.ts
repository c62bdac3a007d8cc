import type { Registry } from 'prom-client';
import { gauge, histogram } from './registry.ts';

/** Of HTTP; whatever else a client sends is told as `other`, since anybody can make up methods. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Patterns told apart at most: several times what the API has. A caller that passes paths by mistake ends here. */
const MOST_ROUTES = 64;

/** How loaded this process is. */
export interface RequestLoad {
  /** Requests being worked on. */
  readonly running: number;
  /** Requests that wait for their turn. */
  readonly waiting: number;
}

/** Counts and times answered requests by route pattern, and tells how many there are right now. */
export function observeRequests(
  registry: Registry,
  load: () => RequestLoad,
): (route: string, method: string, status: number, seconds: number) => void {
  const durations = histogram(registry, 'cvx_http_request_duration_seconds');
  gauge(registry, 'cvx_http_requests_in_flight', (own) => own.set(load().running));
  gauge(registry, 'cvx_http_requests_waiting', (own) => own.set(load().waiting));
  const routes = new Set<string>();
  return (route, method, status, seconds) => {
    if (routes.size < MOST_ROUTES) routes.add(route);
    durations.observe(
      {
        method: METHODS.has(method) ? method : 'other',
        route: routes.has(route) ? route : 'other',
        status_code: status >= 100 && status <= 599 ? String(status) : 'other',
      },
      seconds,
    );
  };
}
