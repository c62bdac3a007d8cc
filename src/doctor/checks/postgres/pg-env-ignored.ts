import { ignoredVariable } from '../../../facts/images.ts';
import { postgresMajor } from '../../../facts/postgres-major.ts';
import { postgresParameter } from '../../../facts/postgres.ts';
import type { EnvEntry, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { withWords } from '../../components/compose/command-edits.ts';
import {
  isOfficialPostgres,
  postgresDefaultShown,
  postgresSettings,
} from '../../components/postgres/postgres-settings.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { withoutVariable } from '../../components/compose/variable-edits.ts';

export const pgEnvIgnored = defineCheck({
  id: 'pg-env-ignored',
  area: 'postgres',
  severity: 'error',
  title: 'Variables of the PostgreSQL container are ones that its image reads',
  why: `The official image reads a dozen variables, most of them only for an empty data folder; no variable sets a server
parameter or replication. POSTGRES_MAX_CONNECTIONS, POSTGRES_REPLICATION_MODE and the POSTGRESQL_* names are Bitnami's or a blog's:
the container starts without a word, and the server runs with its defaults.`,
  repair:
    'Give server parameters on the command line ("-c max_connections=200"), databases and extensions by a script in /docker-entrypoint-initdb.d (read for an empty volume only).',
  fixClass: 'confirm',
  source:
    'docker-library/postgres docker-entrypoint.sh (every variable that it reads), README "Environment Variables"; facts: variables of the image',
  supersedes: ['env-placebo'],
  run: ({ project }) => {
    const servers = startedServices(project).filter(
      (service) => service.kind === 'postgres' && isOfficialPostgres(service),
    );
    if (servers.length === 0) return notApplicable('no service runs the official PostgreSQL image');
    return found(
      servers.flatMap((service) =>
        service.environment
          .filter(
            (entry) =>
              isIgnored(entry) && !isReadBy(project, service, entry) && !inEffect(project, service, entry),
          )
          .map((entry) => findingOf(project, service, entry)),
      ),
    );
  },
});

/** What clients of the same env file read too is nobody's mistake here. */
const OF_CLIENTS = new Set(['POSTGRES_HOST', 'POSTGRES_PORT']);

function isIgnored({ key, value = '', from }: EnvEntry): boolean {
  if (OF_CLIENTS.has(key) || value === '') return false;
  // A file that other services share may hold a name of theirs; only what must be the server's is told of it.
  if (key.startsWith('POSTGRESQL_')) return from === 'environment';
  return ignoredVariable('postgres', key) !== undefined || parameterOf(key) !== undefined;
}

/** `POSTGRES_MAX_CONNECTIONS` → `max_connections`, where the server has such a parameter. */
function parameterOf(key: string): string | undefined {
  const name = /^POSTGRES(?:QL)?_(\w+)$/.exec(key)?.[1]?.toLowerCase();
  return name !== undefined && name !== 'port' && postgresParameter(name, 17) !== undefined
    ? name
    : undefined;
}

/** An own script of the container, or a source, reads it. Of a mounted folder that cannot be seen. */
function isReadBy(project: Project, service: Service, { key }: EnvEntry): boolean {
  const words = [...service.entrypoint, ...service.command].join(' ');
  if (new RegExp(`\\$\\{?${key}\\b`).test(words)) return true;
  const scripts = service.mounts.filter(
    ({ target }) => /^\/docker-entrypoint-initdb\.d(?:\/|$)/.test(target) || words.includes(target),
  );
  return (
    scripts.some(({ source }) => project.read(source)?.includes(key) ?? true) ||
    project.variablesRead.some(({ name }) => name === key)
  );
}

/** The very value is set where the server reads it, as by `-c max_connections=${POSTGRES_MAX_CONNECTIONS}`. */
function inEffect(project: Project, service: Service, { key, value }: EnvEntry): boolean {
  const name = parameterOf(key);
  return name !== undefined && postgresSettings(project, service).get(name)?.value === value;
}

function findingOf(project: Project, service: Service, entry: EnvEntry): Finding {
  const { key, value = '', at } = entry;
  const image = (service.image ?? 'The image').split('@')[0] ?? '';
  const name = parameterOf(key);
  const known = ignoredVariable('postgres', key);
  const instead =
    name === undefined ? (known?.useInstead ?? 'nothing of that name; see the image') : undefined;
  const now = name === undefined ? undefined : postgresSettings(project, service).get(name);
  const standing = now?.value ?? postgresDefaultShown(name ?? '', postgresMajor(service));
  const removal = withoutVariable(service, entry);
  const added =
    name === undefined || now !== undefined
      ? []
      : withWords(project, service, 'postgres', ['-c', `${name}=${value}`]);
  const edits = added === undefined ? [] : [...added, ...(removal === undefined ? [] : [removal])];
  return {
    message:
      name === undefined
        ? `${key} does nothing, since ${image} does not read it: ${known?.why ?? 'it is a name of another image'}.`
        : `${image} does not read ${key}; ${name} is ${standing ?? 'at its default'}, not ${value}.`,
    at,
    ...(now === undefined ? {} : { related: [now.at] }),
    evidence: [{ by: 'config', text: `${service.name} is given ${key}, which its image does not read`, at }],
    repair:
      name === undefined
        ? `Take ${key} away. What does it: ${instead ?? ''}.`
        : now === undefined
          ? `Set it on the command line: -c ${name}=${value}.`
          : `Take ${key} away: ${name} is set in ${now.at.file}.`,
    ...(edits.length === 0 ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}
