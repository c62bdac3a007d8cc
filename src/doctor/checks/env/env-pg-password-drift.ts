import type { Project } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
} from '../../check.ts';
import { type PostgresClient, withPassword } from '../../components/postgres/postgres-clients.ts';
import { type PasswordRefusals, passwordRefusals } from '../../components/postgres/password-refusals.ts';
import { type PasswordServer, passwordServers } from '../../components/postgres/password-servers.ts';
import { writtenAt } from '../../components/env/store-urls.ts';
import type { Evidence } from '../../evidence.ts';

const ID = 'env-pg-password-drift';
const refused: LogPattern = {
  name: 'refused',
  literal: 'password authentication failed for user',
  // Escaped where a program logs JSON or logfmt.
  pattern: /password authentication failed for user \\?"(?<user>[^"\\]*)/,
};
const noRole: LogPattern = {
  name: 'no-role',
  literal: 'DETAIL:  Role "',
  pattern: /DETAIL: {2}Role "(?<user>[^"]*)" does not exist/,
};

export const envPgPasswordDrift = defineCheck({
  id: ID,
  area: 'env',
  severity: 'error',
  title: 'The password in the files is the one that PostgreSQL has',
  why: `POSTGRES_PASSWORD and POSTGRES_USER are read once, when the data folder is made. Whoever changes them later changes what the clients
send and not what the server knows: "password authentication failed for user", though every file agrees.`,
  repair:
    'Give the role the password of the files: docker compose exec SERVICE psql -U USER, then \\password USER. Deleting the volume helps as well, and deletes the data.',
  fixClass: 'confirm',
  source:
    'docker-library/postgres README and docker-entrypoint.sh (DATABASE_ALREADY_EXISTS); lines seen with PostgreSQL 15.18, psycopg 3.3, asyncpg 0.32, node-postgres 8',
  logs: [refused, noRole],
  run: (evidence) => {
    const { project, logs } = evidence;
    const servers = passwordServers(project);
    if (servers.length === 0) return notApplicable('no PostgreSQL is given a POSTGRES_PASSWORD');
    const summary = logs.summary(ID, refused.name);
    const judged = servers.map((server) => ({
      server,
      refusals: passwordRefusals(evidence, summary, server, servers.length === 1),
    }));
    const findings = judged.flatMap(({ server, refusals }) => findingsOf(evidence, server, refusals));
    if (findings.length > 0) return found(findings);
    const dark = judged.find(({ refusals }) => refusals.unknown !== undefined);
    return dark?.refusals.unknown === undefined ? HEALTHY : notObservable(dark.refusals.unknown);
  },
});

function findingsOf(
  evidence: Evidence,
  server: PasswordServer,
  refusals: PasswordRefusals,
): readonly Finding[] {
  if (refusals.seen.length === 0) return [];
  const accused = server.clients.filter(
    ({ service, password }) =>
      server.password !== undefined &&
      password !== server.password &&
      (refusals.clients.length === 0 || refusals.clients.includes(service.name)),
  );
  const isAllTold =
    accused.length > 0 &&
    refusals.clients.every((name) => accused.some(({ service }) => service.name === name));
  if (isAllTold && !refusals.byLive)
    return accused.map((client) => mismatch(evidence.project, server, client, refusals));
  return [drift(evidence, server, refusals)];
}

/** Two files that say different things: no server can take both. */
function mismatch(
  project: Project,
  { service: { name }, entry, password = '' }: PasswordServer,
  client: PostgresClient,
  { seen }: PasswordRefusals,
): Finding {
  const { service, key, at, user } = client;
  const edit = withPassword(project, client, password);
  return {
    message: `${service.name} sends user "${user}" with another password (${key}) than POSTGRES_PASSWORD of ${name} says, and is refused.`,
    at,
    related: [entry.at],
    evidence: [
      {
        by: 'config',
        text: `the password in ${key} of ${service.name} is not that of POSTGRES_PASSWORD`,
        at,
      },
      ...seen,
    ],
    repair: `Take both passwords from one variable of .env. In a URL, characters such as @ / # % are written in percent-encoding.`,
    ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
  };
}

function drift(
  { project, logs }: Evidence,
  { service, user, entry, password, clients }: PasswordServer,
  { seen }: PasswordRefusals,
): Finding {
  const { name } = service;
  const isMissing = logs.summary(ID, noRole.name).tallies['user']?.has(user) === true;
  const at = writtenAt(project, entry);
  const data = service.mounts.find(({ target }) => /^\/var\/lib\/postgresql(?:\/|$)/.test(target));
  const agrees = clients.length > 0 && clients.every((client) => client.password === password);
  const database = service.environment.findLast(({ key }) => key === 'POSTGRES_DB')?.value || user;
  return {
    message: isMissing
      ? `${name} has no user "${user}": its data folder was made with another POSTGRES_USER, and the variable is not read again.`
      : `${name} refuses ${entry.key} for user "${user}": its data folder was made with another password, and the variable is not read again.`,
    at,
    related: data === undefined ? [] : [data.at],
    evidence: [
      ...seen,
      ...(agrees
        ? [
            {
              by: 'config',
              text: `${clients.map((client) => client.service.name).join(', ')} and ${name} are given the same password`,
              at,
            } as const,
          ]
        : []),
    ],
    repair: isMissing
      ? `As the user that made the data: docker compose exec ${name} psql -U OLD_USER -d postgres, then CREATE ROLE ${user} LOGIN SUPERUSER; and \\password ${user}. Or set POSTGRES_USER back.`
      : `docker compose exec ${name} psql -U ${user} -d ${database} -c '\\password ${user}' and type the password of ${entry.key === 'POSTGRES_PASSWORD' ? at.file : (entry.value ?? at.file)} twice; the data stays.`,
  };
}
