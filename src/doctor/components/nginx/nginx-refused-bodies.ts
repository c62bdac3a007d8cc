import type { Project } from '../../../project/project.ts';
import type { LogPattern } from '../../check.ts';
import { isLineOf, linesOf } from '../../logs/lines-of.ts';
import type { LogEvidence } from '../../logs/log-evidence.ts';
import { type BodyRoute, bodyRoutes } from './nginx-body-limits.ts';
import { answeringLocation, nginxServers } from './nginx-locations.ts';

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
  const { nginx, bytes = 0 } = route;
  const isOnly = bodyRoutes(project).every((other) => other.nginx === nginx);
  const summary = logs.summary('nginx-body-size-chain', TOO_LARGE.name);
  const lines = summary.samples.filter((line) => isLineOf(line, nginx, isOnly));
  const refused = lines
    .filter(({ groups }) => isAskedOf(project, route, groups['path']))
    .map(({ groups }) => (groups['bytes'] ?? '').split('+').reduce((sum, part) => sum + Number(part), 0))
    .filter((size) => size > bytes);
  const count = refused.length < lines.length ? refused.length : linesOf(summary, nginx, isOnly);
  return { count, largest: Math.max(0, ...refused) };
}

/** Whether a path may be one of a route's; one that is not told may. */
function isAskedOf(project: Project, { passings }: BodyRoute, path: string | undefined): boolean {
  if (path === undefined) return true;
  return nginxServers(project).some(({ place: { directive: block }, locations }) => {
    const own = passings.filter(({ place }) => place.around.includes(block));
    const answering = answeringLocation(locations, path);
    if (answering === undefined || answering === 'unknown') return own.length > 0;
    return own.some(({ place }) => place.around.includes(answering.directive));
  });
}
