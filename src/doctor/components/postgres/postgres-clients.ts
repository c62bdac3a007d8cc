import type { Edit } from '../../../edits/edit.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { startedServices } from '../compose/spec-value.ts';
import { inEnvironment } from '../compose/variable-edits.ts';
import { writtenAt } from '../env/store-urls.ts';
import { postgresAt, postgresUrls } from './postgres-urls.ts';

/** A user and a password with which a service goes to a PostgreSQL of the stack. */
export interface PostgresClient {
  readonly service: Service;
  readonly server: Service;
  readonly user: string;
  readonly password: string;
  /** The variable that holds the password, by itself or in a URL. */
  readonly key: string;
  readonly form: 'url' | 'part';
  readonly at: Place;
}

/** By URLs, and by a host, a user and a password apart: PGHOST, DB_HOST, POSTGRES_HOST. */
export function postgresClients(project: Project): readonly PostgresClient[] {
  const byUrl = postgresUrls(project).flatMap(({ host, ...url }): PostgresClient[] => {
    const server = postgresAt(project, host);
    if (server === undefined) return [];
    return url.key === 'DATA_SOURCE_URI'
      ? exporterClient(project, url.service, server)
      : [{ ...url, server, form: 'url' }];
  });
  return [...byUrl, ...startedServices(project).flatMap((service) => byParts(project, service))];
}

/** postgres_exporter takes user and password beside its address. */
function exporterClient(project: Project, service: Service, server: Service): PostgresClient[] {
  const last = (name: string) => service.environment.findLast(({ key }) => key === name);
  const [user, pass] = [last('DATA_SOURCE_USER')?.value, last('DATA_SOURCE_PASS')];
  if (user === undefined || pass?.value === undefined) return [];
  const at = writtenAt(project, pass);
  return [{ service, server, user, password: pass.value, key: pass.key, form: 'part', at }];
}

/** Names that begin alike. */
function byParts(project: Project, service: Service): readonly PostgresClient[] {
  const { environment } = service;
  const entryOf = (...keys: readonly string[]) =>
    keys.map((name) => environment.findLast(({ key }) => key === name)).find((entry) => entry !== undefined);
  return environment.flatMap(({ key, value = '' }): PostgresClient[] => {
    const start = /^(\w*?)(?:HOST|HOSTNAME|SERVER)$/.exec(key)?.[1];
    const server = start === undefined ? undefined : postgresAt(project, value.replace(/:\d+$/, ''));
    const user = entryOf(`${start}USER`, `${start}USERNAME`)?.value;
    const password = entryOf(`${start}PASSWORD`, `${start}PASS`, `${start}PASSWD`);
    if (server === undefined || user === undefined || password?.value === undefined) return [];
    return [
      {
        service,
        server,
        user,
        password: password.value,
        key: password.key,
        form: 'part',
        at: writtenAt(project, password),
      },
    ];
  });
}

/**
 * The edit that lets a client send that password by the variable of .env that holds it, so that no secret is written out anew.
 * Undefined where none does, or a URL would have to escape it.
 */
export function withPassword(
  { envFiles }: Project,
  { service, key, form }: PostgresClient,
  password: string,
): Edit | undefined {
  const lines = envFiles.find(({ file }) => file === '.env')?.lines ?? [];
  const holder = lines.findLast(({ value }) => value === password)?.key;
  const entry = service.environment.findLast((one) => one.key === key);
  if (holder === undefined || entry?.from !== 'environment' || !/^[\w.~-]+$/.test(password)) return undefined;
  if (form === 'part') return inEnvironment(service, key, `\${${holder}}`);
  const url = entry.raw.replace(
    /^([\w+:]+:\/\/(?:\$\{?\w+\}?|[\w.%-]+):)[^@]*@/,
    (_, start: string) => `${start}\${${holder}}@`,
  );
  return url === entry.raw ? undefined : inEnvironment(service, key, url);
}
