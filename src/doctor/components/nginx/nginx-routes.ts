import { oncePer } from '../../../lib/once-per.ts';
import type { Project, Service } from '../../../project/project.ts';
import { isLineOf, linesOf } from '../../logs/lines-of.ts';
import type { LogMatch, LogSummary } from '../../logs/log-evidence.ts';
import type { NginxPlace } from './nginx-files.ts';
import { inEffect } from './nginx-in-effect.ts';
import { answeringLocation, nginxServers } from './nginx-locations.ts';
import { type Passing, passings } from './nginx-targets.ts';

/** All ways by which one nginx passes requests on to one service. */
export interface NginxRoute {
  readonly nginx: Service;
  readonly service: Service;
  readonly passings: readonly [Passing, ...Passing[]];
}

/** Each nginx with each service that it passes requests on to. */
export const nginxRoutes = oncePer((project: Project): readonly NginxRoute[] => {
  const all = passings(project);
  const first = all.filter((one, i) => all.findIndex((other) => isSameRoute(one, other)) === i);
  return first.map((one) => {
    const others = all.filter((other) => other !== one && isSameRoute(one, other));
    return { nginx: one.nginx, service: one.service, passings: [one, ...others] };
  });
});

function isSameRoute(one: Passing, other: Passing): boolean {
  return one.nginx === other.nginx && one.service === other.service;
}

/** A limit of nginx on a route. */
export interface RouteLimit {
  /** Of the widest way: what needs it takes that one. Undefined where a file that is not at hand may say it. */
  readonly value: number | undefined;
  /** Where that is written; undefined for nginx' own. */
  readonly set: NginxPlace | undefined;
}

/** The widest value of a directive on some ways; `read` gives undefined for what nginx does not take. */
export function widest(
  project: Project,
  ways: readonly Passing[],
  name: string,
  read: (word: string) => number | undefined,
  ofNginx: number,
): RouteLimit {
  const limits = ways.map(({ place }): RouteLimit => {
    const set = inEffect(project, place, name);
    if (set === 'default') return { value: ofNginx, set: undefined };
    return set === 'unknown'
      ? { value: undefined, set: undefined }
      : { value: read(set.directive.words[1] ?? ''), set };
  });
  const unknown = limits.find(({ value }) => value === undefined);
  const [first = { value: undefined, set: undefined }] = limits.toSorted(
    (a, b) => (b.value ?? 0) - (a.value ?? 0),
  );
  return unknown ?? first;
}

/** The lines of a log that nginx wrote of requests for a route, as far as samples tell, and how many there are. The path is in the group `path`. */
export function linesOfRoute(
  project: Project,
  route: NginxRoute,
  summary: LogSummary,
): { readonly samples: readonly LogMatch[]; readonly count: number } {
  const { nginx } = route;
  const isOnly = nginxRoutes(project).every((other) => other.nginx === nginx);
  const lines = summary.samples.filter((line) => isLineOf(line, nginx, isOnly));
  const samples = lines.filter(({ groups }) => isAskedOf(project, route, groups['path']));
  const count = samples.length < lines.length ? samples.length : linesOf(summary, nginx, isOnly);
  return { samples, count };
}

/** Whether a path may be one of a route's; one that is not told may. */
function isAskedOf(project: Project, { passings: ways }: NginxRoute, path: string | undefined): boolean {
  if (path === undefined) return true;
  return nginxServers(project).some(({ place: { directive: block }, locations }) => {
    const own = ways.filter(({ place }) => place.around.includes(block));
    const answering = answeringLocation(locations, path);
    if (answering === undefined || answering === 'unknown') return own.length > 0;
    return own.some(({ place }) => place.around.includes(answering.directive));
  });
}
