import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { fittingHealthcheck, healthTest } from '../../components/compose/health-checks.ts';
import { isOfficialPostgres } from '../../components/postgres/postgres-settings.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { membersOf } from '../../../project/value-in.ts';

const missing: LogPattern = {
  name: 'missing',
  literal: '" does not exist',
  pattern: /FATAL: +(?<kind>role|database) "(?<name>[^"]+)" does not exist/,
};

export const pgHealthcheckNoise = defineCheck({
  id: 'pg-healthcheck-noise',
  area: 'postgres',
  severity: 'info',
  title: 'The health check of PostgreSQL asks for a role and a database that exist',
  why: `pg_isready without -U asks as the user that runs it, root, and without -d for a database of the user's name. The server answers, so
the check is healthy, and writes FATAL into its log every few seconds, where a real failure is then overlooked.`,
  repair: 'Name both: pg_isready -U $$POSTGRES_USER -d $$POSTGRES_DB.',
  fixClass: 'safe',
  source:
    'pg_isready(1) (defaults of libpq); lines seen with PostgreSQL 15.18: exit code 0 and FATAL:  role "nobody" does not exist; docker-library/postgres docker-entrypoint.sh (POSTGRES_DB in place of the user\'s database)',
  logs: [missing],
  run: (evidence) => {
    const servers = startedServices(evidence.project).flatMap((service) => {
      const asked = service.kind === 'postgres' && isOfficialPostgres(service) ? asks(service) : undefined;
      return asked === undefined ? [] : [{ service, asked }];
    });
    if (servers.length === 0)
      return notApplicable(
        'no official PostgreSQL has a health check that calls pg_isready and nothing else',
      );
    return found(servers.flatMap(({ service, asked }) => findingOf(evidence, service, asked) ?? []));
  },
});

interface Asked {
  /** Undefined where a variable hides it. */
  readonly role: string | undefined;
  readonly database: string | undefined;
  readonly roleGiven: boolean;
  readonly databaseGiven: boolean;
}

/** What a plain `pg_isready` asks for; undefined for any other check. */
function asks(service: Service): Asked | undefined {
  const test = healthTest(service);
  if (test.state !== 'present') return undefined;
  const line = /^\s*(?:\/\S*\/)?pg_isready\b([^|;&]*?)\s*(?:\|\|\s*exit 1\s*)?$/.exec(test.text)?.[1];
  if (line === undefined || /(?:^|\s)(?:-h|-p|--host|--port)\b/.test(line)) return undefined;
  const flag = (short: string, long: string): string | undefined =>
    new RegExp(`(?:^|\\s)(?:-${short}\\s*|--${long}[= ])["']?([^\\s"']+)`).exec(line)?.[1];
  const user = flag('U', 'username');
  const named = flag('d', 'dbname');
  const own = service.spec['user'] === undefined ? 'root' : undefined;
  const role = user === undefined ? (variable(service, 'PGUSER') ?? own) : resolved(service, user);
  return {
    role,
    database: named === undefined ? (variable(service, 'PGDATABASE') ?? role) : resolved(service, named),
    roleGiven: user !== undefined,
    databaseGiven: named !== undefined,
  };
}

function variable({ environment }: Service, name: string): string | undefined {
  const value = environment.findLast(({ key }) => key === name)?.value;
  return value === '' ? undefined : value;
}

/** `$POSTGRES_USER`, `${POSTGRES_USER:-app}` as the shell of the container reads them. */
function resolved(service: Service, text: string | undefined): string | undefined {
  if (text === undefined || !text.includes('$')) return text;
  const match = /^\$\{?(\w+)(?::?-([^}]*))?\}?$/.exec(text);
  return match === null ? undefined : (variable(service, match[1] ?? '') ?? match[2]);
}

function findingOf({ project, logs }: Evidence, service: Service, asked: Asked): Finding | undefined {
  const role = variable(service, 'POSTGRES_USER') ?? 'postgres';
  const database = variable(service, 'POSTGRES_DB') ?? role;
  const summary = logs.summary('pg-healthcheck-noise', missing.name);
  const logged = (name: string | undefined): number =>
    name === undefined || !mayBeOf(summary, service) ? 0 : (summary.tallies['name']?.get(name) ?? 0);
  // Another role or database may have been made by a script: only what nobody named, or the log, tells that it is not there.
  const noRole =
    asked.role !== undefined && asked.role !== role && (!asked.roleGiven || logged(asked.role) > 0);
  const noDatabase =
    !noRole &&
    asked.database !== undefined &&
    ![database, 'postgres', 'template1'].includes(asked.database) &&
    (!asked.databaseGiven || logged(asked.database) > 0);
  if (!noRole && !noDatabase) return undefined;
  const [kind, name = ''] = noRole ? ['role', asked.role] : ['database', asked.database];
  const at = service.placeOf(['healthcheck', 'test']) ?? service.at;
  const count = logged(name);
  const seen: readonly Seen[] = [
    {
      by: 'config',
      text: `pg_isready asks for the ${kind} ${name}; there is ${noRole ? role : database}`,
      at,
    },
    ...(count > 0
      ? [{ by: 'log', text: `FATAL: ${kind} "${name}" does not exist, ${count} x` } as const]
      : []),
  ];
  const test = membersOf(fittingHealthcheck(project, service))['test'];
  return {
    message: `The health check of ${service.name} asks for the ${kind} ${name}, which is not there: a FATAL line at every check.`,
    at,
    evidence: seen,
    ...(test === undefined
      ? {}
      : {
          fix: {
            class: 'safe',
            edits: [setOnService(service, ['healthcheck', 'test'], test)],
            restart: [service.name],
          },
        }),
  };
}
