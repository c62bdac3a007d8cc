import type { Project } from '../../../project/project.ts';
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
import { type UrlDriver, urlDriver } from '../../components/env/url-driver.ts';
import {
  placeOfParameter,
  type StoreUrl,
  storeUrls,
  sharersOf,
  withParameter,
} from '../../components/env/store-urls.ts';
import { postgresAt } from '../../components/postgres/postgres-urls.ts';
import { serverTls } from '../../components/postgres/server-tls.ts';
import { sayingTheSame, type UrlParameter, whyRefused } from '../../components/env/url-parameters.ts';
import type { Evidence } from '../../evidence.ts';

const ID = 'dsn-unknown-parameter';
const REFUSALS: readonly LogPattern[] = [
  {
    name: 'uri',
    literal: 'invalid URI query parameter',
    pattern: /invalid URI query parameter: "(?<name>\w+)"/,
  },
  {
    name: 'option',
    literal: 'invalid connection option',
    pattern: /invalid connection option "(?<name>\w+)"/,
  },
  { name: 'mode', literal: 'invalid sslmode value', pattern: /invalid (?<name>sslmode) value/ },
  {
    name: 'argument',
    literal: ' got an unexpected keyword argument',
    pattern: /(?:connect|Connection\.__init__)\(\) got an unexpected keyword argument '(?<name>\w+)'/,
  },
  {
    name: 'setting',
    literal: 'unrecognized configuration parameter',
    pattern: /unrecognized configuration parameter "(?<name>\w+)"/,
  },
];

export const dsnUnknownParameter = defineCheck({
  id: ID,
  area: 'env',
  severity: 'warning',
  title: 'The URL of a store says what its driver understands',
  why: `Each driver has parameters of its own: sslmode is libpq's and no argument of asyncpg, schema is Prisma's and no option of libpq. A URL
that was copied from another program, or from a host's console, is refused whole: "invalid URI query parameter", "connect() got an
unexpected keyword argument 'sslmode'".`,
  repair: 'Say it in the words of the driver, or give the other program a URL of its own.',
  fixClass: 'confirm',
  source:
    'each combination run against PostgreSQL 15.18: psql 15, psycopg 3.3 and psycopg2 2.9 (libpq 18), asyncpg 0.32, SQLAlchemy 2.1 with each of them; redis-py 8.1 with redis-server 7.0.15; PostgreSQL manual 34.1.1.2',
  logs: REFUSALS,
  run: (evidence) => {
    const { project } = evidence;
    const urls = storeUrls(project);
    if (urls.length === 0) return notApplicable('no service is given a URL of PostgreSQL or Redis');
    const read = urls
      .filter(({ parameters }) => parameters.length > 0)
      .map((url) => ({ url, driver: urlDriver(project, url) }));
    const findings = read.flatMap(({ url, driver }) =>
      driver === undefined
        ? []
        : url.parameters.flatMap((parameter) => findingOf(evidence, { url, driver }, parameter) ?? []),
    );
    if (findings.length > 0) return found(findings);
    const dark = read.find(({ driver }) => driver === undefined)?.url;
    return dark === undefined
      ? HEALTHY
      : notObservable(`which driver reads ${dark.key} of ${dark.service.name} is not in the files`);
  },
});

interface Read {
  readonly url: StoreUrl;
  readonly driver: UrlDriver;
}

function findingOf(evidence: Evidence, { url, driver }: Read, parameter: UrlParameter): Finding | undefined {
  const { project } = evidence;
  const why = whyRefused(driver, parameter);
  const sharers = sharersOf(project, url);
  const same = sharers.filter((one) => urlDriver(project, one) === driver);
  // Told with the first of those who read it alike.
  if (why === undefined || same[0] !== url) return undefined;
  const clients = same.map(({ service }) => service.name);
  const at = placeOfParameter(project, url, parameter.name);
  // Another program that shares the URL may need just this.
  const become = same.length === sharers.length ? becoming(evidence, { url, driver }, parameter) : undefined;
  const edit =
    become === undefined ? undefined : withParameter(project, url, parameter.name, become || undefined);
  return {
    message: `${clients.join(', ')} cannot connect with ${url.key}: ${driver} ${why}.`,
    at,
    evidence: [
      { by: 'config', text: `${parameter.name}=${parameter.value} for ${driver} in ${url.key}`, at },
      ...refusals(evidence, clients, parameter),
    ],
    repair: repairOf(driver, parameter, become),
    ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: clients } }),
  };
}

/** Who asks for TLS in words that nobody understood would only then learn that the server of the stack has none. */
function becoming(evidence: Evidence, { url, driver }: Read, parameter: UrlParameter): string | undefined {
  const become = sayingTheSame(
    driver,
    parameter,
    url.parameters.some(({ name }) => name === 'options'),
  );
  const server = postgresAt(evidence.project, url.host);
  const off = server !== undefined && serverTls(evidence, server)?.on === false;
  return off ? become?.replace(/^(ssl(?:mode)?)=require$/, '$1=disable') : become;
}

function repairOf(driver: UrlDriver, { name }: UrlParameter, become: string | undefined): string {
  if (become === '') return `Take ${name} out of the URL.`;
  if (become !== undefined) return `Write ${become} in its place.`;
  if (driver === 'redis-py' && /^(?:ssl|tls)$/.test(name))
    return `Take ${name} out of the URL; TLS is what rediss:// in place of redis:// says.`;
  if (driver === 'SQLAlchemy with asyncpg')
    return `Take ${name} out of the URL and give it in code: create_async_engine(url, connect_args={…}); a setting of the session goes into its server_settings.`;
  return `Take ${name} out of the URL, or give the program that it is meant for a URL of its own.`;
}

/** In the log of the client, or of the server that was sent it. */
function refusals(
  { project, logs }: Evidence,
  clients: readonly string[],
  { name }: UrlParameter,
): readonly Seen[] {
  const servers = serversOf(project);
  return REFUSALS.flatMap((pattern): Seen[] => {
    const { tallies, services } = logs.summary(ID, pattern.name);
    const who = [...services.keys()].find(
      (service) => clients.includes(service) || servers.includes(service),
    );
    const count = tallies['name']?.get(name) ?? 0;
    return who === undefined || count === 0
      ? []
      : [{ by: 'log', text: `"${pattern.literal}" for ${name} ${count} x, in the log of ${who}` }];
  });
}

function serversOf({ services }: Project): readonly string[] {
  return services.filter(({ kind }) => kind === 'postgres').map(({ name }) => name);
}
