import { isInFolder } from '../../../project/is-in-folder.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { assumed, type Quantity, written } from '../../../sizing/quantity.ts';
import { isCvx } from './metrics-service.ts';
import { placeInText } from '../../place-in-text.ts';

/** The connections that one pool of a program keeps at most, and beyond them while all are in use. */
export interface ClientPool {
  readonly size: Quantity;
  readonly overflow: Quantity;
  /** Where the pool is made. */
  readonly at: Place;
  /** The variable of the service that sets the size, and the one for the overflow. */
  readonly sizeKey?: string;
  readonly overflowKey?: string;
}

/** What a program may say of its pools; undefined: it says something that cannot be read from here. */
export type ClientPools = readonly (ClientPool | undefined)[];

interface Library {
  /** Start of the call, up to its parenthesis. */
  readonly call: RegExp;
  readonly files: RegExp;
  readonly size: { readonly names: readonly string[]; readonly unset: number; readonly why: string };
  readonly overflow?: { readonly names: readonly string[]; readonly unset: number; readonly why: string };
  /** Arguments that make it no pool at all. */
  readonly without?: RegExp;
}

/** Libraries that keep connections to PostgreSQL, and what they take where nothing is said. */
const LIBRARIES: readonly Library[] = [
  {
    call: /\b(?:create_async_engine|create_engine|async_engine_from_config)\s*\(/g,
    files: /\.py$/,
    size: { names: ['pool_size'], unset: 5, why: 'default pool_size of SQLAlchemy' },
    overflow: { names: ['max_overflow'], unset: 10, why: 'default max_overflow of SQLAlchemy' },
    without: /sqlite|NullPool|StaticPool/,
  },
  {
    call: /\basyncpg\.create_pool\s*\(/g,
    files: /\.py$/,
    size: { names: ['max_size'], unset: 10, why: 'default max_size of asyncpg' },
  },
  {
    call: /\b(?:Async)?ConnectionPool\s*\((?=[^)]*(?:conninfo|postgres|DATABASE|dsn))/g,
    files: /\.py$/,
    size: { names: ['max_size', 'min_size'], unset: 4, why: 'default min_size of psycopg_pool' },
  },
  {
    call: /\bnew\s+(?:pg\.)?Pool\s*\(/g,
    files: /\.[cm]?[jt]s$/,
    size: { names: ['max'], unset: 10, why: 'default max of node-postgres' },
  },
];

/** Every pool of connections to PostgreSQL that the service's sources make. Empty where they make none, or there are no sources. */
export function clientPools(project: Project, service: Service): ClientPools {
  if (isCvx(service)) return [ownPool(service)];
  return sourcesOf(project, service)
    .filter((file) => !/(?:^|\/)(?:tests?|migrations?|alembic)\/|(?:^|\/)test_|conftest\.py$/.test(file))
    .flatMap((file) => poolsOf(project, service, file, project.read(file) ?? ''));
}

/** cvx reads these variables itself (src/config/settings.ts); a process of it that is told nothing keeps 5 and 5 more. */
function ownPool(service: Service): ClientPool | undefined {
  const size = fromEnvironment(service, 'DATABASE_POOL_SIZE', '5', service.at);
  const overflow = fromEnvironment(service, 'DATABASE_MAX_OVERFLOW', '5', service.at);
  if (size?.key === undefined || overflow?.key === undefined) return undefined;
  return {
    size: size.quantity,
    overflow: overflow.quantity,
    at: size.quantity.origin.at ?? service.at,
    sizeKey: size.key,
    overflowKey: overflow.key,
  };
}

/** Files of the service's own code: its build context, what it mounts, and the context of another that builds the same image. */
export function sourcesOf(project: Project, service: Service): readonly string[] {
  const builder = project.services.find(
    ({ image, buildContext }) => image !== undefined && image === service.image && buildContext !== undefined,
  );
  const mounted = service.mounts.flatMap(({ kind, source }) => (kind === 'bind' ? [source] : []));
  const folders = [service.buildContext ?? builder?.buildContext, ...mounted].filter(
    (one) => one !== undefined,
  );
  return project.sources.filter((file) => folders.some((folder) => isInFolder(file, folder)));
}

interface Made {
  /** What it is assigned to; two of one name are two branches, of which one runs. */
  readonly name: string;
  readonly pool: ClientPool | undefined;
}

function poolsOf(project: Project, service: Service, file: string, text: string): ClientPools {
  const made = LIBRARIES.filter(({ files }) => files.test(file)).flatMap((library) =>
    [...text.matchAll(library.call)].flatMap((match): readonly Made[] => {
      const lineHead = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
      if (/#|\/\/|\bdef\s|\bimport\s/.test(lineHead)) return [];
      const args = argumentsAt(text, match.index + match[0].length);
      if (library.without?.test(args) === true) return [];
      const at = placeInText(file, text, match.index);
      const name = /([\w.]+)\s*(?::[^=]+)?=\s*(?:await\s+)?$/.exec(lineHead)?.[1] ?? `${at.line}`;
      return [{ name, pool: poolOf({ project, service, file }, library, args, at) }];
    }),
  );
  const names = [...new Set(made.map(({ name }) => name))];
  return names.map((name) => {
    const same = made.filter((one) => one.name === name).map(({ pool }) => pool);
    return same.includes(undefined) ? undefined : same.toSorted((a, b) => total(b) - total(a))[0];
  });
}

function total(pool: ClientPool | undefined): number {
  return (pool?.size.value ?? 0) + (pool?.overflow.value ?? 0);
}

interface Reader {
  readonly project: Project;
  readonly service: Service;
  readonly file: string;
}

function poolOf(reader: Reader, library: Library, args: string, at: Place): ClientPool | undefined {
  // `**options`, `...options` or a variable for all of it: what they hold is not said here.
  if (/\*\*\s*\w|\.\.\.\s*\w/.test(args) && !library.size.names.some((name) => namedIn(args, name)))
    return undefined;
  const size = resolved(reader, args, library.size, at);
  const overflow =
    library.overflow === undefined ? NO_OVERFLOW : resolved(reader, args, library.overflow, at);
  if (size === undefined || overflow === undefined) return undefined;
  return {
    size: size.quantity,
    overflow: overflow.quantity,
    at,
    ...(size.key === undefined ? {} : { sizeKey: size.key }),
    ...(overflow.key === undefined ? {} : { overflowKey: overflow.key }),
  };
}

interface Resolved {
  readonly quantity: Quantity;
  readonly key?: string;
}

const NO_OVERFLOW: Resolved = { quantity: assumed(0, 'count', 'the pool does not grow beyond its size') };

function namedIn(args: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])["']?${name}["']?\\s*[=:](?!=)`).test(args);
}

function resolved(
  reader: Reader,
  args: string,
  { names, unset, why }: Library['size'],
  at: Place,
): Resolved | undefined {
  for (const name of names) {
    const match = new RegExp(`(?<![\\w.])["']?${name}["']?\\s*[=:]\\s*(?!=)`).exec(args);
    if (match !== null) return valueOf(reader, expressionAt(args, match.index + match[0].length), at, 0);
  }
  return { quantity: { ...assumed(unset, 'count', why), origin: { kind: 'default', note: why, at } } };
}

/** An integer, a variable of the environment with its default, or a name that is set to one of these. */
function valueOf(reader: Reader, expression: string, at: Place, depth: number): Resolved | undefined {
  const text = expression.trim();
  if (/^\d+$/.test(text)) return { quantity: written(Number(text), 'count', at, 'in the source') };
  const inner = /^(?:int|Number|parseInt|float)\s*\((.*?)(?:,\s*10)?\)$/s.exec(text)?.[1];
  if (inner !== undefined) return valueOf(reader, inner, at, depth);
  const variable =
    /^(?:os\.)?(?:getenv|environ\.get|environ)\s*[([]\s*["'](\w+)["']\s*(?:,\s*["']?(\d+)["']?)?\s*[)\]](?:\s*or\s*["']?(\d+)["']?)?$/.exec(
      text,
    ) ??
    /^\(?process\.env(?:\.(\w+)|\[["'](\w+)["']\])\)?\s*(?:(?:\?\?|\|\|)\s*["']?(\d+)["']?)?$/.exec(text);
  if (variable !== null) {
    const [key = '', ...defaults] = variable.slice(1).filter((group) => group !== undefined);
    return fromEnvironment(reader.service, key, defaults[0], at);
  }
  const name = /^(?:[\w.]+\.)?([A-Za-z_]\w*)$/.exec(text.replace(/\(\)/g, ''))?.[1];
  return name === undefined || depth > 2 ? undefined : named(reader, name, depth);
}

function fromEnvironment(
  service: Service,
  key: string,
  unset: string | undefined,
  at: Place,
): Resolved | undefined {
  const entry = service.environment.findLast((one) => one.key.toUpperCase() === key.toUpperCase());
  const value = entry?.value ?? unset;
  if (value === undefined || !/^\d+$/.test(value.trim())) return undefined;
  const quantity =
    entry === undefined
      ? {
          ...assumed(Number(value), 'count', `default of ${key} in the source`),
          origin: { kind: 'default', note: `default of ${key} in the source`, at } as const,
        }
      : written(Number(value), 'count', entry.at, key);
  return { quantity, key: entry?.key ?? key };
}

/** `pool_size: int = 5` of a settings class, which its variable overrides, or `POOL_SIZE = int(os.getenv(…))`. */
function named(reader: Reader, name: string, depth: number): Resolved | undefined {
  const assignment = new RegExp(
    `^[ \\t]*(?:export\\s+)?(?:const\\s+|let\\s+)?${name}[ \\t]*(:[ \\t]*[\\w\\[\\]| ]+)?[ \\t]*=[ \\t]*(?!=)([^\\n#]+)`,
    'm',
  );
  for (const file of [reader.file, ...sourcesOf(reader.project, reader.service)]) {
    const text = reader.project.read(file) ?? '';
    const match = assignment.exec(text);
    if (match === null) continue;
    const at = placeInText(file, text, match.index + match[0].length - match[0].trimStart().length);
    const right = (match[2] ?? '').trim().replace(/[;,]$/, '');
    if (match[1] === undefined) return valueOf({ ...reader, file }, right, at, depth + 1);
    const literal = /^(?:Field\s*\(\s*(?:default\s*=\s*)?)?(\d+)/.exec(right)?.[1];
    const alias = /alias\s*=\s*["'](\w+)["']/.exec(right)?.[1];
    const suffix = name.toUpperCase();
    const read = reader.project.variablesRead.find(
      (one) => one.at.file === file && (one.name === alias || one.name.endsWith(suffix)),
    );
    const value = fromEnvironment(reader.service, alias ?? read?.name ?? suffix, literal, at);
    return value ?? valueOf({ ...reader, file }, right, at, depth + 1);
  }
  return undefined;
}

/** Text of the arguments of a call whose parenthesis opened right before. */
function argumentsAt(text: string, start: number): string {
  let depth = 1;
  let at = start;
  for (; at < text.length && at < start + 4000 && depth > 0; at += 1) {
    const character = text[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
  }
  return text.slice(start, at - 1).replaceAll(/^[ \t]*(?:#|\/\/).*$/gm, '');
}

/** To the comma, or the end, that ends the expression. */
function expressionAt(args: string, start: number): string {
  let depth = 0;
  for (let at = start; at < args.length; at += 1) {
    const character = args[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (depth < 0 || (depth === 0 && character === ',')) return args.slice(start, at);
  }
  return args.slice(start);
}
