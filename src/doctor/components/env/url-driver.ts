import type { Project, Service } from '../../../project/project.ts';
import { sourcesOf } from '../backend/client-pools.ts';
import { readsVariable } from '../backend/variable-readers.ts';
import type { StoreUrl } from './store-urls.ts';

/** What reads a URL: libpq takes it as it is; SQLAlchemy takes it apart and hands its parameters to the driver as arguments. */
export type UrlDriver =
  | 'redis-py'
  | 'libpq'
  | 'SQLAlchemy with libpq'
  | 'SQLAlchemy with asyncpg'
  | 'asyncpg';

const MANIFEST = /(?:^|\/)(?:requirements[^/]*\.txt|pyproject\.toml)$/;
/** Each has ways of its own to read a URL. */
const OTHERS =
  /\b(?:django|dj-database-url|environs|tortoise-orm|peewee|piccolo|ormar|gino|databases|records|pony|aiopg|pg8000|prisma)\b/i;
const SQLALCHEMY = /\b(?:sqlalchemy|sqlmodel|alembic)\b/i;
const TAKEN_APART =
  /\b(?:urlparse|urlsplit|parse_qsl?|make_url|re\.sub|update_query\w*|difference_update_query|sslmode)\b|\.(?:split|partition)\(\s*["']\?/;

/** The program that reads a URL, where that is certain; undefined where no file tells, or code of the service takes it apart first. */
export function urlDriver(project: Project, url: StoreUrl): UrlDriver | undefined {
  const { service, key, scheme } = url;
  if (scheme.startsWith('redis')) return isGivenToRedisPy(project, service, key) ? 'redis-py' : undefined;
  const [name, suffix] = scheme.split('+');
  if (suffix === undefined && isGivenToPsql(project, service, key)) return 'libpq';
  const texts = sourcesOf(project, service).map((file) => ({ file, text: project.read(file) ?? '' }));
  const code = texts.filter(({ file }) => file.endsWith('.py')).map(({ text }) => text);
  const isTakenApart = code.some(
    (text) => TAKEN_APART.test(text) && /postgres|sqlalchemy|database|\bdsn\b/i.test(text),
  );
  const packages = texts
    .filter(({ file }) => MANIFEST.test(file))
    .map(({ text }) => text.replaceAll(/#.*$/gm, ''))
    .join('\n');
  const has = (pattern: RegExp): boolean => pattern.test(packages);
  if (code.length === 0 || isTakenApart || has(OTHERS)) return undefined;
  const alchemy =
    has(SQLALCHEMY) ||
    code.some((text) => /\bimport\s+sqlalchemy|\bfrom\s+(?:sqlalchemy|sqlmodel)\b/.test(text));
  if (suffix !== undefined)
    return !alchemy
      ? undefined
      : suffix === 'asyncpg'
        ? 'SQLAlchemy with asyncpg'
        : /^psycopg(?:2|_async)?$/.test(suffix)
          ? 'SQLAlchemy with libpq'
          : undefined;
  const asyncpg = has(/(?<![\w-])asyncpg(?![\w-])/i);
  const psycopg = has(/(?<![\w-])psycopg[23]?(?![\w])/i);
  // With both, or with SQLAlchemy and asyncpg, the code gives the URL another scheme on its way.
  if (asyncpg === psycopg || readsVariable(project, service, key) !== 'yes') return undefined;
  if (alchemy) return psycopg && name === 'postgresql' ? 'SQLAlchemy with libpq' : undefined;
  return psycopg ? 'libpq' : 'asyncpg';
}

/** `pg_dump "$DATABASE_URL"` in the command or in a script. */
function isGivenToPsql(project: Project, service: Service, key: string): boolean {
  const call = new RegExp(
    String.raw`\b(?:psql|pg_dump|pg_dumpall|pg_restore|pg_isready)\b[^;&|\n]*\$\{?${key}\b`,
  );
  const scripts = sourcesOf(project, service).filter((file) => file.endsWith('.sh'));
  const own = [...service.entrypoint, ...service.command].join(' ');
  return [own, ...scripts.map((file) => project.read(file) ?? '')].some((text) => call.test(text));
}

/** `redis.from_url(settings.redis_url)`: by name of the variable, in whatever case. kombu, arq and others read such URLs in ways of their own. */
function isGivenToRedisPy(project: Project, service: Service, key: string): boolean {
  const call = new RegExp(
    String.raw`\b(?:redis|aioredis|Redis|ConnectionPool)\.from_url\(\s*[^)\n]*\b${key}\b`,
    'i',
  );
  return sourcesOf(project, service)
    .filter((file) => file.endsWith('.py'))
    .map((file) => project.read(file) ?? '')
    .some(
      (text) => /^\s*(?:import|from)\s+redis\b/m.test(text) && call.test(text) && !TAKEN_APART.test(text),
    );
}
