import type { Project } from '../../../project/project.ts';
import type { LogPattern } from '../../check.ts';
import type { LogEvidence } from '../../logs/log-evidence.ts';
import type { BodyRoute } from './nginx-body-limits.ts';
import { linesOfRoute } from './nginx-routes.ts';

/** Of a body sent in chunks nginx writes what has come and what comes next: `2096768+65524 bytes`. */
export const TOO_LARGE: LogPattern = {
  name: 'too-large',
  literal: 'client intended to send too large',
  pattern:
    /client intended to send too large (?:chunked )?body: (?<bytes>\d+(?:\+\d+)?) bytes(?:.* request: "\w+ (?<path>\/[^ "?]*))?/,
};

/** The requests for a route that nginx refused for their size, and would refuse still. */
export function refusedBodies(
  project: Project,
  logs: LogEvidence,
  route: BodyRoute,
): { readonly count: number; readonly largest: number } {
  const { samples, count } = linesOfRoute(
    project,
    route,
    logs.summary('nginx-body-size-chain', TOO_LARGE.name),
  );
  const sizes = samples.map(({ groups }) =>
    (groups['bytes'] ?? '').split('+').reduce((sum, part) => sum + Number(part), 0),
  );
  const refused = sizes.filter((size) => size > (route.bytes ?? 0));
  return {
    count: refused.length < samples.length ? refused.length : count,
    largest: Math.max(0, ...refused),
  };
}
