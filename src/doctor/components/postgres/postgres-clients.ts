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

/** By URLs, by a host, a user and a password apart, and by a URL that leaves user or password to variables beside it. */
export function postgresClients(project: Project): readonly PostgresClient[] {
  const urls = postgresUrls(project).flatMap((url) => {
    const server = postgresAt(project, url.host);
    return server === undefined ? [] : [{ ...url, server }];
  });
  const addresses = [
    ...urls.filter(({ password }) => password === '').map((url) => ({ ...url, start: startOf(url.key) })),
    ...startedServices(project).flatMap((service) => hostAddresses(project, service)),
  ];
  return [
    ...urls.filter(({ password }) => password !== '').map((url): PostgresClient => ({ ...url, form: 'url' })),
    ...addresses.flatMap((address) => clientAt(project, address)),
  ];
}

/** An address without the password that goes with it. */
interface Address {
  readonly service: Service;
  readonly server: Service;
  /** Empty where a variable has it. */
  readonly user: string;
  /** How the names of the variables that belong together begin. */
  readonly start: string;
}

function hostAddresses(project: Project, service: Service): readonly Address[] {
  return service.environment.flatMap(({ key, value = '' }): Address[] => {
    const isHost = /(?:HOST|HOSTNAME|SERVER)$/.test(key);
    const server = isHost ? postgresAt(project, value.replace(/:\d+$/, '')) : undefined;
    return server === undefined ? [] : [{ service, server, user: '', start: startOf(key) }];
  });
}

/** `PG` of PGHOST, `SPRING_DATASOURCE_` of SPRING_DATASOURCE_URL, `KC_DB_` of KC_DB_URL and KC_DB_URL_HOST. */
function startOf(key: string): string {
  return key.replace(/(?:(?:JDBC_)?UR[LI]|(?:UR[LI]_)?(?:HOST|HOSTNAME|SERVER))$/, '');
}

function clientAt(project: Project, { service, server, user, start }: Address): readonly PostgresClient[] {
  const entryOf = (...ends: readonly string[]) =>
    ends
      .map((end) => service.environment.findLast(({ key }) => key === `${start}${end}`))
      .find((entry) => entry !== undefined);
  const name = user === '' ? entryOf('USER', 'USERNAME')?.value : user;
  const password = entryOf('PASSWORD', 'PASS', 'PASSWD');
  if (name === undefined || password?.value === undefined) return [];
  const at = writtenAt(project, password);
  return [{ service, server, user: name, password: password.value, key: password.key, form: 'part', at }];
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
