import type { Project, Service } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import { sourcesOf } from '../../components/backend/client-pools.ts';
import { isCvx } from '../../components/backend/metrics-service.ts';
import {
  allowedHosts,
  type AllowedHosts,
  isAllowed,
  isNameForDjango,
} from '../../components/backend/python/allowed-hosts.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { downSeen, isScrapeOf } from '../../components/prometheus/prometheus-live.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import type { Evidence } from '../../evidence.ts';
import type { ScrapeTarget } from '../../live/live.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';

const DISALLOWED: LogPattern = {
  name: 'disallowed',
  literal: 'Invalid HTTP_HOST header: ',
  pattern: /Invalid HTTP_HOST header: '(?<host>[^']+)'/,
};

export const backendMetricsHostRejected = defineCheck({
  id: 'backend-metrics-host-rejected',
  area: 'backend',
  severity: 'error',
  title: 'The backend answers to the name that Prometheus calls it by',
  why: `Prometheus calls the backend by the name of its service (backend:8000), and sends that name as Host. Django's ALLOWED_HOSTS and
Starlette's TrustedHostMiddleware answer 400 to every name that is not on their list, which is often the public one alone: the target
stays down, and nothing of the application is measured. Prometheus cannot send another Host.`,
  repair: 'Add the name of the service to the allowed hosts. Inside the network alone does anybody use it.',
  fixClass: 'confirm',
  source:
    'Django 5.2 django/http/request.py get_host, and Starlette 1.10 middleware/trustedhost.py, both run: 400 for backend:8000, and of Django for any name with an underscore; Prometheus 2.42 then says "server returned HTTP status 400 Bad Request"',
  logs: [DISALLOWED],
  supersedes: ['prom-target-down'],
  run: (evidence) => {
    const { project } = evidence;
    const scrapes = scrapesOf(project);
    if (scrapes.length === 0) return notApplicable('Prometheus scrapes no backend');
    const findings = scrapes.flatMap((scrape) => findingOf(evidence, scrape) ?? []);
    if (findings.length > 0) return found(findings);
    const unknown = scrapes
      .map((scrape) => unknownBecause(evidence, scrape))
      .find((why) => why !== undefined);
    return unknown === undefined ? HEALTHY : notObservable(unknown);
  },
});

/** A backend, by one of the names that Prometheus calls it by. */
interface Scrape {
  readonly service: Service;
  readonly host: string;
  readonly targets: readonly [StaticTarget, ...StaticTarget[]];
  readonly allowed: AllowedHosts | undefined;
}

function scrapesOf(project: Project): Scrape[] {
  const direct = staticTargets(project).filter(({ relayed }) => !relayed);
  return direct.flatMap((first, index): Scrape[] => {
    const { host } = first;
    const service = serviceOfHost(project, host);
    const isBackend = service?.kind === 'backend' && service.active && !isCvx(service);
    if (!isBackend || direct.findIndex((one) => one.host === host) < index) return [];
    const others = direct.slice(index + 1).filter((one) => one.host === host);
    return [{ service, host, targets: [first, ...others], allowed: allowedHosts(project, service) }];
  });
}

function findingOf(evidence: Evidence, scrape: Scrape): Finding | undefined {
  const { service, host, targets, allowed } = scrape;
  const logged = logSeen(evidence, scrape);
  const refused = allowed !== undefined && isRefused(allowed, host);
  if (isUp(evidence, scrape) || (!refused && logged.length === 0)) return undefined;
  const [list] = allowed?.lists ?? [];
  const nameless = !isNameForDjango(host) && (allowed?.framework ?? 'Django') === 'Django';
  const at = nameless ? targets[0].at : (list?.at ?? service.at);
  return {
    message: nameless
      ? `${host} is no host name for Django, which takes no underscore: it answers every scrape with 400.`
      : `The allowed hosts of ${service.name} lack the name ${host}, by which Prometheus calls it: every scrape is answered with 400.`,
    at,
    related: targets.map((target) => target.at).filter((place) => place !== at),
    evidence: [
      ...(refused ? [{ by: 'config' as const, text: refusalText(allowed, nameless), at }] : []),
      ...logged,
      ...downSeen(evidence, (one) => isScrapeOfAny(one, targets) && /\bstatus 400\b/.test(one.lastError)),
    ],
    ...(nameless
      ? {
          repair: `Give ${service.name} an alias without underscore on its network (networks: default: aliases), allow that, and scrape it.`,
        }
      : cureOf(scrape)),
  };
}

function isRefused(allowed: AllowedHosts, host: string): boolean {
  const unspeakable = allowed.framework === 'Django' && !isNameForDjango(host);
  return !allowed.around && (unspeakable || (allowed.known && !isAllowed(allowed, host)));
}

function refusalText({ framework, lists }: AllowedHosts, nameless: boolean): string {
  if (nameless) return 'Django takes letters, digits, dots and hyphens in a name';
  const values = lists.flatMap((list) => list.values).slice(0, 5);
  const what = framework === 'Django' ? 'ALLOWED_HOSTS' : 'TrustedHostMiddleware';
  return `${what} allows ${values.length === 0 ? 'no name' : values.join(', ')}`;
}

/** Of several lists nobody can tell from here which one is used. */
function cureOf({ allowed, service, host }: Scrape): Pick<Finding, 'repair' | 'fix'> {
  const [list, ...others] = allowed?.lists ?? [];
  // With DEBUG an empty list stands for these; once it holds a name, it does not.
  const local =
    list?.values.length === 0 && allowed?.framework === 'Django' ? ['localhost', '127.0.0.1', '[::1]'] : [];
  const edit = others.length > 0 ? undefined : list?.add([...local, host]);
  return {
    repair: `Add ${host} to the allowed hosts of ${service.name}.`,
    ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
  };
}

function logSeen({ logs }: Evidence, { targets, service }: Scrape): Seen[] {
  const lines = logs.summary('backend-metrics-host-rejected', DISALLOWED.name);
  return targets.flatMap(({ target }): Seen[] => {
    const times = lines.tallies['host']?.get(target) ?? 0;
    return times > 0 && mayBeOf(lines, service)
      ? [{ by: 'log', text: `"Invalid HTTP_HOST header: '${target}'" ${times} x` }]
      : [];
  });
}

function isScrapeOfAny(scrape: ScrapeTarget, targets: readonly StaticTarget[]): boolean {
  return targets.some((target) => isScrapeOf(scrape, target));
}

function isUp({ live }: Evidence, { targets }: Scrape): boolean {
  return [...live.prometheus.values()].some(
    (answer) =>
      answer.seen && answer.value.targets.some((one) => one.health === 'up' && isScrapeOfAny(one, targets)),
  );
}

/** Undefined where the name is seen to be answered to. */
function unknownBecause(evidence: Evidence, scrape: Scrape): string | undefined {
  const { service, allowed } = scrape;
  if (isUp(evidence, scrape)) return undefined;
  if (allowed === undefined)
    return sourcesOf(evidence.project, service).some((file) => file.endsWith('.py'))
      ? undefined
      : `no Python source of ${service.name} is here, and Prometheus was not seen to reach it`;
  if (allowed.around) return `metrics of ${service.name} may be served where names are not looked at`;
  return allowed.known
    ? undefined
    : `what the list of allowed hosts of ${service.name} comes to cannot be read from here`;
}
