import type { Edit, YamlValue } from '../edits/edit.ts';
import type { Project, Service } from '../project/project.ts';
import type { Fix } from './check.ts';
import { type StaticTarget, staticTargets } from './prometheus-targets.ts';
import { membersOf, specValue } from './spec-value.ts';

/** Its port, variables and metrics are in the facts. */
const IMAGE = 'quay.io/prometheuscommunity/postgres-exporter:v0.20.1';
const PORT = 9187;

/** Points a target at postgres_exporter, and adds that service where the stack has none. */
export function postgresExporterFix(
  project: Project,
  target: StaticTarget,
  server: Service,
): { readonly fix: Fix; readonly exporter: string } {
  const present = project.services.find(({ kind, active }) => kind === 'postgres-exporter' && active);
  const taken = new Set(project.services.map(({ name }) => name));
  const name =
    present?.name ?? (taken.has('postgres-exporter') ? `${server.name}-metrics` : 'postgres-exporter');
  const exporter = `${name}:${PORT}`;
  const scraper = project.configs.find(({ file }) => file === target.file)?.service;
  const added = present === undefined ? exporterService(project, server, scraper) : undefined;
  const edits: Edit[] = [
    targetEdit(project, target, exporter),
    ...(added === undefined
      ? []
      : [{ do: 'set-yaml', file: server.at.file, path: ['services', name], value: added.spec } as const]),
  ];
  return {
    exporter,
    fix: {
      class: added?.secret === true ? 'confirm' : 'safe',
      edits,
      restart: [...(added === undefined ? [] : [name]), ...(scraper === undefined ? [] : [scraper])],
    },
  };
}

/** Replaces the target; where the exporter is scraped already, takes it away, with its job if it was the only one. */
function targetEdit(project: Project, { file, path, ofJob }: StaticTarget, exporter: string): Edit {
  const scraped = staticTargets(project).some((other) => other.target === exporter);
  if (!scraped) return { do: 'set-yaml', file, path, value: exporter };
  return { do: 'remove-yaml', file, path: ofJob === 1 ? path.slice(0, 2) : path };
}

interface AddedService {
  readonly spec: YamlValue;
  /** The password had to be written out, since no variable or file holds it. */
  readonly secret: boolean;
}

function exporterService(project: Project, server: Service, scraper: string | undefined): AddedService {
  const beside = [server, ...project.services.filter(({ name }) => name === scraper)];
  const networks = [
    ...new Set(beside.flatMap((service) => Object.keys(membersOf(specValue(service, ['networks']))))),
  ];
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
      ...(networks.length === 0 ? {} : { networks }),
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
