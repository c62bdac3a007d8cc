import type { Edit } from '../../../edits/edit.ts';
import type { Place, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notObservable, type Severity } from '../../check.ts';
import { MIB, takesFiles } from '../../components/backend/upload-limits.ts';
import {
  type BodyRoute,
  bodyRoutes,
  limitBehind,
  nextRoutes,
} from '../../components/nginx/nginx-body-limits.ts';
import { nginxDirectives, type NginxPlace, restartFor } from '../../components/nginx/nginx-files.ts';
import { insideBlock, withValue } from '../../components/nginx/nginx-insertions.ts';
import { noneAtHand } from '../../components/nginx/nginx-in-image.ts';
import type { Evidence } from '../../evidence.ts';
import { refusedBodies, TOO_LARGE } from '../../components/nginx/nginx-refused-bodies.ts';

export const nginxBodySizeChain = defineCheck({
  id: 'nginx-body-size-chain',
  area: 'nginx',
  severity: 'warning',
  title: 'nginx lets through what the application takes',
  why: `nginx refuses a request above client_max_body_size, 1 MB unless told otherwise, with 413 before the application sees it: an upload
that the application allows fails, and its own log says nothing.`,
  repair:
    'Set client_max_body_size to what the application takes and a little more, in each nginx on the way; the application then refuses what is too large in its own words.',
  fixClass: 'safe',
  source:
    'nginx manual, client_max_body_size (1m; of several the innermost); 413 and "client intended to send too large body: 3000000 bytes" seen with nginx 1.22.1',
  logs: [TOO_LARGE],
  run: (evidence) => {
    const routes = bodyRoutes(evidence.project);
    if (routes.length === 0)
      return noneAtHand(evidence.project, 'no nginx passes requests on to a service of the stack');
    const findings = gapsOf(evidence, routes).map((gap) => findingOf(evidence, gap));
    const all = findings.filter(
      ({ at }, i) => findings.findIndex((other) => isSamePlace(other.at, at)) === i,
    );
    if (all.length > 0) return found(all);
    const dark = routes.find((route) => isDark(evidence, route));
    return dark === undefined
      ? HEALTHY
      : notObservable(
          `how much ${dark.service.name} takes in one request, or ${dark.nginx.name} lets through, is not in the files, and the log of nginx is not at hand`,
        );
  },
});

function isSamePlace(one: Place, other: Place): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column;
}

/** A route that is narrower than what shall go through it. */
interface Gap {
  readonly route: BodyRoute;
  /** What else is allowed: `backend takes files up to 50 MB (MAX_UPLOAD_MB)`. */
  readonly because: string;
  readonly at: Place | undefined;
  /** For client_max_body_size; undefined where nobody said it. */
  readonly wanted: string | undefined;
  readonly severity: Severity;
}

/** Those first that say more of one place. */
function gapsOf(evidence: Evidence, routes: readonly BodyRoute[]): readonly Gap[] {
  const { project } = evidence;
  const open = routes.filter((route) => limitBehind(project, route) === undefined);
  return [
    ...routes.flatMap((route) => belowProgram(project, route) ?? []),
    ...open.flatMap((outer) => nextRoutes(project, outer).flatMap((inner) => unequal(outer, inner) ?? [])),
    ...open.flatMap((route) => told(evidence, route) ?? []),
    ...open.flatMap((route) => unthought(project, route) ?? []),
  ];
}

function belowProgram(project: Project, route: BodyRoute): Gap | undefined {
  const limit = limitBehind(project, route);
  if (limit === undefined || route.bytes === undefined || route.bytes >= limit.bytes) return undefined;
  const what = limit.isWhole ? 'requests' : 'files';
  return {
    route,
    because: `the application behind it takes ${what} up to ${megabytes(limit.bytes)} (${limit.name})`,
    at: limit.at,
    // A form adds some hundred bytes for each file.
    wanted: `${Math.ceil(limit.bytes / MIB) + (limit.isWhole ? 0 : 1)}m`,
    severity: 'warning',
  };
}

/** Of two nginx one behind the other, somebody told one and forgot the other. */
function unequal(outer: BodyRoute, inner: BodyRoute): Gap | undefined {
  if (outer.bytes === undefined || inner.bytes === undefined) return undefined;
  const [narrow, wide] = outer.bytes < inner.bytes ? [outer, inner] : [inner, outer];
  if (narrow.bytes === wide.bytes || narrow.set !== undefined || wide.set === undefined) return undefined;
  return {
    route: narrow,
    because: `${wide.nginx.name} ${wide === outer ? 'before' : 'behind'} it lets ${megabytes(wide.bytes ?? 0)} through`,
    at: wide.set.at,
    wanted: wide.set.directive.words[1],
    severity: 'warning',
  };
}

/** A limit that somebody wrote may do what it is for; one that nobody chose does not. */
function told({ project, logs }: Evidence, route: BodyRoute): Gap | undefined {
  const { largest } = refusedBodies(project, logs, route);
  if (largest === 0) return undefined;
  const because = `clients sent up to ${megabytes(largest)}`;
  const severity = route.set === undefined ? 'warning' : 'info';
  return { route, because, at: undefined, wanted: undefined, severity };
}

function unthought(project: Project, route: BodyRoute): Gap | undefined {
  if (route.bytes === undefined || route.set !== undefined || !takesFiles(project, route.service))
    return undefined;
  const because = `${route.service.name} takes files, without a limit that its sources say`;
  return { route, because, at: route.service.at, wanted: undefined, severity: 'info' };
}

function isDark({ project, logs }: Evidence, route: BodyRoute): boolean {
  return (
    (route.bytes === undefined || limitBehind(project, route) === undefined) &&
    !logs.observed(route.nginx.name).seen
  );
}

function findingOf({ project, logs }: Evidence, { route, because, at, wanted, severity }: Gap): Finding {
  const { nginx, bytes = 0, set } = route;
  const servers = serversOf(project, route);
  const place = set?.at ?? servers[0]?.at ?? nginx.at;
  const { count } = refusedBodies(project, logs, route);
  const limit = `${megabytes(bytes)}${set === undefined ? ', its default' : ''}`;
  const edits = wanted === undefined ? undefined : editsOf(project, route, wanted, servers);
  return {
    message: `${nginx.name} refuses requests above ${limit}, with 413; ${because}.`,
    at: place,
    ...(at === undefined ? {} : { related: [at] }),
    evidence: [
      {
        by: 'config',
        text: set === undefined ? 'client_max_body_size is not set' : set.directive.words.join(' '),
        at: place,
      },
      ...(at === undefined ? [] : [{ by: 'config', text: because, at } as const]),
      ...(count === 0
        ? []
        : [{ by: 'log', text: `"client intended to send too large body" ${count} x` } as const]),
    ],
    severity,
    repair:
      wanted === undefined
        ? 'Set client_max_body_size to the largest upload that shall be taken.'
        : `Set client_max_body_size ${wanted}.`,
    ...(edits === undefined
      ? {}
      : { fix: { class: 'safe', edits, restart: restartFor(route.passings[0].place.file) } }),
  };
}

/** The `server` blocks of a route, the last one first: each edit leaves the places before it where they are. */
function serversOf(project: Project, { passings }: BodyRoute): readonly NginxPlace[] {
  return nginxDirectives(project).filter(
    ({ directive: block }) =>
      block.words[0] === 'server' && passings.some(({ place }) => place.around.includes(block)),
  );
}

function editsOf(
  project: Project,
  { nginx, set }: BodyRoute,
  wanted: string,
  servers: readonly NginxPlace[],
): readonly Edit[] | undefined {
  return set === undefined
    ? servers.toReversed().map((server) => insideBlock(server, [`client_max_body_size ${wanted};`]))
    : withValue(project, nginx, set, wanted);
}

function megabytes(bytes: number): string {
  return bytes === Infinity ? 'everything' : `${Math.round((10 * bytes) / MIB) / 10} MB`;
}
