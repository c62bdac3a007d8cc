import type { Project, Service } from '../../../project/project.ts';
import type { StaticTarget } from '../prometheus/prometheus-targets.ts';
import {
  type AddedService,
  type Exporter,
  type ExporterFix,
  networksBeside,
  scrapeThrough,
} from '../prometheus/scrape-edits.ts';

/** Its port, variables and metrics are in the facts. */
const IMAGE = 'quay.io/prometheuscommunity/postgres-exporter:v0.20.1';
const PORT = 9187;

/** Points a target at postgres_exporter, and adds that service where the stack has none. */
export function postgresExporterFix(project: Project, target: StaticTarget, server: Service): ExporterFix {
  return scrapeThrough(project, target, server, postgresExporter(project, target, server));
}

/** postgres_exporter for a server, asked by the Prometheus of a configuration. */
export function postgresExporter(
  project: Project,
  config: Pick<StaticTarget, 'file'>,
  server: Service,
): Exporter {
  const taken = project.services.some(({ name }) => name === 'postgres-exporter');
  return {
    kind: 'postgres-exporter',
    port: PORT,
    name: taken ? `${server.name}-metrics` : 'postgres-exporter',
    added: () => exporterService(project, config, server),
  };
}

function exporterService(
  project: Project,
  config: Pick<StaticTarget, 'file'>,
  server: Service,
): AddedService {
  const given = (key: string): string | undefined => writtenVariable(server, key);
  const user = given('POSTGRES_USER') ?? 'postgres';
  const database = given('POSTGRES_DB') ?? user;
  const passwordFile = given('POSTGRES_PASSWORD_FILE');
  const password = given('POSTGRES_PASSWORD');
  const secrets = server.spec['secrets'];
  return {
    spec: {
      image: IMAGE,
      restart: 'unless-stopped',
      environment: {
        DATA_SOURCE_URI: `${server.name}:5432/${database}?sslmode=disable`,
        DATA_SOURCE_USER: user,
        ...(passwordFile === undefined
          ? password === undefined
            ? {}
            : { DATA_SOURCE_PASS: password }
          : { DATA_SOURCE_PASS_FILE: passwordFile }),
      },
      ...(passwordFile === undefined || secrets === undefined ? {} : { secrets }),
      depends_on: [server.name],
      ...networksBeside(project, config, [server]),
    },
    secret: passwordFile === undefined && password !== undefined && !password.includes('${'),
  };
}

/** As the server has it: with its variables, or by the name of one that .env sets for both. */
function writtenVariable({ environment }: Service, key: string): string | undefined {
  const entry = environment.findLast((one) => one.key === key);
  if (entry === undefined) return undefined;
  if (entry.from === 'env-file')
    return entry.at.file === '.env' ? `\${${key}}` : entry.value?.replaceAll('$', '$$$$');
  return entry.raw.replace(/^(["'])(.*)\1$/s, '$2');
}
