import type { Edit } from '../../../edits/edit.ts';
import type { Project } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notObservable,
  type Seen,
} from '../../check.ts';
import { requestTimeout } from '../../components/backend/request-timeouts.ts';
import { nginxDirectives, type NginxPlace, restartFor } from '../../components/nginx/nginx-files.ts';
import { insideBlock, withValue } from '../../components/nginx/nginx-insertions.ts';
import {
  linesOfRoute,
  type NginxRoute,
  nginxRoutes,
  type RouteLimit,
  widest,
} from '../../components/nginx/nginx-routes.ts';
import type { Passing } from '../../components/nginx/nginx-targets.ts';
import { noneAtHand } from '../../components/nginx/nginx-in-image.ts';
import type { Evidence } from '../../evidence.ts';
import { count as counted, parseDuration } from '../../../lib/format.ts';

/** Alpine's C library says "Operation timed out". That of a connection that cannot be made, or of a WebSocket, is another matter. */
const TIMED_OUT: LogPattern = {
  name: 'timed-out',
  literal: 'upstream timed out (110',
  pattern:
    /upstream timed out \(110: \w+ timed out\) while reading response header from upstream(?:.* request: "\w+ (?<path>\/[^ "?]*))?/,
};
/** Of nginx, where nothing is said (nginx manual, proxy_read_timeout). */
const OF_NGINX = 60;
/** nginx waits so much longer that it is the application which says that it gave up. */
const MARGIN = 10;
/** Locations for connections that stay open: what they wait says nothing of ordinary requests. */
const LASTING =
  /(?:^|[/_-])(?:wss?|websockets?|sockets?(?:\.io)?|sse|events?|streams?|streaming)(?:[/._-]|$)/i;

export const nginxTimeoutChain = defineCheck({
  id: 'nginx-timeout-chain',
  area: 'nginx',
  severity: 'warning',
  title: 'nginx waits for as long as the application may take',
  why: `nginx gives up after proxy_read_timeout, 60 seconds unless told otherwise, and answers 504. The application knows nothing of it and works
on for nobody, and whoever asks again lets it do the same work twice.`,
  repair:
    'Set proxy_read_timeout for the slow locations to more than the application takes at most; better still, answer at once and do the work in a queue.',
  fixClass: 'confirm',
  source:
    'nginx manual, proxy_read_timeout (60s); gunicorn settings, timeout. Run with nginx 1.22.1 before gunicorn 27.0.1 --timeout 5: 504 and "upstream timed out (110: Connection timed out)" with 2s, 200 with 6s',
  logs: [TIMED_OUT],
  run: (evidence) => {
    const waits = nginxRoutes(evidence.project).flatMap((route) => waitOf(evidence.project, route) ?? []);
    if (waits.length === 0)
      return noneAtHand(evidence.project, 'no nginx passes requests on to a service of the stack');
    const findings = waits.flatMap((wait) => findingOf(evidence, wait) ?? []);
    if (findings.length > 0) return found(findings);
    const dark = waits.find((wait) => isDark(evidence, wait));
    return dark === undefined
      ? HEALTHY
      : notObservable(
          `how long ${dark.route.service.name} may take, or ${dark.route.nginx.name} waits, is not in the files, and the log of nginx is not at hand`,
        );
  },
});

/** For how long nginx waits for the answers of a service. */
interface Wait {
  readonly route: NginxRoute;
  readonly ways: readonly Passing[];
  readonly limit: RouteLimit;
}

function waitOf(project: Project, route: NginxRoute): Wait | undefined {
  const ways = route.passings.filter(({ place }) => !LASTING.test(locationAround(place)?.words.at(-1) ?? ''));
  if (ways.length === 0) return undefined;
  return { route, ways, limit: widest(project, ways, 'proxy_read_timeout', secondsOf, OF_NGINX) };
}

function locationAround({ around }: NginxPlace) {
  return around.findLast(({ words }) => words[0] === 'location');
}

/** `120s`, `2m`, `120`, `1d`; what nginx writes as `1h 30m` is left alone. */
function secondsOf(word: string): number | undefined {
  const days = /^(\d+)d$/.exec(word)?.[1];
  const ms = days === undefined ? parseDuration(word) : Number(days) * 86_400_000;
  return ms === undefined ? undefined : ms / 1000;
}

function isDark({ project, logs }: Evidence, { route, limit }: Wait): boolean {
  const isKnown = limit.value !== undefined && requestTimeout(project, route.service) !== undefined;
  return !isKnown && !logs.observed(route.nginx.name).seen;
}

function findingOf({ project, logs }: Evidence, wait: Wait): Finding | undefined {
  const { route, limit } = wait;
  const { nginx, service } = route;
  const { count } = linesOfRoute(project, route, logs.summary('nginx-timeout-chain', TIMED_OUT.name));
  const allowed = requestTimeout(project, service);
  const isShort = allowed !== undefined && limit.value !== undefined && limit.value < allowed.seconds;
  if (!isShort && count === 0) return undefined;
  const places = placesOf(project, wait);
  const at = limit.set?.at ?? places[0]?.at ?? nginx.at;
  const after =
    limit.value === undefined
      ? ''
      : ` after ${limit.value} seconds${limit.set === undefined ? ', its default' : ''}`;
  const wanted = isShort ? `${allowed.seconds + MARGIN}s` : undefined;
  const edits = wanted === undefined ? undefined : editsOf(project, wait, wanted, places);
  const seen: Seen[] = [
    {
      by: 'config',
      text: limit.set === undefined ? 'proxy_read_timeout is not set' : limit.set.directive.words.join(' '),
      at,
    },
    ...(isShort
      ? [{ by: 'config', text: `gunicorn of ${service.name}: ${allowed.seconds} s`, at: allowed.at } as const]
      : []),
    ...(count === 0
      ? []
      : [{ by: 'log', text: `"upstream timed out" while an answer was awaited, ${count} x` } as const]),
  ];
  return {
    message: isShort
      ? `${nginx.name} gives up on an answer of ${service.name}${after}, with 504; gunicorn lets one take ${allowed.seconds}.`
      : `${nginx.name} gave up on ${counted(count, 'answer')} of ${service.name}${after}: whoever asked got 504.`,
    at,
    ...(isShort ? { related: [allowed.at] } : {}),
    evidence: seen,
    ...(wanted === undefined
      ? {}
      : { repair: `Set proxy_read_timeout ${wanted}, for the locations that need it.` }),
    ...(edits === undefined
      ? {}
      : { fix: { class: 'confirm', edits, restart: restartFor(route.passings[0].place.file) } }),
  };
}

/** The blocks that pass requests on, in the order of the file. */
function placesOf(project: Project, { ways }: Wait): readonly NginxPlace[] {
  const blocks = new Set(ways.map(({ place }) => locationAround(place) ?? place.around.at(-1)));
  return nginxDirectives(project).filter(({ directive }) => blocks.has(directive));
}

/** The last block first: each edit leaves the places before it where they are. */
function editsOf(
  project: Project,
  { route, limit }: Wait,
  wanted: string,
  places: readonly NginxPlace[],
): readonly Edit[] | undefined {
  return limit.set === undefined
    ? places.toReversed().map((place) => insideBlock(place, [`proxy_read_timeout ${wanted};`]))
    : withValue(project, route.nginx, limit.set, wanted);
}
