import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { ScrapeTarget } from '../../live/live.ts';
import { downSeen, isScrapeOf } from '../../components/prometheus/prometheus-live.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { scraperOf } from '../../components/prometheus/scrape-edits.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import type { Service } from '../../../project/project.ts';

/** Where each kind of program has its metrics, by its own defaults; the rest has no port of its own that is known. */
const METRICS_PORT: Partial<Record<Service['kind'], number>> = {
  'redis-exporter': 9121,
  'postgres-exporter': 9187,
  'node-exporter': 9100,
  cadvisor: 8080,
  qdrant: 6333,
  prometheus: 9090,
  alertmanager: 9093,
  grafana: 3000,
};
/** What answered, and what it said is the matter of other checks. */
const ANSWERED = /HTTP status|Content-Type|valid start token|invalid metric type/;

export const promTargetDown = defineCheck({
  id: 'prom-target-down',
  area: 'prometheus',
  severity: 'error',
  title: 'Every target of Prometheus can be reached',
  why: `A target that Prometheus cannot reach is measured by nobody. The usual cause in Compose is the host's port used inside the network
(postgres-exporter:19187 for "19187:9187"), or a service name that no longer exists.`,
  repair: 'Use the name of the service and the port that it listens on inside the network.',
  fixClass: 'safe',
  source:
    'Prometheus HTTP API, /api/v1/targets (health, lastError); default ports of the exporters (Prometheus wiki, default port allocations); Compose networking: container ports',
  run: (evidence) => {
    const { project, live } = evidence;
    const targets = staticTargets(project).filter(({ relayed }) => !relayed);
    if (targets.length === 0) return notApplicable('no static target in a prometheus.yml');
    const sick = targets.flatMap((target) => findingOf(evidence, target) ?? []);
    if (sick.length > 0) return found(sick);
    return [...live.prometheus.values()].some(({ seen }) => seen) ||
      targets.every(({ host }) => host === 'localhost' || serviceOfHost(project, host) !== undefined)
      ? HEALTHY
      : notObservable('Prometheus was not asked, and some targets are outside of this project');
  },
});

function findingOf(evidence: Evidence, target: StaticTarget): Finding | undefined {
  const { project } = evidence;
  const service = serviceOfHost(project, target.host);
  const port = service === undefined ? undefined : containerPort(service, target.port);
  const seen = downSeen(evidence, (scrape) => isUnreached(scrape, target));
  const wrong = service !== undefined && port !== undefined && port !== target.port;
  if (!wrong && seen.length === 0) return undefined;
  const { file, path } = target;
  const value = `${target.host}:${port ?? target.port}`;
  return {
    message: wrong
      ? `${target.target} is the host's port of ${service.name}; inside the network it listens on ${port}.`
      : `Prometheus cannot reach ${target.target}: nothing of it is measured.`,
    at: target.at,
    related: service === undefined ? [] : [service.at],
    evidence: [
      ...(wrong
        ? [
            {
              by: 'config' as const,
              text: `${service.name} publishes ${port} as ${target.port}`,
              at: target.at,
            },
          ]
        : []),
      ...seen,
    ],
    ...(wrong
      ? {
          repair: `Scrape ${value}.`,
          fix: {
            class: 'safe',
            edits: [{ do: 'set-yaml', file, path, value }],
            restart: scraperOf(project, target),
          },
        }
      : {}),
  };
}

/** The port inside, where the target names the one on the host; the target's own where that is right or nothing tells. */
function containerPort({ ports, kind }: Service, port: number): number | undefined {
  if (ports.some(({ container }) => container === port) || METRICS_PORT[kind] === port) return undefined;
  const inside = new Set(ports.filter(({ host }) => host === port).map(({ container }) => container));
  return inside.size === 1 ? [...inside][0] : undefined;
}

function isUnreached(scrape: ScrapeTarget, target: StaticTarget): boolean {
  const { health, job, lastError } = scrape;
  return health === 'down' && job === target.job && isScrapeOf(scrape, target) && !ANSWERED.test(lastError);
}
