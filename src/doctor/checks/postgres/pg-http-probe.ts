import type { Service } from '../../../project/project.ts';
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
import type { Evidence } from '../../evidence.ts';
import { postgresExporterFix } from '../../components/postgres/postgres-exporter-fix.ts';
import { downSeen, isDownAt } from '../../components/prometheus/prometheus-live.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

const packet: LogPattern = { name: 'packet', literal: 'invalid length of startup packet' };
/** One or two may be a port scan or a browser; a scrape comes back. */
const RHYTHM = 3;

export const pgHttpProbe = defineCheck({
  id: 'pg-http-probe',
  area: 'postgres',
  severity: 'warning',
  title: 'Nothing of this stack speaks HTTP to PostgreSQL',
  why: `PostgreSQL does not speak HTTP: of "GET /metrics" it takes the first four letters for the length of a packet and writes
"invalid length of startup packet". A Prometheus that scrapes postgres:5432 fills the log with it, its target stays down, and there
are no metrics of the database.`,
  repair:
    'Let Prometheus scrape postgres_exporter on port 9187, which asks the database in its own protocol.',
  fixClass: 'confirm',
  source:
    'PostgreSQL src/backend/postmaster/postmaster.c ProcessStartupPacket; seen with PostgreSQL 15.18 and curl; postgres_exporter README',
  logs: [packet],
  supersedes: ['prom-scrapes-wire-port', 'prom-target-down'],
  run: (evidence) => {
    const { project, logs } = evidence;
    const servers = startedServices(project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const direct = staticTargets(project).flatMap((target) => {
      const server = serviceOfHost(project, target.host);
      const scraped = server?.kind === 'postgres' && target.port === 5432 && !target.relayed;
      return scraped ? [scrapeFinding(evidence, target, server)] : [];
    });
    if (direct.length > 0) return found(direct);
    const lines = logs.summary('pg-http-probe', packet.name);
    const server = servers.find(({ name }) => lines.services.has(name)) ?? servers[0];
    if (server !== undefined && lines.count >= RHYTHM) return found([unknownSender(evidence, server)]);
    const observed = servers.some(({ name }) => logs.observed(name).seen);
    return observed || project.configs.some(({ kind }) => kind === 'prometheus')
      ? HEALTHY
      : notObservable('no prometheus.yml, and no log of PostgreSQL');
  },
});

function logSeen({ logs }: Evidence): readonly Seen[] {
  const { count, samples, periodMs } = logs.summary('pg-http-probe', packet.name);
  const [sample] = samples;
  if (sample === undefined) return [];
  const rhythm = periodMs === undefined ? undefined : `one every ${Math.round(periodMs / 1000)} s`;
  const parts = [`"${packet.literal}" ${count} x in the log of ${sample.service ?? sample.source}`, rhythm];
  return [{ by: 'log', text: parts.filter((part) => part !== undefined).join('; ') }];
}

function scrapeFinding(evidence: Evidence, target: StaticTarget, server: Service): Finding {
  const { fix, exporter } = postgresExporterFix(evidence.project, target, server);
  return {
    message: `Prometheus scrapes ${target.target}, PostgreSQL's own port: each scrape is a broken connection to it, and there are no metrics.`,
    at: target.at,
    related: [server.at],
    evidence: [
      {
        by: 'config',
        text: `job ${target.job} scrapes ${target.target}, where ${server.name} speaks its own protocol`,
        at: target.at,
      },
      ...logSeen(evidence),
      ...downSeen(evidence, (scrape) => isDownAt(scrape, target)),
    ],
    ...(fix === undefined ? {} : { repair: `Scrape ${exporter} instead of ${target.target}.`, fix }),
  };
}

function unknownSender(evidence: Evidence, server: Service): Finding {
  return {
    message: `Something sends ${server.name} what is no PostgreSQL, again and again; no target in prometheus.yml does.`,
    at: server.at,
    evidence: logSeen(evidence),
    repair: `Look for ${server.name}:5432 among health checks, upstreams and the targets of another Prometheus (log_connections = on names the address).`,
  };
}
