import type { Edit } from '../../../edits/edit.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { startedServices } from '../compose/spec-value.ts';
import { inEnvironment, withVariable } from '../compose/variable-edits.ts';
import { placeOfParameter, type StoreUrl, sharersOf, withParameter, writtenAt } from '../env/store-urls.ts';
import { postgresAt, postgresUrls } from './postgres-urls.ts';

/** Clients that will not talk to a server without TLS, by one text that they are given. */
export interface TlsDemand {
  readonly clients: readonly string[];
  readonly server: Service;
  /** `sslmode=require in DATABASE_URL`. */
  readonly said: string;
  readonly value: string;
  readonly at: Place;
  readonly withoutTls: Edit | undefined;
}

/** `prefer` and `allow` do without; node-postgres, which takes them for `require`, is no reason to doubt everybody's. */
const REQUIRES = /^(?:require|verify-ca|verify-full)$/;

/** Every such demand on a PostgreSQL of the stack, each text once. */
export function tlsDemands(project: Project): readonly TlsDemand[] {
  const demands = new Map<string, TlsDemand>();
  for (const demand of [
    ...postgresUrls(project).flatMap((url) => [...urlDemands(project, url), ...silentDemands(project, url)]),
    ...startedServices(project).flatMap((service) => partDemands(project, service)),
  ]) {
    const key = JSON.stringify([demand.at, demand.server.name]);
    const other = demands.get(key) ?? demand;
    const clients = [...new Set([...other.clients, ...demand.clients])];
    // An edit for one of them leaves the others as they are.
    const isSameEdit = JSON.stringify(other.withoutTls) === JSON.stringify(demand.withoutTls);
    demands.set(key, { ...demand, clients, withoutTls: isSameEdit ? demand.withoutTls : undefined });
  }
  return [...demands.values()];
}

/** SQLAlchemy hands what stands in the URL to asyncpg as it is, which knows `ssl` and no `sslmode`. */
function urlDemands(project: Project, url: StoreUrl): readonly TlsDemand[] {
  const server = postgresAt(project, url.host);
  const known = url.scheme.endsWith('+asyncpg') ? 'ssl' : 'sslmode';
  const asked = url.parameters.find(
    ({ name, value }) =>
      (name === known && REQUIRES.test(value)) ||
      // Of libpq and JDBC: require, of node-postgres: true.
      (name === 'ssl' && value === 'true' && !url.scheme.includes('+')),
  );
  const sharers = sharersOf(project, url);
  if (server === undefined || asked === undefined || sharers[0] !== url) return [];
  return [
    {
      clients: sharers.map(({ service }) => service.name),
      server,
      said: `${asked.name}=${asked.value} in ${url.key}`,
      value: asked.value,
      at: placeOfParameter(project, url, asked.name),
      withoutTls: withParameter(project, url, asked.name, `${known}=disable`),
    },
  ];
}

/** lib/pq 1.10 takes `require` where nothing is said, and every postgres_exporter up to 0.20 is built with it (its go.mod). */
const WITH_LIB_PQ = /:v?0\.(?:1?\d|20)(?:\.\d[\w.-]*)?(?:@|$)/;

/** An exporter whose URL names no mode. */
function silentDemands(project: Project, url: StoreUrl): readonly TlsDemand[] {
  const { service, key, parameters, at } = url;
  const server = postgresAt(project, url.host);
  const isSaid =
    parameters.some(({ name }) => name === 'sslmode') ||
    service.environment.some((entry) => entry.key === 'PGSSLMODE');
  if (service.kind !== 'postgres-exporter' || !WITH_LIB_PQ.test(service.image ?? '') || isSaid) return [];
  const entry = service.environment.findLast((one) => one.key === key);
  if (server === undefined || entry === undefined) return [];
  const said = `${entry.raw}${parameters.length === 0 ? '?' : '&'}sslmode=disable`;
  return [
    {
      clients: [service.name],
      server,
      said: `${key} names no sslmode, and its driver takes require`,
      value: 'require',
      at,
      // A line of a file that others read as well is a person's to change.
      withoutTls:
        entry.from === 'environment' && entry.raw !== '' ? inEnvironment(service, key, said) : undefined,
    },
  ];
}

/** What a pooler asks of the server behind it, by the variables of edoburu's image and of Bitnami's. */
const POOLER_HOSTS: Readonly<Record<string, string>> = {
  SERVER_TLS_SSLMODE: 'DB_HOST',
  PGBOUNCER_SERVER_TLS_SSLMODE: 'POSTGRESQL_HOST',
};

/** PGHOST and PGSSLMODE, DB_HOST and DB_SSLMODE: names that begin alike. */
function partDemands(project: Project, client: Service): readonly TlsDemand[] {
  const { environment } = client;
  return environment.flatMap((entry): TlsDemand[] => {
    const [, start] = /^(\w*?)SSL_?MODE$/.exec(entry.key) ?? [];
    const hostKey = POOLER_HOSTS[entry.key] ?? `${start}HOST`;
    const host = environment.findLast(({ key }) => key === hostKey)?.value;
    const server = host === undefined ? undefined : postgresAt(project, host.replace(/:\d+$/, ''));
    const { key, value = '' } = entry;
    // A server that reads the env file of its clients speaks with itself over its socket, where there is no TLS.
    if (start === undefined || server === undefined || server === client || !REQUIRES.test(value)) return [];
    return [
      {
        clients: [client.name],
        server,
        said: `${key}=${value}`,
        value,
        at: writtenAt(project, entry),
        withoutTls: withVariable(project, client, key, 'disable'),
      },
    ];
  });
}
