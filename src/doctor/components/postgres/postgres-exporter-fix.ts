import type { Project, Service } from '../../../project/project.ts';
import { listeningPorts } from '../compose/listening-ports.ts';
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
  return {
    kind: 'postgres-exporter',
    port: PORT,
    added: () => exporterService(project, config, server),
  };
}

function exporterService(
  project: Project,
  config: Pick<StaticTarget, 'file'>,
  server: Service,
): AddedService | undefined {
  const user = writtenVariable(server, 'POSTGRES_USER') ?? 'postgres';
  const database = writtenVariable(server, 'POSTGRES_DB') ?? user;
  const login = loginOf(server);
  const [port] = listeningPorts(project, server) ?? [];
  if (login === undefined || port === undefined) return undefined;
  const { DATA_SOURCE_PASS: password, DATA_SOURCE_PASS_FILE: passwordFile } = login;
  const secrets = server.spec['secrets'];
  return {
    spec: {
      image: IMAGE,
      restart: 'unless-stopped',
      environment: {
        DATA_SOURCE_URI: `${server.name}:${port}/${database}?sslmode=disable`,
        DATA_SOURCE_USER: user,
        ...login,
      },
      ...(passwordFile === undefined || secrets === undefined ? {} : { secrets }),
      depends_on: [server.name],
      ...networksBeside(project, config, [server]),
    },
    secret: password !== undefined && !password.includes('${'),
  };
}

/**
 * How the exporter says the password. Undefined where that cannot be told (an image that reads other variables), or where it would
 * have to be written out beside the file that was made to keep it.
 */
function loginOf(
  server: Service,
): { readonly DATA_SOURCE_PASS?: string; readonly DATA_SOURCE_PASS_FILE?: string } | undefined {
  const passwordFile = writtenVariable(server, 'POSTGRES_PASSWORD_FILE');
  if (passwordFile !== undefined) return { DATA_SOURCE_PASS_FILE: passwordFile };
  const password = writtenVariable(server, 'POSTGRES_PASSWORD');
  if (password === undefined)
    return writtenVariable(server, 'POSTGRES_HOST_AUTH_METHOD') === 'trust' ? {} : undefined;
  const entry = server.environment.findLast(({ key }) => key === 'POSTGRES_PASSWORD');
  const kept = entry?.from === 'env-file' && entry.at.file !== '.env';
  return kept ? undefined : { DATA_SOURCE_PASS: password };
}

/** As the server has it: with its variables, or by the name of one that .env or the shell sets for both. */
function writtenVariable({ environment }: Service, key: string): string | undefined {
  const entry = environment.findLast((one) => one.key === key);
  if (entry === undefined) return undefined;
  if (entry.from === 'env-file')
    return entry.at.file === '.env' ? `\${${key}}` : entry.value?.replaceAll('$', '$$$$');
  // `- KEY`, without a value.
  if (entry.raw === '' && entry.value !== '') return `\${${key}}`;
  return entry.raw.replace(/^(["'])(.*)\1$/s, '$2');
}
