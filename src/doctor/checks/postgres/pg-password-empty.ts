import type { EnvEntry, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { isOfficialPostgres } from '../../components/postgres/postgres-settings.ts';
import { scalarText, specValue, startedServices } from '../../components/compose/spec-value.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';

const refused: LogPattern = { name: 'refused', literal: 'superuser password is not specified' };

export const pgPasswordEmpty = defineCheck({
  id: 'pg-password-empty',
  area: 'postgres',
  severity: 'error',
  title: 'PostgreSQL is given the password that its image asks for',
  why: `For an empty data folder the official image wants a password that is not empty, or it stops: "Database is uninitialized and
superuser password is not specified". An empty POSTGRES_PASSWORD= of a .env counts as none, so a stack that runs on one machine does
not start on the next.`,
  repair:
    'Set POSTGRES_PASSWORD (openssl rand -hex 24), or name a file that holds it in POSTGRES_PASSWORD_FILE.',
  fixClass: 'never',
  source:
    'docker-library/postgres docker-entrypoint.sh, docker_verify_minimum_env; README: POSTGRES_PASSWORD must not be empty',
  logs: [refused],
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(
      (service) => service.kind === 'postgres' && isOfficialPostgres(service) && isStartedByImage(service),
    );
    if (servers.length === 0)
      return notApplicable('no service runs the official PostgreSQL image by its own entrypoint');
    return found(servers.flatMap((service) => findingOf(evidence, service) ?? []));
  },
});

/** Only where it starts the server does the image's entrypoint ask for a password; a standby with a start script needs none. */
function isStartedByImage({ entrypoint, command }: Service): boolean {
  const own = entrypoint.length === 0 || /(?:^|\/)docker-entrypoint\.sh$/.test(entrypoint.at(-1) ?? '');
  return own && /^(?:-.*|postgres)$/.test(command[0] ?? 'postgres');
}

function findingOf(evidence: Evidence, service: Service): Finding | undefined {
  const { name, environment } = service;
  const last = (key: string) => environment.findLast((entry) => entry.key === key);
  const password = last('POSTGRES_PASSWORD');
  // What the shell passes on is not known here.
  if (password !== undefined && password.value !== '') return undefined;
  if ((last('POSTGRES_PASSWORD_FILE')?.value ?? '') !== '') return undefined;
  if (last('POSTGRES_HOST_AUTH_METHOD')?.value === 'trust') return undefined;
  if (lacksEnvFile(evidence, service) || isRunning(evidence, name)) return undefined;
  // That nothing sets the variable behind it is the cause, and told as such.
  if (password !== undefined && isUnset(evidence, password)) return undefined;
  const lines = evidence.logs.summary('pg-password-empty', refused.name);
  const at = password?.at ?? service.placeOf(['environment']) ?? service.at;
  return {
    message:
      password === undefined
        ? `${name} has no POSTGRES_PASSWORD, without which its image does not start on an empty data folder.`
        : `POSTGRES_PASSWORD of ${name} is empty, and so its image does not start on an empty data folder.`,
    at,
    evidence: [
      {
        by: 'config',
        text: `POSTGRES_PASSWORD is ${password === undefined ? 'not set' : 'empty'}, and neither a file nor trust takes its place`,
        at,
      },
      ...(mayBeOf(lines, service)
        ? [{ by: 'log' as const, text: `"${refused.literal}" ${lines.count} x` }]
        : []),
    ],
  };
}

function isUnset({ project }: Evidence, { at }: EnvEntry): boolean {
  return project.unset.some(
    (one) => one.at.file === at.file && one.at.line === at.line && one.at.column >= at.column,
  );
}

/** A folder that has its data already needs no password of the environment. */
function isRunning({ live }: Evidence, name: string): boolean {
  if (live.postgres.get(name)?.seen === true) return true;
  return (
    live.docker.seen &&
    live.docker.value.some(
      ({ service, running, restartCount }) => service === name && running && restartCount === 0,
    )
  );
}

/** An env file that is not here may hold it. */
function lacksEnvFile({ project }: Evidence, service: Service): boolean {
  const files = specValue(service, ['env_file']);
  const named = Array.isArray(files)
    ? files.map((_, i) => scalarText(specValue(service, ['env_file', i, 'path'])))
    : [];
  return named.some((file) => file === undefined || project.read(file.replace(/^\.\//, '')) === undefined);
}
