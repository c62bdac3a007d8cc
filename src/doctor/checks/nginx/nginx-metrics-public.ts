import type { Edit } from '../../../edits/edit.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { sourcesOf } from '../../components/backend/client-pools.ts';
import {
  mayAnswer,
  type MetricsRoute,
  metricsRoutes,
  usesMetricsLibrary,
} from '../../components/backend/metrics-routes.ts';
import { type NginxPlace, restartFor } from '../../components/nginx/nginx-files.ts';
import { blockBehind, insideBlock } from '../../components/nginx/nginx-insertions.ts';
import {
  answeringLocation,
  isOpenToAll,
  locationOf,
  type NginxServer,
  publicServers,
} from '../../components/nginx/nginx-locations.ts';
import { passedTo } from '../../components/nginx/nginx-targets.ts';
import { staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';

/** What a route looks like that lets nobody in without proof. */
const GUARDED =
  /\bDepends\(|\bSecurity\(|login_required|permission|authenticat|authoriz|api_?key|bearer|verify_/i;

export const nginxMetricsPublic = defineCheck({
  id: 'nginx-metrics-public',
  area: 'nginx',
  severity: 'error',
  title: 'Metrics are for Prometheus, not for the public',
  why: `Metrics name every route, every error, versions, queues and how many people are there, and counting them costs the backend time.
Prometheus asks the backend itself, within the stack; through nginx it is everybody else who gets them.`,
  repair:
    'Answer the path in nginx: location = /metrics { deny all; }. Prometheus goes on asking the backend.',
  fixClass: 'confirm',
  source:
    'prometheus.io/docs/operating/security: "metrics endpoints should not be exposed to publicly accessible networks"; nginx manual, location and ngx_http_access_module, tried with 1.22.1',
  run: ({ project }) => {
    const servers = publicServers(project);
    if (servers.length === 0) return notApplicable('no nginx with a readable configuration is published');
    return found(servers.flatMap((server) => findingsOf(project, server)));
  },
});

/** A path of the public server behind which the metrics of a service are. */
interface Leak {
  readonly path: string;
  readonly location: NginxPlace;
  readonly service: Service;
  /** What says that there are metrics; undefined where only the location's own name does. */
  readonly known: Place | undefined;
}

function findingsOf(project: Project, server: NginxServer): Finding[] {
  const leaks = server.locations.flatMap((location) => leaksOf(project, location));
  const open = leaks.filter(
    ({ path, location }) => answeringLocation(server.locations, path) === location && isOpenToAll(location),
  );
  return open
    .filter(({ path }, i) => open.findIndex((other) => other.path === path) === i)
    .map((leak) => findingOf(project, leak));
}

/** The paths at which a location passes on what a backend has. One that rewrites paths is not followed. */
function leaksOf(project: Project, location: NginxPlace): Leak[] {
  const own = location.directive.children ?? [];
  const word = own.find(({ words }) => words[0] === 'proxy_pass')?.words[1] ?? '$';
  const target = word.includes('$') ? undefined : passedTo(project, location.file, word);
  if (target === undefined || own.some(({ words }) => words[0] === 'rewrite')) return [];
  const { service, port, uri } = target;
  if (isSwitchedOff(service)) return [];
  const { modifier, pattern } = locationOf(location);
  const metrics = metricsOf(project, service, port);
  const named =
    !modifier.startsWith('~') && /\/metrics\/?$/.test(pattern) && mayHaveMetrics(project, service)
      ? [{ path: pattern.replace(/\/$/, ''), location, service, known: metrics[0]?.at }]
      : [];
  if (named.length > 0) return named;
  return metrics.flatMap(({ path, at }) => {
    if (uri === '') return [{ path, location, service, known: at }];
    // The part that the location names is replaced by that of proxy_pass.
    return path.startsWith(uri) && !modifier.startsWith('~')
      ? [{ path: pattern + path.slice(uri.length), location, service, known: at }]
      : [];
  });
}

/** A variable of its own says that it gives no metrics: EXPOSE_PROMETHEUS_METRICS=False, METRICS_ENABLED=0. */
function isSwitchedOff({ environment }: Service): boolean {
  return environment.some(
    ({ key, value = '' }) =>
      /(?:METRICS|PROMETHEUS)/i.test(key) &&
      /(?:^|_)(?:ENABLED?|EXPOSE|EXPORT|ACTIVE)(?:_|$)/i.test(key) &&
      /^(?:0|false|no|off)$/i.test(value),
  );
}

/** Paths with metrics at a port of a service, as its own sources and Prometheus' targets agree; none that ask who is there. */
function metricsOf(
  project: Project,
  service: Service,
  port: number,
): { readonly path: string; readonly at: Place }[] {
  const routes = metricsRoutes(project, service);
  const scraped = staticTargets(project).filter(
    (target) => !target.relayed && target.port === port && serviceOfHost(project, target.host) === service,
  );
  const asksWho =
    routes.some((route) => isGuarded(project, route)) ||
    scraped.some(({ file }) =>
      /^\s*(?:authorization|basic_auth|bearer_token\w*|oauth2):/m.test(project.read(file) ?? ''),
    );
  if (asksWho) return [];
  const answered = scraped.filter(
    ({ metricsPath }) => routes.length === 0 || routes.some((route) => mayAnswer(route, metricsPath)),
  );
  return [
    ...answered.map(({ metricsPath, at }) => ({ path: metricsPath, at })),
    ...routes.filter(({ prefixed }) => !prefixed),
  ];
}

function isGuarded(project: Project, { at }: MetricsRoute): boolean {
  const lines = (project.read(at.file) ?? '').split('\n');
  return GUARDED.test(lines.slice(Math.max(0, at.line - 3), at.line + 4).join('\n'));
}

/** A path called "metrics" of a backend that is seen to have none of Prometheus' is one of the application itself. */
function mayHaveMetrics(project: Project, service: Service): boolean {
  const routes = metricsRoutes(project, service);
  if (routes.some((route) => isGuarded(project, route))) return false;
  return (
    routes.length > 0 || sourcesOf(project, service).length === 0 || usesMetricsLibrary(project, service)
  );
}

function findingOf(project: Project, leak: Leak): Finding {
  const { path, location, service, known } = leak;
  const { at, file } = location;
  const { modifier, pattern } = locationOf(location);
  const written = `location ${modifier === '' ? '' : `${modifier} `}${pattern}`;
  const scrapedHere = staticTargets(project).some(
    ({ host }) => serviceOfHost(project, host)?.name === file.service,
  );
  return {
    message: `Whoever reaches nginx gets ${path}: the metrics of ${service.name}.`,
    at,
    ...(known === undefined ? {} : { related: [known] }),
    evidence: [
      {
        by: 'config',
        text: `${written} passes ${path} on to ${service.name}, and nothing says who may ask`,
        at,
      },
    ],
    ...(scrapedHere
      ? {
          repair: `Prometheus asks nginx: give it the address of ${service.name} itself, or allow the address of Prometheus for ${path}; then deny all others.`,
        }
      : {
          repair: `Deny ${path} in nginx: location = ${path} { deny all; }`,
          fix: {
            class: 'confirm',
            edits: [denied(leak)],
            restart: restartFor(file),
          },
        }),
  };
}

/** Inside the location where it is only for metrics, else by one of its own behind it: an exact one is chosen first. */
function denied({ path, location }: Leak): Edit {
  const isOnlyFor = /\/metrics\/?$/.test(location.directive.words.at(-1) ?? '');
  return isOnlyFor
    ? insideBlock(location, ['deny all;'])
    : blockBehind(location, `location = ${path}`, ['deny all;']);
}
