import {
  defineCheck,
  type Finding,
  type Fix,
  found,
  HEALTHY,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import { sourcesOf } from '../../components/backend/client-pools.ts';
import type { Evidence } from '../../evidence.ts';
import { isCvx } from '../../components/backend/metrics-service.ts';
import { downSeen, isScrapeOf } from '../../components/prometheus/prometheus-live.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { type JsonMetrics, jsonMetricsOf } from '../../components/backend/python/json-metrics.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import type { Service } from '../../../project/project.ts';

/** What Prometheus 3 says of a type that it does not know, and both of a body that is none of its formats. */
const UNREADABLE =
  /unsupported Content-Type|expected a valid start token|invalid metric type|expected .* got/;

export const backendMetricsUnparsable = defineCheck({
  id: 'backend-metrics-unparsable',
  area: 'backend',
  severity: 'error',
  title: 'The metrics of the backend can be read by Prometheus',
  why: `The endpoint answers 200, but not in Prometheus' text format: FastAPI makes JSON of a text that a handler returns, so the body
is one long quoted string of type application/json. The request looks healthy, and Prometheus throws every scrape away.`,
  repair:
    'Answer with Response(generate_latest(), media_type=CONTENT_TYPE_LATEST). Do not set fallback_scrape_protocol: the body would still be JSON.',
  fixClass: 'confirm',
  source:
    'prometheus/prometheus PR 15136 and #15485 (unsupported Content-Type, Prometheus 3); prometheus_client CONTENT_TYPE_LATEST; seen with FastAPI and prometheus_client',
  supersedes: ['prom-target-down', 'prom-target-html'],
  run: (evidence) => {
    const { project, live } = evidence;
    const backends = project.services.filter((one) => one.kind === 'backend' && one.active && !isCvx(one));
    if (backends.length === 0) return notApplicable('no service is a backend of its own');
    const written = backends.flatMap((service) => jsonMetricsOf(project, sourcesOf(project, service)));
    const known = new Set(written.map(({ at }) => `${at.file}:${at.line}`));
    const unique = written.filter(({ at }) => known.delete(`${at.file}:${at.line}`));
    const targets = staticTargets(project).filter(({ host }) =>
      backends.some((one) => one === serviceOfHost(project, host)),
    );
    if (unique.length > 0) return found(unique.map((one) => sourceFinding(evidence, one, backends, targets)));
    const unread = targets.flatMap((target) => targetFinding(evidence, target));
    if (unread.length > 0) return found(unread);
    if (targets.length === 0) return notApplicable('Prometheus scrapes no backend');
    const answered =
      backends.some(({ name }) => live.http.has(name)) ||
      [...live.prometheus.values()].some(({ seen }) => seen);
    const read = backends.some((service) => sourcesOf(project, service).length > 0);
    return answered || read
      ? HEALTHY
      : notObservable('neither the source of the backend nor its answer is here');
  },
});

function sourceFinding(
  evidence: Evidence,
  one: JsonMetrics,
  backends: readonly Service[],
  targets: readonly StaticTarget[],
): Finding {
  const { project } = evidence;
  const owners = backends.filter((service) => sourcesOf(project, service).includes(one.at.file));
  const fix: Fix | undefined = one.edits && {
    class: 'confirm',
    edits: one.edits,
    restart: owners.map(({ name }) => name),
  };
  return {
    message: `${one.name} returns its metrics as they are, and FastAPI makes JSON of them: Prometheus cannot read it.`,
    at: one.at,
    related: targets.map(({ at }) => at),
    evidence: [
      {
        by: 'config',
        text: `${one.name} returns ${one.returns}, without a Response of its own type`,
        at: one.at,
      },
      ...targets.flatMap((target) => liveSeen(evidence, target)),
    ],
    ...(fix === undefined ? {} : { fix }),
  };
}

function targetFinding(evidence: Evidence, target: StaticTarget): Finding[] {
  const seen = liveSeen(evidence, target);
  if (seen.length === 0) return [];
  return [
    {
      message: `${target.target} answers ${target.metricsPath} with something that is no metrics: Prometheus throws every scrape away.`,
      at: target.at,
      evidence: seen,
    },
  ];
}

function liveSeen(evidence: Evidence, target: StaticTarget): Seen[] {
  const { live, project } = evidence;
  const { host, metricsPath } = target;
  const service = serviceOfHost(project, host);
  const answers = (live.http.get(service?.name ?? host) ?? [])
    .filter(
      ({ url, status, isMetrics }) =>
        status === 200 && !isMetrics && URL.canParse(url) && new URL(url).pathname === metricsPath,
    )
    .map(({ url, contentType }): Seen => ({
      by: 'live',
      text: `${url} answers 200 as ${contentType || 'no type'}, no metrics`,
    }));
  const unread = downSeen(
    evidence,
    (scrape) => isScrapeOf(scrape, target) && UNREADABLE.test(scrape.lastError),
  );
  return [...answers, ...unread];
}
