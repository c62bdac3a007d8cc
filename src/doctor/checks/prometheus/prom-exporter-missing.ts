import { repositoryOf } from '../../../project/service-kind.ts';
import type { ConfigFile, Project, Service, ServiceKind } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import { endsByItself } from '../../components/compose/ends-by-itself.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { yamlPlaces } from '../../components/compose/yaml-places.ts';
import { postgresExporter } from '../../components/postgres/postgres-exporter-fix.ts';
import { staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { type Exporter, scrapeAlso } from '../../components/prometheus/scrape-edits.ts';
import { redisExporter } from '../../components/redis/redis-exporter-fix.ts';

/** A store that prints no metrics of its own, and the program that does it in its place. */
interface Store {
  readonly kind: ServiceKind;
  readonly title: string;
  readonly job: string;
  /** Of a job or a host that is about the store, whatever image speaks for it. */
  readonly named: RegExp;
  readonly exporterOf: typeof redisExporter;
}

const STORES: readonly Store[] = [
  { kind: 'redis', title: 'Redis', job: 'redis', named: /redis|valkey|keydb/i, exporterOf: redisExporter },
  {
    kind: 'postgres',
    title: 'PostgreSQL',
    job: 'postgres',
    named: /postgres|(?:^|[-_])(?:pg|db|database|sql)/i,
    exporterOf: postgresExporter,
  },
];

/** Programs that measure stores by their own ways and hand it on. */
const COLLECTOR =
  /(?:^|\/)(?:opentelemetry-collector[^/]*|otelcol[^/]*|alloy|agent|telegraf|vector|netdata|datadog-agent|pgwatch[^/]*|pmm-server|pg_exporter|sql[-_]exporter|newrelic[^/]*|beyla)$/;

/** Clients and watchers that come in the image of a store, and the words of its server. */
const CLIENT =
  /\b(?:pg_dump(?:all)?|pg_basebackup|psql|pgbench|(?:redis|valkey|keydb)-(?:cli|sentinel|benchmark))\b/;
const SERVER = /\b(?:redis|valkey|keydb)-server\b|\bdocker-entrypoint\.sh\b|\bpostgres -c\b/;

export const promExporterMissing = defineCheck({
  id: 'prom-exporter-missing',
  area: 'prometheus',
  severity: 'warning',
  title: 'Prometheus measures the stores of the stack',
  why: `Redis and PostgreSQL have no /metrics: an exporter beside them asks them in their own protocol. Without one Prometheus knows nothing of
connections, memory and locks, and what slows the stack down most often shows only in what its backends suffer.`,
  repair: 'Add the exporter of the store as a service, and a job that scrapes it.',
  fixClass: 'confirm',
  source:
    'READMEs of oliver006/redis_exporter (port 9121) and prometheus-community/postgres_exporter (port 9187); Prometheus documentation, Exporters and integrations',
  run: ({ project }) => {
    const started = startedServices(project);
    const configs = project.configs.filter(
      ({ kind, service }) => kind === 'prometheus' && started.some(({ name }) => name === service),
    );
    const [config] = configs;
    if (config === undefined) return notApplicable('no Prometheus with a configuration of this project');
    const stores = STORES.flatMap((store): Stored[] => {
      const server = started.find((one) => one.kind === store.kind && isServer(project, one));
      return server === undefined
        ? []
        : [{ ...store, server, exporter: store.exporterOf(project, config, server) }];
    });
    if (stores.length === 0) return notApplicable('no service is Redis or PostgreSQL');
    const unmeasured = stores.filter((store) => !isMeasured(project, configs, store));
    if (unmeasured.length === 0) return HEALTHY;
    const other = started.find(({ image = '' }) => COLLECTOR.test(repositoryOf(image)));
    if (other !== undefined) return notObservable(`${other.name} may measure the stores by itself`);
    const open = configs.find((one) => !hasStaticJobsAlone(one));
    if (open !== undefined) return notObservable(`${open.file} does not name all that is scraped`);
    return found(unmeasured.map((store) => findingOf(project, config, store)));
  },
});

/** Not a backup, a script that fills it, or a sentinel, made of the same image. */
function isServer(project: Project, service: Service): boolean {
  const words = [...service.entrypoint, ...service.command].join(' ');
  return !endsByItself(project, service) && (!CLIENT.test(words) || SERVER.test(words));
}

interface Stored extends Store {
  readonly server: Service;
  readonly exporter: Exporter;
}

/** A target is an exporter of it, is named after it, or is what an exporter is told to ask. */
function isMeasured(
  project: Project,
  configs: readonly ConfigFile[],
  { kind, named, exporter }: Stored,
): boolean {
  const files = new Set(configs.map(({ file }) => file));
  return staticTargets(project).some((target) => {
    const service = serviceOfHost(project, target.host);
    return (
      files.has(target.file) &&
      (target.port === exporter.port ||
        service?.kind === exporter.kind ||
        service?.kind === kind ||
        named.test(target.job) ||
        (service === undefined && named.test(target.host)))
    );
  });
}

/** No discovery of any kind, no further files: all that is scraped stands here. */
function hasStaticJobsAlone(config: ConfigFile): boolean {
  const yaml = yamlPlaces(config);
  const jobs = yaml.valueAt(['scrape_configs']) ?? [];
  return (
    yaml.error === undefined &&
    yaml.valueAt(['scrape_config_files']) === undefined &&
    Array.isArray(jobs) &&
    jobs.every(
      (job: unknown) =>
        typeof job === 'object' && Object.keys(job ?? {}).every((key) => !key.endsWith('_sd_configs')),
    )
  );
}

function findingOf(project: Project, config: ConfigFile, store: Stored): Finding {
  const { title, job, server, exporter } = store;
  const started = startedServices(project);
  const exporters = project.services.filter(({ kind }) => kind === exporter.kind);
  const idle = exporters.find((one) => started.includes(one)) ?? exporters[0];
  const jobs = yamlPlaces(config).placeOf(['scrape_configs']) ?? { file: config.file, line: 1, column: 1 };
  const { fix, exporter: address } = scrapeAlso(project, config, server, { ...exporter, job });
  const unscraped: Seen = { by: 'config', text: `no target of ${config.file} is about ${title}`, at: jobs };
  if (idle !== undefined) {
    const runs = started.includes(idle);
    return {
      message: `${idle.name} ${runs ? 'runs' : 'is not started'}, and no job of ${config.file} scrapes it: nothing of ${server.name} is measured.`,
      at: idle.at,
      related: [jobs, server.at],
      evidence: [unscraped],
      repair: `${runs ? 'Add' : `Start ${idle.name} (its profile), and add`} a job that scrapes ${address}.`,
      ...(fix === undefined ? {} : { fix }),
    };
  }
  const alone: Seen = {
    by: 'config',
    text: `${server.name} is ${title} (${server.image ?? 'built here'}), and no service is an exporter of it`,
    at: server.at,
  };
  return {
    message: `Prometheus measures nothing of ${server.name}: ${title} has no metrics of its own, and there is no exporter of it.`,
    at: server.at,
    related: [jobs],
    evidence: [alone, unscraped],
    ...(fix === undefined
      ? {}
      : { repair: `Add its exporter as a service, and a job that scrapes ${address}.`, fix }),
  };
}
