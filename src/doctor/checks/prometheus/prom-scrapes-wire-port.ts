import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { redisPort } from '../../components/redis/redis-port.ts';
import { scraperOf, targetEdit } from '../../components/prometheus/scrape-edits.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import type { Project, Service } from '../../../project/project.ts';

/** Ports on which a program speaks its own protocol, by the last part of its image, and what speaks HTTP for it. */
const WIRE: readonly (readonly [RegExp, number, string])[] = [
  [/^(?:postgres|postgresql|pgvector|postgis|timescaledb(?:-ha)?)$/, 5432, 'postgres_exporter (port 9187)'],
  [/^pgbouncer$/, 6432, 'pgbouncer_exporter (port 9127)'],
  [/^(?:mysql|mariadb|percona)$/, 3306, 'mysqld_exporter (port 9104)'],
  [/^mongo(?:db)?$/, 27017, 'mongodb_exporter (port 9216)'],
  [/^rabbitmq$/, 5672, 'its own plugin rabbitmq_prometheus (port 15692)'],
  [/^memcached$/, 11211, 'memcached_exporter (port 9150)'],
  [/^(?:kafka|cp-kafka)$/, 9092, 'a JMX exporter'],
  [/^qdrant$/, 6334, 'its HTTP port 6333'],
];

export const promScrapesWirePort = defineCheck({
  id: 'prom-scrapes-wire-port',
  area: 'prometheus',
  severity: 'error',
  title: 'Prometheus asks programs that speak HTTP',
  why: `A database's own port does not speak HTTP: each scrape is a broken connection in its log, the target stays down, and nothing of
the database is measured.`,
  repair: 'Let Prometheus scrape the exporter of that program instead.',
  fixClass: 'safe',
  source:
    'Prometheus wiki, default port allocations; the default ports of the programs, which their images expose',
  supersedes: ['prom-target-down'],
  run: ({ project }) => {
    const targets = staticTargets(project);
    if (targets.length === 0) return notApplicable('no static target in a prometheus.yml');
    return found(targets.flatMap((target) => findingOf(project, target) ?? []));
  },
});

function wireOf({ port }: StaticTarget, service: Service): string | undefined {
  if (service.kind === 'redis') return port === redisPort(service) ? 'redis_exporter (port 9121)' : undefined;
  const name =
    repositoryOf(service.image ?? '')
      .split('/')
      .at(-1) ?? '';
  const known = WIRE.find(([pattern, wire]) => pattern.test(name) && wire === port);
  return (
    known?.[2] ?? (service.kind === 'postgres' && port === 5432 ? 'postgres_exporter (port 9187)' : undefined)
  );
}

function findingOf(project: Project, target: StaticTarget): Finding | undefined {
  const service = serviceOfHost(project, target.host);
  const instead = service === undefined || target.relayed ? undefined : wireOf(target, service);
  if (service === undefined || instead === undefined) return undefined;
  const replacement = replacementOf(project, service, target);
  return {
    message: `Prometheus scrapes ${target.target}, where ${service.name} speaks its own protocol and no HTTP: the target stays down.`,
    at: target.at,
    related: [service.at],
    evidence: [
      {
        by: 'config',
        text: `job ${target.job} scrapes ${target.target}, the port of ${service.image ?? service.name} itself`,
        at: target.at,
      },
    ],
    repair: replacement === undefined ? `Add ${instead}, and scrape that.` : `Scrape ${replacement} instead.`,
    ...(replacement === undefined
      ? {}
      : {
          fix: {
            class: 'safe',
            edits: [targetEdit(project, target, replacement)],
            restart: scraperOf(project, target),
          },
        }),
  };
}

/** What of the stack speaks for the program already. */
function replacementOf(
  { services }: Project,
  { kind, name }: Service,
  { port }: StaticTarget,
): string | undefined {
  if (kind === 'qdrant' && port === 6334) return `${name}:6333`;
  const [wanted, at] =
    kind === 'postgres' ? ['postgres-exporter', 9187] : kind === 'redis' ? ['redis-exporter', 9121] : [];
  const exporter = services.find((one) => one.kind === wanted && one.active);
  return exporter === undefined ? undefined : `${exporter.name}:${at}`;
}
