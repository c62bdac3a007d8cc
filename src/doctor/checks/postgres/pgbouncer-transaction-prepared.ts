import type { Project, Service } from '../../../project/project.ts';
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
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { type Namer, namesStatements } from '../../components/postgres/named-statements.ts';
import {
  FIRST,
  pgbouncerSettings,
  type PgbouncerSettings,
  preparedStatements,
  withPreparedStatements,
} from '../../components/postgres/pgbouncer-settings.ts';
import { type StoreUrl } from '../../components/env/store-urls.ts';
import { postgresUrls } from '../../components/postgres/postgres-urls.ts';
import type { Evidence } from '../../evidence.ts';

const ID = 'pgbouncer-transaction-prepared';
const lost: LogPattern = {
  name: 'lost',
  literal: 'prepared statement "',
  pattern: /prepared statement "[^"]*" (?:does not|already) exists?/,
};

export const pgbouncerTransactionPrepared = defineCheck({
  id: ID,
  area: 'postgres',
  severity: 'warning',
  title: 'Prepared statements survive the pooling of transactions',
  why: `With pool_mode = transaction the next transaction of a client may get another connection of the server, and a statement that was
prepared on the first is not there: "prepared statement does not exist", or another client's of the same name "already exists". It
comes and goes with the load, so that tests never see it.`,
  repair:
    'Set max_prepared_statements = 200 (PgBouncer 1.21 and newer), or tell the clients not to name statements.',
  fixClass: 'confirm',
  source:
    'PgBouncer NEWS 1.21.0 and 1.24.0, config max_prepared_statements; seen with PgBouncer 1.18.0 and 1.24.1 (set to 0): asyncpg 0.32, SQLAlchemy 2.1 with it and psycopg 3.3 fail, and none of them with 200; Prisma documentation, PgBouncer',
  logs: [lost],
  run: (evidence) => {
    const poolers = startedServices(evidence.project).filter(({ kind }) => kind === 'pgbouncer');
    if (poolers.length === 0) return notApplicable('no service is PgBouncer');
    const judged = poolers.map((service) => judge(evidence, service));
    const findings = judged.flatMap((one) => (typeof one === 'object' ? [one] : []));
    if (findings.length > 0) return found(findings);
    const dark = judged.find((one) => typeof one === 'string');
    return typeof dark === 'string' ? notObservable(dark) : HEALTHY;
  },
});

/** The finding, why there is none to be seen, or undefined where all is well. */
function judge(evidence: Evidence, service: Service): Finding | string | undefined {
  const { project } = evidence;
  const pooler = pgbouncerSettings(project, service);
  if (pooler === undefined) return `the settings of ${service.name} are not in the files`;
  const mode = pooler.settings.get('pool_mode');
  const kept = preparedStatements(pooler);
  if (mode === undefined || !/^(?:transaction|statement)$/.test(mode.value) || (kept ?? 0) > 0)
    return undefined;
  const urls = postgresUrls(project).filter(({ host }) => serviceOfHost(project, host) === service);
  const clients = urls.map((url): Client => ({ url, namer: namesStatements(project, url) }));
  const naming = clients.flatMap(({ url, namer }) => (typeof namer === 'object' ? [{ url, namer }] : []));
  const seen = linesSeen(evidence, service, clients);
  if (seen.length > 0 || (kept === 0 && naming.length > 0)) return findingOf(project, pooler, naming, seen);
  if (kept === undefined)
    return `which version ${service.name} is stands neither in its tag nor in its settings`;
  const dark = clients.find(({ namer }) => namer === 'unknown')?.url.service.name;
  if (clients.length > 0 && dark === undefined) return undefined;
  return dark === undefined
    ? `no service names ${service.name} in a URL`
    : `how ${dark} sends its statements is not in the files`;
}

interface Client {
  readonly url: StoreUrl;
  readonly namer: Namer | 'unknown' | undefined;
}

interface NamingClient extends Client {
  readonly namer: Namer;
}

/** In the log of a client, of the pooler, or of a server behind it. */
function linesSeen(
  { project, logs }: Evidence,
  pooler: Service,
  clients: readonly Client[],
): readonly Seen[] {
  const { services } = logs.summary(ID, lost.name);
  const near = new Set([
    pooler.name,
    '',
    ...clients.map(({ url }) => url.service.name),
    ...project.services.filter(({ kind }) => kind === 'postgres').map(({ name }) => name),
  ]);
  return [...services].flatMap(([name, count]): Seen[] =>
    near.has(name)
      ? [
          {
            by: 'log',
            text: `"prepared statement … does not exist", or exists already, ${count} x in ${name === '' ? 'the log' : `the log of ${name}`}`,
          },
        ]
      : [],
  );
}

function findingOf(
  project: Project,
  pooler: PgbouncerSettings,
  naming: readonly NamingClient[],
  seen: readonly Seen[],
): Finding {
  const { service, version, settings } = pooler;
  const mode = settings.get('pool_mode');
  const own = settings.get('max_prepared_statements');
  const at = own?.at ?? mode?.at ?? service.at;
  const isOld = version !== undefined && version < FIRST;
  const keeps =
    own !== undefined
      ? `max_prepared_statements = ${own.value}`
      : isOld
        ? 'no way to keep them'
        : 'none kept';
  const who = naming.map(({ url, namer }) => `${url.service.name} (${namer.name})`).join(', ');
  const edit = withPreparedStatements(project, pooler);
  const instead = naming.map(({ url, namer }) => `${url.service.name}: ${namer.instead}`).join('; ');
  return {
    message: `${service.name} gives each transaction another connection and keeps no prepared statements, which ${who === '' ? 'its clients use' : `${who} ${naming.length > 1 ? 'use' : 'uses'}`}: they get lost under load.`,
    at,
    related: naming.map(({ url }) => url.at),
    evidence: [
      {
        by: 'config',
        text: `pool_mode = ${mode?.value ?? ''}, ${keeps}, in ${service.image ?? service.name}`,
        at,
      },
      ...seen,
    ],
    ...(edit === undefined
      ? {
          repair: `${isOld ? 'Take PgBouncer 1.21 or newer and set' : 'Set'} max_prepared_statements = 200${instead === '' ? '' : `; or without it: ${instead}`}.`,
        }
      : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
  };
}
