import type { Edit } from '../../../edits/edit.ts';
import { decodeUri } from '../../../lib/decode-uri.ts';
import type { EnvEntry, Project, Service } from '../../../project/project.ts';
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
import type { Evidence } from '../../evidence.ts';
import { redisPassword } from '../../components/redis/redis-password.ts';
import { type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { inEnvironment } from '../../components/compose/variable-edits.ts';

const REFUSALS: readonly LogPattern[] = [
  { name: 'none', literal: 'NOAUTH Authentication required' },
  { name: 'wrong', literal: 'WRONGPASS invalid username-password pair' },
  { name: 'needless', literal: 'without any password configured for the default user' },
];
/** redis_exporter has a check of its own. */
const OTHERS = new Set<Service['kind']>(['redis', 'redis-exporter']);

export const redisClientAuthMismatch = defineCheck({
  id: 'redis-client-auth-mismatch',
  area: 'redis',
  severity: 'error',
  title: 'Clients of Redis send the password that it has',
  why: `A client without the password, or with that of another day, connects and is refused at its first command: NOAUTH or WRONGPASS. One
that sends a password to a server without any is refused as well. Queue and cache fail, and often only the log of the client says so.`,
  repair: 'Take the password of client and server from the same variable of .env.',
  fixClass: 'confirm',
  source:
    'Redis documentation, AUTH; replies of redis-server 7.0.15: NOAUTH, WRONGPASS, "AUTH <password> called without any password configured for the default user"; IANA, redis URI scheme (redis://user:password@host)',
  logs: REFUSALS,
  run: (evidence) => {
    const servers = redisServers(evidence);
    if (servers.length === 0) return notApplicable('no service is Redis');
    const clients = clientsOf(evidence, servers);
    if (clients.length === 0)
      return notApplicable('no service names a Redis of this project by a URL, or by a host and a password');
    const findings = clients.flatMap((client) => findingOf(evidence, client) ?? []);
    if (findings.length > 0) return found(findings);
    return clients.some(({ server }) => redisPassword(server) !== undefined)
      ? HEALTHY
      : notObservable('what password the server wants is not to be seen');
  },
});

interface Client {
  readonly service: Service;
  readonly entry: EnvEntry;
  readonly server: RedisServer;
  readonly password: string;
}

const URL_OF_REDIS = /^rediss?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?,@]+)(?::\d+)?(?:[/?].*)?$/;

/** By URLs, and by a host and a password apart; each place once: several services may share an env file. */
function clientsOf({ project }: Evidence, servers: readonly RedisServer[]): readonly Client[] {
  const at = (host: string): RedisServer | undefined =>
    servers.find((one) => one.service === serviceOfHost(project, host));
  const all = startedServices(project)
    .filter(({ kind }) => !OTHERS.has(kind))
    .flatMap((service) => [...byUrl(service, at), ...byParts(service, at)]);
  return [...new Map(all.map((client) => [placeKey(client), client])).values()];
}

type ServerAt = (host: string) => RedisServer | undefined;

function byUrl(service: Service, at: ServerAt): Client[] {
  return service.environment.flatMap((entry) => {
    const match = URL_OF_REDIS.exec(entry.value ?? '');
    const [, user = '', password = '', host = ''] = match ?? [];
    const server = at(host);
    if (match === null || server === undefined || isOther(user)) return [];
    return [{ service, entry, server, password: decodeUri(password) }];
  });
}

/** REDIS_HOST and REDIS_PASSWORD, CACHE_REDIS_HOST and CACHE_REDIS_PASSWORD: names that begin alike. */
function byParts(service: Service, at: ServerAt): Client[] {
  const { environment } = service;
  const entryOf = (name: string): EnvEntry | undefined => environment.findLast(({ key }) => key === name);
  return environment.flatMap(({ key, value = '' }) => {
    const start = /^(\w*REDIS\w*_)HOST(?:NAME)?$/.exec(key)?.[1];
    const server = start === undefined ? undefined : at(value);
    const user = entryOf(`${start}USERNAME`)?.value ?? entryOf(`${start}USER`)?.value ?? '';
    const entry = entryOf(`${start}PASSWORD`) ?? entryOf(`${start}PASS`);
    if (server === undefined || entry?.value === undefined || isOther(user)) return [];
    return [{ service, entry, server, password: entry.value }];
  });
}

/** A user of its own is a matter of ACLs. */
function isOther(user: string): boolean {
  return user !== '' && user !== 'default';
}

function placeKey({ entry: { at, key } }: Client): string {
  return `${at.file}:${at.line}:${at.column}:${key}`;
}

function findingOf({ project, logs }: Evidence, client: Client): Finding | undefined {
  const { service, entry, server, password } = client;
  const wanted = redisPassword(server);
  if (wanted === undefined || password === wanted) return undefined;
  // The program may put the two together itself, and read the password from a file.
  const beside = service.environment.some(
    ({ key, value }) =>
      /PASS|AUTH|SECRET/.test(key) && (value === wanted || (/REDIS/.test(key) && key.endsWith('_FILE'))),
  );
  if (password === '' && beside) return undefined;
  const lines = REFUSALS.map(({ name, literal }) => ({
    literal,
    count: logs.summary('redis-client-auth-mismatch', name).services.get(service.name) ?? 0,
  })).filter(({ count }) => count > 0);
  const holder = server.settings.settings.get('requirepass')?.at ?? server.service.at;
  const sends =
    password === '' ? 'no password' : wanted === '' ? 'a password' : 'another password than the one';
  const has =
    wanted === ''
      ? `and ${server.service.name} has none`
      : `${password === '' ? 'and ' : 'that '}${server.service.name} asks for${password === '' ? ' one' : ''}`;
  const seen: readonly Seen[] = [
    {
      by: 'config',
      text: `${entry.key} of ${service.name}: ${password === '' ? 'no password' : 'a password'}; ${server.service.name}: ${wanted === '' ? 'none' : 'requirepass'}`,
      at: entry.at,
    },
    ...lines.map(({ literal, count }): Seen => ({
      by: 'log',
      text: `"${literal}" ${count} x in ${service.name}`,
    })),
  ];
  const edit = wanted === '' ? undefined : withPassword(project, client, wanted);
  return {
    message: `${service.name} sends ${sends}${password === '' || wanted === '' ? ', ' : ' '}${has}: ${entry.key} is refused.`,
    at: entry.at,
    related: [holder],
    evidence: seen,
    ...(wanted === ''
      ? { repair: `Take the password out of ${entry.key}, or give ${server.service.name} one.` }
      : {}),
    ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
  };
}

/** By the variable of .env that holds it, never written out anew; one that a URL would have to escape is a person's matter. */
function withPassword({ envFiles }: Project, { service, entry }: Client, wanted: string): Edit | undefined {
  const { key, raw, from } = entry;
  const holder = envFiles
    .find(({ file }) => file === '.env')
    ?.lines.findLast((line) => line.value === wanted);
  if (holder === undefined || from !== 'environment' || !/^[\w.~-]+$/.test(wanted)) return undefined;
  const url = raw.replace(
    /^(rediss?:\/\/)(?:[^@/]*@)?/,
    (_, scheme: string) => `${scheme}:\${${holder.key}}@`,
  );
  return url === raw ? undefined : inEnvironment(service, key, url);
}
