import type { PostgresMajor } from './postgres-major.ts';
import {
  INVALID_POSTGRES_PARAMETERS,
  POSTGRES_EXTENSION_PARAMETERS,
  POSTGRES_PARAMETERS,
} from './tables/postgres-parameters.ts';

/** One server parameter as pg_settings of those majors shows it. */
export interface PostgresParameter {
  readonly name: string;
  readonly versions: readonly PostgresMajor[];
  readonly type: 'bool' | 'enum' | 'integer' | 'real' | 'string';
  /** What a bare number counts in: `8kB`, `ms`. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** boot_val, in `unit`. */
  readonly default: string;
  /** `postmaster` needs a restart, `sighup` a reload; `user` and `superuser` can be set in a session; `internal` never. */
  readonly context:
    | 'internal'
    | 'postmaster'
    | 'sighup'
    | 'superuser-backend'
    | 'backend'
    | 'superuser'
    | 'user';
  readonly values?: readonly string[];
  readonly note?: string;
}

/** A name that stops the server, or never was one of its own. */
export interface InvalidPostgresParameter {
  readonly name: string;
  readonly useInstead: string;
  readonly note?: string;
}

const BY_NAME = new Map<string, PostgresParameter[]>();
for (const row of POSTGRES_PARAMETERS) {
  const name = row.name.toLowerCase();
  BY_NAME.set(name, [...(BY_NAME.get(name) ?? []), row]);
}
const INVALID = new Map(INVALID_POSTGRES_PARAMETERS.map((row) => [row.name, row]));
const EXTENSIONS = new Map(POSTGRES_EXTENSION_PARAMETERS.map((row) => [row.name, row]));

/** A parameter of one major; undefined where that server would refuse to start on it. Names are case-insensitive. */
export function postgresParameter(name: string, major: PostgresMajor): PostgresParameter | undefined {
  return BY_NAME.get(name.toLowerCase())?.find(({ versions }) => versions.includes(major));
}

/** The majors that know a name; empty where none does. A name with a dot is an extension's and is always accepted. */
export function postgresVersionsOf(name: string): readonly PostgresMajor[] {
  return (BY_NAME.get(name.toLowerCase()) ?? [])
    .flatMap(({ versions }) => versions)
    .toSorted((a, b) => a - b);
}

/** A parameter of pgvector, pg_stat_statements or auto_explain. */
export function postgresExtensionParameter(
  name: string,
): Pick<PostgresParameter, 'name' | 'default' | 'unit' | 'min' | 'max' | 'values' | 'note'> | undefined {
  return EXTENSIONS.get(name.toLowerCase());
}

export function invalidPostgresParameter(name: string): InvalidPostgresParameter | undefined {
  return INVALID.get(name.toLowerCase());
}
