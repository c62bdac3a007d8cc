import {
  defineCheck,
  type Finding,
  type Fix,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import { sourcesOf } from '../../components/backend/client-pools.ts';
import type { Evidence } from '../../evidence.ts';
import {
  mayAnswer,
  type MetricsRoute,
  metricsRoutes,
  usesMetricsLibrary,
} from '../../components/backend/metrics-routes.ts';
import { cvxImage, isCvx, metricsServiceFix } from '../../components/backend/metrics-service.ts';
import { downSeen, isScrapeOf } from '../../components/prometheus/prometheus-live.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { scraperOf } from '../../components/prometheus/scrape-edits.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { yamlPlaces } from '../../components/compose/yaml-places.ts';
import type { Service } from '../../../project/project.ts';

/** uvicorn, gunicorn, nginx and most others: `"GET /api/metrics HTTP/1.1" 404`. */
const NOT_FOUND: LogPattern = {
  name: 'not-found',
  literal: 'metrics HTTP/1.',
  pattern: /(?:GET|HEAD) (?<path>\/\S*metrics) HTTP\/1\.[01]"? (?:- )?404\b/,
};

/** A person who tries, or a Prometheus with its old configuration in the moments of a restart, asks less often. */
const MANY = 4;

interface Scrape {
  readonly target: StaticTarget;
  readonly service: Service;
}

export const backendMetricsMissing = defineCheck({
  id: 'backend-metrics-missing',
  area: 'backend',
  severity: 'error',
  title: 'The backend has metrics where Prometheus asks for them',
  why: `Prometheus asks the backend for its metrics at a path that the backend does not have: it answers 404, the target stays down,
and nothing of the application is measured: no latency, no errors, no alert that could fire.`,
  repair:
    'Point metrics_path at the path that exists, or give the stack metrics: `cvx metrics` as a service, or an endpoint in the backend.',
  fixClass: 'confirm',
  source:
    'Prometheus configuration, metrics_path (default /metrics); "server returned HTTP status 404 Not Found" in prometheus/prometheus scrape/scrape.go; access log as uvicorn writes it',
  logs: [NOT_FOUND],
  supersedes: ['prom-target-down'],
  run: (evidence) => {
    const { project, logs } = evidence;
    const backends = project.services.filter((one) => one.kind === 'backend' && one.active && !isCvx(one));
    const scrapes = staticTargets(project).flatMap((target): Scrape[] => {
      const service = serviceOfHost(project, target.host);
      return service !== undefined && backends.includes(service) ? [{ target, service }] : [];
    });
    const asked = new Set(scrapes.map(({ target }) => target.metricsPath));
    const unasked = unscraped(evidence, backends, asked);
    const missing = scrapes.map((scrape) => isMissing(evidence, scrape));
    const sick = scrapes.filter((_, i) => missing[i] === true);
    const all = [...sick.map((scrape) => scrapeFinding(evidence, scrape)), ...unasked];
    if (all.length > 0) return found(all);
    if (backends.length === 0) return notApplicable('no service is a backend of its own');
    if (scrapes.length > 0)
      return missing.every((one) => one === undefined)
        ? notObservable('neither source, nor log, nor the running backend tells whether it has metrics')
        : HEALTHY;
    return backends.some(({ name }) => logs.observed(name).seen)
      ? HEALTHY
      : notApplicable('Prometheus scrapes no backend');
  },
});

/** Undefined where nothing tells. What runs speaks before what is written. */
function isMissing(evidence: Evidence, { target, service }: Scrape): boolean | undefined {
  const { project, logs, live } = evidence;
  const answers = (live.http.get(service.name) ?? []).filter(({ url }) => pathOf(url) === target.metricsPath);
  if (answers.length > 0) return answers.some(({ status }) => status === 404);
  if (notFoundSeen(evidence, target).length > 0) return true;
  if (timesNotFound(evidence, target.metricsPath) > 0) return true;
  const sources = sourcesOf(project, service).filter((file) =>
    /\.(?:py|[cm]?[jt]s|go|java|kt|rb|php)$/.test(file),
  );
  const routes = metricsRoutes(project, service);
  if (routes.length > 0) return !routes.some((route) => mayAnswer(route, target.metricsPath));
  if (sources.length > 0 && !usesMetricsLibrary(project, service)) return true;
  return logs.observed(service.name).seen ? false : undefined;
}

function timesNotFound({ logs }: Evidence, path: string): number {
  return logs.summary('backend-metrics-missing', NOT_FOUND.name).tallies['path']?.get(path) ?? 0;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function notFoundSeen(evidence: Evidence, target: StaticTarget): Seen[] {
  return downSeen(
    evidence,
    (scrape) => isScrapeOf(scrape, target) && scrape.lastError.includes('status 404'),
  );
}

function scrapeFinding(evidence: Evidence, scrape: Scrape): Finding {
  const { project, live } = evidence;
  const { target, service } = scrape;
  const wrong = target.metricsPath;
  const config = project.configs.find(({ file }) => file === target.file);
  const job = target.path.slice(0, 2);
  const pathAt = config && yamlPlaces(config).placeOf([...job, 'metrics_path']);
  const routes = metricsRoutes(project, service);
  const other = otherPath(evidence, scrape, routes);
  const seen: Seen[] = [
    { by: 'config', text: `job ${target.job} asks ${target.target} for ${wrong}`, at: pathAt ?? target.at },
    ...logSeen(evidence, wrong),
    ...(live.http.get(service.name) ?? [])
      .filter(({ url, isMetrics }) => pathOf(url) === wrong || isMetrics)
      .map(({ url, status, isMetrics }): Seen => ({
        by: 'live',
        text: `${url} answers ${status}${isMetrics ? ' with metrics' : ''}`,
      })),
    ...notFoundSeen(evidence, target),
  ];
  return {
    message:
      other === undefined
        ? `${service.name} has no metrics at ${wrong}, where Prometheus asks for them: nothing of it is measured.`
        : `${service.name} has its metrics at ${other}, and Prometheus asks for ${wrong}: nothing of it is measured.`,
    at: pathAt ?? target.at,
    related: [service.at, ...routes.map(({ at }) => at)],
    evidence: seen,
    ...(other === undefined
      ? {
          repair: `Add cvx metrics as a service (docker build -t ${cvxImage()} in cvx's folder makes its image) and let Prometheus ask it in place of ${service.name}, or give ${service.name} an endpoint at ${wrong}.`,
          fix: metricsServiceFix(project, target, service),
        }
      : { repair: `Set metrics_path to ${other}.`, fix: pathFix(evidence, scrape, other) }),
  };
}

/** A path that was seen to have metrics, else one that the source writes out whole. */
function otherPath(
  { live }: Evidence,
  { service, target }: Scrape,
  routes: readonly MetricsRoute[],
): string | undefined {
  const answers = live.http.get(service.name) ?? [];
  const parses = answers.find(({ isMetrics, status }) => isMetrics && status === 200);
  if (parses !== undefined) return pathOf(parses.url);
  const denied = new Set(answers.map(({ url }) => pathOf(url)));
  return routes.find(({ path, prefixed }) => path !== target.metricsPath && !prefixed && !denied.has(path))
    ?.path;
}

function pathFix({ project }: Evidence, { target }: Scrape, path: string): Fix {
  const job = target.path.slice(0, 2);
  return {
    // Others of the same job may have theirs where the job says.
    class: target.ofJob === 1 ? 'safe' : 'confirm',
    edits: [{ do: 'set-yaml', file: target.file, path: [...job, 'metrics_path'], value: path }],
    restart: scraperOf(project, target),
  };
}

function logSeen(evidence: Evidence, path: string): Seen[] {
  const times = timesNotFound(evidence, path);
  const [sample] = evidence.logs.summary('backend-metrics-missing', NOT_FOUND.name).samples;
  return times === 0 || sample === undefined
    ? []
    : [
        {
          by: 'log',
          text: `404 for GET ${path}, ${times} x in the log of ${sample.service ?? sample.source}`,
        },
      ];
}

/** Somebody asks for metrics, and no prometheus.yml of this project says who. */
function unscraped(evidence: Evidence, backends: readonly Service[], asked: ReadonlySet<string>): Finding[] {
  const summary = evidence.logs.summary('backend-metrics-missing', NOT_FOUND.name);
  const paths = [...(summary.tallies['path'] ?? [])].filter(
    ([path, times]) => times >= MANY && !asked.has(path),
  );
  const at = backends.filter(({ name }) => summary.services.has(name));
  return paths.flatMap(([path]) =>
    (at.length > 0 ? at : backends.slice(0, 1)).map((service) => ({
      message: `${service.name} is asked for metrics at ${path} and has none there; no target in prometheus.yml of this project asks.`,
      at: service.at,
      evidence: logSeen(evidence, path),
    })),
  );
}
