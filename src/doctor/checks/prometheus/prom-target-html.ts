import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service, ServiceKind } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import { sourcesOf } from '../../components/backend/client-pools.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { downSeen, isScrapeOf } from '../../components/prometheus/prometheus-live.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { scraperOf, targetRemoval } from '../../components/prometheus/scrape-edits.ts';
import type { Evidence } from '../../evidence.ts';
import type { ScrapeTarget } from '../../live/live.ts';

/** Prometheus 3 names the type; 2.5x shows the first letter that it could not read. */
const PAGE = /unsupported Content-Type "text\/html|valid start token, got "<"/;
/** What 2.4x says of whatever is no metrics; programs that show pages to people show one. */
const NO_METRICS = /is not a valid start token/;
const SHOWS_PAGES = new Set<ServiceKind>(['frontend', 'nginx']);
/** Programs that have metrics at /metrics, and a page for people everywhere else. */
const HAS_METRICS = new Set<ServiceKind>([
  'redis-exporter',
  'postgres-exporter',
  'node-exporter',
  'cadvisor',
  'prometheus',
  'alertmanager',
  'grafana',
]);

export const promTargetHtml = defineCheck({
  id: 'prom-target-html',
  area: 'prometheus',
  severity: 'warning',
  title: 'No target of Prometheus answers with a web page',
  why: `A frontend answers every path with its page, and status 200: a request for /metrics looks healthy to people and to a health check. For
Prometheus it is no metrics, so the target is down for good, and an alert on targets that are down never ends.`,
  repair: 'Take the target away, or give the program a path for its metrics and name it in metrics_path.',
  fixClass: 'safe',
  source:
    'prometheus/prometheus PR 15136 (unsupported Content-Type); seen with Prometheus 3.5.0 ("received unsupported Content-Type \\"text/html; charset=utf-8\\"") and 2.42.0 ("\\"INVALID\\" is not a valid start token"); navidrome/navidrome#2577 (what lies between)',
  run: (evidence) => {
    const targets = staticTargets(evidence.project).filter(({ relayed }) => !relayed);
    if (targets.length === 0) return notApplicable('no static target in a prometheus.yml');
    const findings = targets.flatMap((target) => findingOf(evidence, target) ?? []);
    if (findings.length > 0) return found(findings);
    return [...evidence.live.prometheus.values()].some(({ seen }) => seen)
      ? HEALTHY
      : notObservable('Prometheus was not asked what its targets answer');
  },
});

function findingOf(evidence: Evidence, target: StaticTarget): Finding | undefined {
  const { project } = evidence;
  const service = serviceOfHost(project, target.host);
  const isPage = (scrape: ScrapeTarget): boolean =>
    scrape.health === 'down' &&
    scrape.job === target.job &&
    isScrapeOf(scrape, target) &&
    (PAGE.test(scrape.lastError) ||
      (NO_METRICS.test(scrape.lastError) && service !== undefined && SHOWS_PAGES.has(service.kind)));
  const seen = downSeen(evidence, isPage);
  if (seen.length === 0) return undefined;
  return {
    message: `${target.target} answers ${target.metricsPath} with a page for people: Prometheus gets no metrics, and the target stays down.`,
    at: target.at,
    related: service === undefined ? [] : [service.at],
    evidence: [
      {
        by: 'config',
        text: `job ${target.job} scrapes ${target.target}${target.metricsPath}`,
        at: target.at,
      },
      ...seen,
    ],
    ...cureOf(evidence, target, service),
  };
}

/** A target goes where nobody can have meant it; what has metrics, here or elsewhere, is a person's matter. */
function cureOf(
  { project }: Evidence,
  target: StaticTarget,
  service: Service | undefined,
): Pick<Finding, 'repair' | 'fix'> {
  const { file, job, metricsPath } = target;
  const fixOf = (edit: Edit): Pick<Finding, 'fix'> => ({
    fix: { class: 'safe', edits: [edit], restart: scraperOf(project, target) },
  });
  if (service !== undefined && HAS_METRICS.has(service.kind)) {
    if (metricsPath === '/metrics')
      return {
        repair: `${service.name} has metrics there by itself: look what answers in their place (a login, a proxy, a prefix of its own).`,
      };
    const together = staticTargets(project).filter((one) => one.file === file && one.job === job);
    const alike = together.every(({ host }) =>
      HAS_METRICS.has(serviceOfHost(project, host)?.kind ?? 'other'),
    );
    return {
      repair: `${service.name} has its metrics at /metrics: ${alike ? 'take metrics_path away' : 'give it a job of its own, without metrics_path'}.`,
      ...(alike ? fixOf(withoutPath(target)) : {}),
    };
  }
  if (service !== undefined && isMeasured(project, service))
    return {
      repair: `${service.name} has a library for metrics: let it answer ${metricsPath} with them, as text/plain; version=0.0.4.`,
    };
  const shows = service !== undefined && SHOWS_PAGES.has(service.kind) && metricsPath === '/metrics';
  return {
    repair: `Take ${target.target} away, or give it a path for metrics and name that in metrics_path.`,
    ...(shows ? fixOf(targetRemoval(target)) : {}),
  };
}

/** Its metrics may be there under the type of a page (artmizu/nuxt-prometheus#73), or not be switched on. */
function isMeasured(project: Project, service: Service): boolean {
  return sourcesOf(project, service).some(
    (file) =>
      /(?:^|\/)package\.json$/.test(file) &&
      /"(?:prom-client|[^"]*prometheus[^"]*)"\s*:/.test(project.read(file) ?? ''),
  );
}

function withoutPath({ file, path }: StaticTarget): Edit {
  return { do: 'remove-yaml', file, path: [...path.slice(0, 2), 'metrics_path'] };
}
