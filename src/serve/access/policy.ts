import type { Role } from './caller.ts';

/** Who may ask: anyone (`open`), or a key of at least that role. One place to read, so that nothing is open by oversight. */
const POLICY: Readonly<Record<string, Role | 'open'>> = {
  'GET /api/health': 'open',
  'GET /api/health/live': 'open',
  'GET /api/openapi.json': 'open',
  'GET /api/me': 'read',
  'GET /api/metrics': 'read',
  'GET /metrics': 'read',
  'POST /api/search': 'read',
  'GET /api/candidates': 'read',
  'GET /api/candidates/{id}': 'read',
  'DELETE /api/candidates/{id}': 'admin',
  'POST /api/ingest': 'ingest',
  'GET /api/ingest/{id}': 'ingest',
};

/** Name of requests that no route fits. */
export const UNMATCHED = 'unmatched';

/** What is answered from memory and tells how loaded the server is: it takes no turn and counts towards no limit. */
export function isForMonitoring(route: string): boolean {
  return route === '/metrics' || route === '/api/metrics';
}

/** What `route` (a pattern) asks for. The page and what is not there are open; an API route without a line above is admin's. */
export function roleFor(method: string, route: string): Role | 'open' {
  const verb = method === 'HEAD' ? 'GET' : method;
  const known = POLICY[`${verb} ${route}`];
  if (known !== undefined) return known;
  if (route === UNMATCHED) return 'open';
  return verb === 'GET' && !route.startsWith('/api') ? 'open' : 'admin';
}
