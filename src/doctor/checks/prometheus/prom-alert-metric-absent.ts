import { exportersOf, wrongMetricName } from '../../../facts/metrics.ts';
import type { Project } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { PrometheusLive } from '../../live/live.ts';
import { loadedRules, type Rule } from '../../components/prometheus/alert-rules.ts';
import { metricsOf } from '../../components/prometheus/promql-names.ts';

/** Prometheus makes them itself. */
const OWN = /^(?:up|scrape_\w+|ALERTS|ALERTS_FOR_STATE)$/;
/** Of a counter or histogram there may be no series before its first event. */
const LAZY = /_(?:total|count|sum|bucket)$/;

export const promAlertMetricAbsent = defineCheck({
  id: 'prom-alert-metric-absent',
  area: 'prometheus',
  severity: 'warning',
  title: 'Every metric of an alert exists',
  why: `An alert over a metric that nobody prints is no error: the expression has no result, so it never fires. The rule file is loaded,
promtool is content, and the fault that it was written for passes in silence.`,
  repair: 'Write the name that the exporter prints, switch on what prints it, or delete the alert.',
  fixClass: 'never',
  source:
    'samber/awesome-prometheus-alerts (names by exporter version); facts: metrics printed by node_exporter 1.11.1, postgres_exporter 0.19.1, redis_exporter 1.86.0, Qdrant 1.18.3; Prometheus HTTP API, label values of __name__',
  run: ({ project, live }) => {
    const files = project.configs.filter(
      ({ kind, service }) => kind === 'prometheus-rules' && service !== undefined,
    );
    if (files.length === 0) return notApplicable('no Prometheus loads a rule file of the project');
    const rules = loadedRules(project);
    const made = new Set(rules.flatMap(({ record }) => record ?? []));
    const findings = rules.flatMap((rule) => findingOf({ project, live }, rule, made) ?? []);
    if (findings.length > 0) return found(findings);
    const seen = files.every(({ service = '' }) => live.prometheus.get(service)?.seen === true);
    return seen ? HEALTHY : notObservable('Prometheus was not asked which metrics it has');
  },
});

function findingOf(
  { project, live }: Pick<Evidence, 'project' | 'live'>,
  { alert, expr, at, service }: Rule,
  made: ReadonlySet<string>,
): Finding | undefined {
  if (alert === undefined) return undefined;
  const answer = live.prometheus.get(service);
  const asked = answer?.seen === true && answer.value.metricNames.size > 0 ? answer.value : undefined;
  const names = metricsOf(expr).filter((name) => !OWN.test(name) && !made.has(name));
  // One of two names that different versions print is enough.
  if (/\bor\b/.test(expr) && names.some((name) => asked === undefined || asked.metricNames.has(name)))
    return undefined;
  const absent = names.filter((name) => isAbsent(project, name, asked));
  const [first] = absent;
  if (first === undefined) return undefined;
  const right = absent.flatMap((name) => {
    const wrong = wrongMetricName(name);
    return wrong === undefined ? [] : [`${name}: ${wrong.right}`];
  });
  const seen: readonly Seen[] = [
    ...(right.length > 0
      ? [
          {
            by: 'config',
            text: `no known exporter prints ${right.map((text) => text.split(':')[0]).join(', ')}`,
            at,
          } as const,
        ]
      : []),
    ...(asked === undefined
      ? []
      : [{ by: 'live', text: `${service} has no series of ${absent.join(', ')}` } as const]),
  ];
  return {
    message: `The alert ${alert} can never fire: there is no metric ${absent.join(', ')}.`,
    at,
    evidence: seen,
    ...(right.length > 0 ? { repair: `What exists in its place: ${right.join('; ')}.` } : {}),
  };
}

/** Whether nobody prints it. What a source of the project names may appear with its first event. */
function isAbsent(project: Project, name: string, asked: PrometheusLive | undefined): boolean {
  if (asked?.metricNames.has(name) === true || isMadeHere(project, name)) return false;
  if (wrongMetricName(name) !== undefined) return true;
  // A target that is down takes its metrics along.
  if (asked === undefined || LAZY.test(name) || asked.targets.some(({ health }) => health !== 'up'))
    return false;
  const exporters = exportersOf(name);
  return exporters.length === 0
    ? asked.targets.length > 0
    : [...asked.metricNames].some((other) => {
        const [only, ...more] = exportersOf(other);
        return more.length === 0 && only !== undefined && exporters.includes(only);
      });
}

function isMadeHere(project: Project, name: string): boolean {
  const { sources, configs, services } = project;
  const base = name.replace(/_(?:total|count|sum|bucket|created|info)$/, '');
  const text = new RegExp(
    String.raw`(?<![A-Za-z0-9_])${base}(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`,
  );
  const prefixed =
    configs.some((conf) => conf.kind === 'qdrant' && /^\s*metrics_prefix:/m.test(conf.text)) ||
    services.some(({ environment }) =>
      environment.some(({ key }) => key === 'QDRANT__SERVICE__METRICS_PREFIX'),
    );
  return (
    (prefixed && name.startsWith('qdrant_')) || sources.some((file) => text.test(project.read(file) ?? ''))
  );
}
