import { parse } from 'yaml';
import { z } from 'zod';
import { decodeUri } from '../../lib/decode-uri.ts';
import type { Project } from '../../project/project.ts';
import { type AskedService, configsOf, namesOf } from './asked-service.ts';
import { distinct } from '../../lib/distinct.ts';

/** What the owner's own files say a server lets in with. Used to ask that server, and never shown. */
export interface Login {
  readonly user?: string;
  readonly password: string;
  readonly database?: string;
}

/** A server may count wrong passwords, and writes each into its log: no more are tried. */
const MAX_TRIES = 3;

/** `requirepass` of the command, the configuration and the variables; then what the clients are given. */
export function redisLogins(project: Project, asked: AskedService): readonly Login[] {
  const { environment, service } = asked;
  const command = (service?.command ?? []).join(' ');
  const conf = configsOf(project, asked).flatMap((text) =>
    [...text.matchAll(/^[ \t]*requirepass[ \t]+(\S+)/gim)].map((match) => match[1] ?? '').slice(-1),
  );
  const passwords = [
    ...[...command.matchAll(/--requirepass[ =]+(\S+)/g)].map((match) => match[1] ?? ''),
    ...conf,
    ...valuesOf(project, environment, /^(?:REDIS|VALKEY|KEYDB)_?PASS(?:WORD)?$|^REDISCLI_AUTH$/),
    ...clientValues(project, /^(?:\w+_)?(?:REDIS|VALKEY)_?PASS(?:WORD)?$/),
  ].map((password) => expand(unquote(password), environment));
  return worthTrying([
    ...passwords.map((password) => ({ password })),
    ...urlLogins(project, asked, /^rediss?/),
  ]);
}

/** The variables of the official image (and Bitnami's); then what the clients are given. */
export function postgresLogins(project: Project, asked: AskedService): readonly Login[] {
  const { environment } = asked;
  const first = (...names: readonly string[]): string | undefined =>
    names.flatMap((name) => valuesOf(project, environment, new RegExp(`^${name}$`)))[0];
  const user = first('POSTGRES_USER', 'POSTGRESQL_USERNAME') ?? 'postgres';
  const own = {
    user,
    // Where the server trusts whoever comes, any will do.
    password: first('POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD') ?? '',
    database: first('POSTGRES_DB', 'POSTGRESQL_DATABASE') ?? user,
  };
  return worthTrying([own, ...urlLogins(project, asked, /^postgres(?:ql)?/)]);
}

/** Keys of the variables and the configuration; then what the clients are given. */
export function qdrantLogins(project: Project, asked: AskedService): readonly Login[] {
  const keys = [
    ...valuesOf(project, asked.environment, /^QDRANT__SERVICE__(?:READ_ONLY_)?API_KEY$/),
    ...configsOf(project, asked).flatMap(apiKeys),
    ...clientValues(project, /^(?:\w+_)?QDRANT_(?:API_)?KEY$/),
  ];
  return worthTrying(keys.map((key) => ({ password: key })));
}

const qdrantConfig = z.object({
  service: z.object({ api_key: z.string().optional(), read_only_api_key: z.string().optional() }),
});

function apiKeys(text: string): string[] {
  const config = qdrantConfig.safeParse(yamlOf(text));
  if (!config.success) return [];
  const { api_key, read_only_api_key } = config.data.service;
  return [api_key, read_only_api_key].filter((key) => key !== undefined);
}

/** The file's own fault is told elsewhere. */
function yamlOf(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

/** Of variables with such names, and of those that name a file: `POSTGRES_PASSWORD_FILE=/run/secrets/db`. */
function valuesOf(
  project: Project,
  environment: ReadonlyMap<string, string>,
  name: RegExp,
): readonly string[] {
  return [...environment].flatMap(([key, value]) => {
    if (name.test(key)) return [value];
    const secret = key.endsWith('_FILE') && name.test(key.slice(0, -'_FILE'.length));
    const text = secret ? secretText(project, value) : undefined;
    return text === undefined ? [] : [text.trim()];
  });
}

/** Text of a Compose secret that is mounted there. */
function secretText(project: Project, target: string): string | undefined {
  const name = /^\/run\/secrets\/(.+)$/.exec(target)?.[1];
  const secrets = z
    .record(z.string(), z.object({ file: z.string().optional() }))
    .safeParse(project.top['secrets']);
  const file = name === undefined || !secrets.success ? undefined : secrets.data[name]?.file;
  return file === undefined ? undefined : project.read(file.replace(/^\.\//, ''));
}

/** What any service or .env file is given under such a name. */
function clientValues({ services, envFiles }: Project, name: RegExp): readonly string[] {
  const entries = [
    ...services.flatMap(({ environment }) => environment),
    ...envFiles.flatMap(({ lines }) => lines),
  ];
  return entries.flatMap(({ key, value }) => (name.test(key) && value !== undefined ? [value] : []));
}

/** Logins in the URLs by which other services reach it: `postgresql+asyncpg://app:secret@db:5432/cvs`. */
function urlLogins(project: Project, asked: AskedService, scheme: RegExp): readonly Login[] {
  const names = namesOf(asked);
  const values = project.services.flatMap(({ environment }) => environment.map(({ value = '' }) => value));
  return values.flatMap((value): Login[] => {
    const url = scheme.test(value) && URL.canParse(value) ? new URL(value) : undefined;
    if (url === undefined || url.password === '' || !names.has(url.hostname)) return [];
    const [user, database] = [decodeUri(url.username), decodeUri(url.pathname.slice(1))];
    return [
      {
        password: decodeUri(url.password),
        ...(user === '' ? {} : { user }),
        ...(database === '' ? {} : { database }),
      },
    ];
  });
}

function unquote(text: string): string {
  return text.replaceAll(/^["']+|["']+$/g, '');
}

/** `$REDIS_PASSWORD` in a command that a shell of the container runs (`$$` in the compose file). */
function expand(text: string, environment: ReadonlyMap<string, string>): string {
  const name = /^\$+\{?(\w+)\}?$/.exec(text)?.[1];
  return name === undefined ? text : (environment.get(name) ?? '');
}

function worthTrying(logins: readonly Login[]): readonly Login[] {
  return distinct(logins.filter(({ password, user }) => password !== '' || user !== undefined)).slice(
    0,
    MAX_TRIES,
  );
}
