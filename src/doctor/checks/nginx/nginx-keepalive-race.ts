import type { Place, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import {
  addressOf,
  hasPool,
  inherited,
  KEEPS_BY_DEFAULT,
  nginxDirectives,
  type NginxPlace,
  versionAt,
} from '../../components/nginx/nginx-files.ts';
import { startLines } from '../../components/backend/processes-of.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { withVariable } from '../../components/compose/variable-edits.ts';

const CLOSED = { name: 'closed', literal: 'upstream prematurely closed connection' };
/** Seconds that nginx keeps an idle connection to an upstream, and uvicorn one to a client, unless told otherwise. */
const OF_NGINX = 60;
const OF_UVICORN = 5;
/** Longer than nginx by what a busy process may be late. */
const MARGIN = 15;
const VARIABLE = 'UVICORN_TIMEOUT_KEEP_ALIVE';

export const nginxKeepaliveRace = defineCheck({
  id: 'nginx-keepalive-race',
  area: 'nginx',
  severity: 'warning',
  title: 'The application keeps idle connections longer than nginx does',
  why: `nginx sends a request over a connection that it kept, in the very moment in which the application closes it for having been idle: the
request is lost, and nginx answers 502 where it may not repeat it (an upload, any POST). It happens now and then, under no load at all.`,
  repair: `Let the application keep idle connections for longer than nginx does: uvicorn --timeout-keep-alive ${OF_NGINX + MARGIN}.`,
  fixClass: 'safe',
  source:
    'nginx manual, ngx_http_upstream_module keepalive_timeout (60 s); uvicorn settings, --timeout-keep-alive (5 s) and UVICORN_TIMEOUT_KEEP_ALIVE, both seen with uvicorn 0.54.0; encode/uvicorn pull request 152',
  logs: [CLOSED],
  run: (evidence) => {
    const pairs = keptPairs(evidence);
    if (pairs.length === 0)
      return notApplicable('no nginx keeps connections to an application of this project');
    const findings = pairs.flatMap((pair) => findingOf(evidence, pair) ?? []);
    if (findings.length > 0) return found(findings);
    const dark = pairs.find(({ service }) => uvicornOf(evidence, service) === undefined);
    return dark === undefined
      ? HEALTHY
      : notObservable(`how long ${dark.service.name} keeps an idle connection is not to be seen`);
  },
});

interface Pair {
  readonly upstream: NginxPlace;
  readonly service: Service;
  readonly seconds: number;
}

/** Upstreams whose connections nginx keeps, each with the services behind it. */
function keptPairs({ project }: Evidence): Pair[] {
  const all = nginxDirectives(project);
  const kept = all.filter(
    (place) =>
      place.directive.words[0] === 'upstream' && place.file.service !== undefined && isKept(place, all),
  );
  return kept.flatMap((upstream) => {
    const { children = [] } = upstream.directive;
    const seconds = secondsOf(children.find(({ words }) => words[0] === 'keepalive_timeout')?.words[1]);
    const hosts = children.flatMap(({ words }) =>
      words[0] === 'server' ? (addressOf(words[1] ?? '')?.host ?? []) : [],
    );
    const services = new Set(hosts.flatMap((host) => serviceOfHost(project, host) ?? []));
    return seconds === undefined
      ? []
      : [...services].map((service): Pair => ({ upstream, service, seconds }));
  });

  function isKept({ directive, file }: NginxPlace, places: readonly NginxPlace[]): boolean {
    if ((versionAt(project, file) ?? 0) >= KEEPS_BY_DEFAULT) return true;
    return (
      hasPool(directive) &&
      places.some(
        (use) =>
          use.directive.words[0] === 'proxy_pass' &&
          addressOf(use.directive.words[1] ?? '')?.host === directive.words[1] &&
          inherited(use, 'proxy_http_version')?.words[1] === '1.1',
      )
    );
  }
}

/** `60s`, `60`, `1m`, `1h`; 0 keeps none. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return OF_NGINX;
  const match = /^(\d+)(ms|s|m|h)?$/.exec(text);
  if (match === null || Number(match[1]) === 0) return undefined;
  return Number(match[1]) * ({ ms: 0.001, s: 1, m: 60, h: 3600 }[match[2] ?? 's'] ?? 1);
}

/** What uvicorn's command line keeps; undefined where something else serves, or gunicorn starts it with settings of its own. */
function uvicornOf(
  { project }: Evidence,
  service: Service,
):
  | { readonly seconds: number; readonly at: Place; readonly by: 'flag' | 'variable' | 'default' }
  | undefined {
  const lines = startLines(project, service);
  const line = lines.find(({ text }) => /(?:^|[\s/;&])uvicorn\s/.test(text));
  if (line === undefined || lines.some(({ text }) => /\bgunicorn\b/.test(text))) return undefined;
  const flag = /--timeout-keep-alive[=\s]+["']?(\S+)/.exec(line.text)?.[1];
  const entry = service.environment.findLast(({ key }) => key === VARIABLE);
  const written = flag ?? entry?.value ?? String(OF_UVICORN);
  if (!/^\d+$/.test(written) || (entry !== undefined && entry.value === undefined)) return undefined;
  const seconds = Number(written);
  if (flag !== undefined) return { seconds, at: line.at, by: 'flag' };
  return entry === undefined
    ? { seconds, at: line.at, by: 'default' }
    : { seconds, at: entry.at, by: 'variable' };
}

function findingOf(evidence: Evidence, { upstream, service, seconds }: Pair): Finding | undefined {
  const own = uvicornOf(evidence, service);
  if (own === undefined || own.seconds > seconds) return undefined;
  const { count } = evidence.logs.summary('nginx-keepalive-race', CLOSED.name);
  const wanted = Math.ceil(seconds) + MARGIN;
  const edit =
    own.by === 'flag' ? undefined : withVariable(evidence.project, service, VARIABLE, String(wanted));
  return {
    message: `uvicorn in ${service.name} closes a connection after ${own.seconds} idle seconds, and nginx goes on using it for ${seconds}: now and then a request gets 502.`,
    at: own.at,
    related: [upstream.at],
    evidence: [
      {
        by: 'config',
        text: `uvicorn ${own.seconds} s${own.by === 'default' ? ', its default' : ''}; nginx ${seconds} s for upstream ${upstream.directive.words[1] ?? ''}`,
        at: own.at,
      },
      ...(count === 0 ? [] : [{ by: 'log' as const, text: `"${CLOSED.literal}" ${count} x` }]),
    ],
    repair:
      own.by === 'flag'
        ? `Write --timeout-keep-alive ${wanted}.`
        : `Set ${VARIABLE}=${wanted}, or start uvicorn with --timeout-keep-alive ${wanted}.`,
    ...(edit === undefined ? {} : { fix: { class: 'safe', edits: [edit], restart: [service.name] } }),
  };
}
