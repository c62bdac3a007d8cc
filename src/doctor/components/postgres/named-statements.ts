import type { Project, Service } from '../../../project/project.ts';
import { sourcesOf } from '../backend/client-pools.ts';
import { urlDriver } from '../env/url-driver.ts';
import { type StoreUrl } from '../env/store-urls.ts';

/** A client library that gives names to statements by itself, and what makes it leave that. */
export interface Namer {
  readonly name: string;
  /** What its documentation says to do instead. */
  readonly instead: string;
}

const ASYNCPG: Namer = {
  name: 'asyncpg',
  instead: 'statement_cache_size=0 (and prepared_statement_cache_size=0 of SQLAlchemy)',
};
const PSYCOPG: Namer = { name: 'psycopg 3', instead: 'prepare_threshold=None' };
const PRISMA: Namer = { name: 'Prisma', instead: 'pgbouncer=true in its URL' };

/**
 * The library by which a service goes to a URL, where it is one that names statements and nothing in the sources or the URL says not
 * to; `unknown` where the library is not known.
 */
export function namesStatements(project: Project, url: StoreUrl): Namer | 'unknown' | undefined {
  const { service, scheme, parameters } = url;
  const says = (pattern: RegExp): boolean =>
    readAll(project, service, /\.(?:py|[cm]?[jt]s)$/).some((text) => pattern.test(text));
  const driver = urlDriver(project, url);
  if (driver === 'asyncpg' || driver === 'SQLAlchemy with asyncpg') {
    const isOff = parameters.some(
      ({ name, value }) => name === 'prepared_statement_cache_size' && value === '0',
    );
    return isOff || says(/statement_cache_size|prepared_statement_name_func/) ? undefined : ASYNCPG;
  }
  const manifests = readAll(project, service, /requirements[^/]*\.txt$|pyproject\.toml$|package\.json$/).join(
    '\n',
  );
  if (driver !== undefined) {
    const isThird = /\+psycopg(?:_async)?$/.test(scheme) || /(?<![\w-])psycopg3?(?![\w])/i.test(manifests);
    return isThird && !/psycopg2/.test(scheme + manifests) && !says(/prepare_threshold/)
      ? PSYCOPG
      : undefined;
  }
  // With an adapter the statements are those of its driver.
  if (/"@prisma\/client"/.test(manifests) && !/@prisma\/adapter-/.test(manifests))
    return parameters.some(({ name, value }) => name === 'pgbouncer' && value === 'true')
      ? undefined
      : PRISMA;
  return 'unknown';
}

function readAll(project: Project, service: Service, files: RegExp): readonly string[] {
  return sourcesOf(project, service)
    .filter((file) => files.test(file))
    .map((file) => project.read(file) ?? '');
}
