import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import type { Call } from '../../lib/call.ts';
import { CvxError, EXIT } from '../../lib/errors.ts';
import { openSession, serverOf, type Run } from './session.ts';

/** Migrations that belong together. What one set has applied does not concern another. */
export interface MigrationSet {
  /** Holds the .sql files. */
  readonly directory: URL;
  /** Stands before their names in the store: empty for the set that every store has. */
  readonly prefix: '' | `${string}/`;
  /** A schema, quoted where need be, whose types their text may use by their bare names. */
  readonly types?: string;
}

const MAIN: MigrationSet = { directory: new URL('./migrations/', import.meta.url), prefix: '' };

/** Any number that no other program takes as its advisory lock: the letters "cvx" and a count. */
const LOCK = 0x637678_01;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** Of the text with `\n` line ends, so that a checkout on Windows has the same one. */
  readonly sha256: string;
}

/** PostgreSQL 15 is the oldest that cvx is tested with; it is also the oldest of the tiers. */
const OLDEST = 15;

/** The migrations that ship with this cvx, in the order in which they apply. */
export async function readMigrations({ directory, prefix } = MAIN): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (file) => {
      const sql = (await readFile(new URL(file, directory), 'utf8')).replaceAll('\r\n', '\n');
      const name = prefix + file;
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing, each migration in one transaction under one advisory lock, and returns the names applied.
 * Rejects with CVX_STORE_NEWER where the store has migrations that this cvx does not know, with CVX_STORE_CHANGED where
 * an applied one had another text, with CVX_STORE_OLD where the server is too old.
 */
export async function migrate(pool: Pool, call?: Call, set = MAIN): Promise<readonly string[]> {
  const migrations = await readMigrations(set);
  const session = openSession(pool, 'store');
  // Reading first spares the usual start, where nothing is missing, the lock.
  const known = await session.query<{ found: boolean; version: number }>(
    `select to_regclass('cvx.migrations') is not null as found, current_setting('server_version_num')::int as version`,
    [],
    call,
  );
  refuseOldServer(known[0]?.version ?? 0, serverOf(pool) ?? 'the embedded store');
  if (known[0]?.found === true) {
    const applied = await session.use((run) => appliedMigrations(run, set), call);
    if (missing(migrations, applied).length === 0) return [];
  }
  const done: string[] = [];
  for (let next = await applyNext(); next !== undefined; next = await applyNext()) done.push(next);
  return done;

  function applyNext(): Promise<string | undefined> {
    return session.transaction(async (run) => {
      await run('select pg_advisory_xact_lock($1)', [LOCK]);
      await createSchema(run);
      await run(`create table if not exists cvx.migrations (
        name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
      const next = missing(migrations, await appliedMigrations(run, set))[0];
      if (next === undefined) return undefined;
      if (set.types !== undefined) await run(`set local search_path = pg_catalog, ${set.types}`);
      await run(next.sql);
      await run('insert into cvx.migrations (name, sha256) values ($1, $2)', [next.name, next.sha256]);
      return next.name;
    }, call);
  }
}

interface Applied {
  readonly name: string;
  readonly sha256: string;
}

function appliedMigrations(run: Run, { prefix }: MigrationSet): Promise<Applied[]> {
  return run<{ name: string; sha256: string }>(
    `select name, sha256 from cvx.migrations
     where $1 = left(name, -length(split_part(name, '/', -1))) order by name`,
    [prefix],
  );
}

/** Asked for only where it is missing: "if not exists" wants the right to create schemas even where there is one. */
async function createSchema(run: Run): Promise<void> {
  const found = await run(`select from pg_namespace where nspname = 'cvx'`);
  if (found.length === 0) await run('create schema cvx');
}

/** @param version as in `server_version_num`: 150018 is 15.18 */
export function refuseOldServer(version: number, server: string): void {
  const major = Math.floor(version / 10_000);
  if (major >= OLDEST) return;
  throw new CvxError(
    'CVX_STORE_OLD',
    `PostgreSQL at ${server} is version ${major}; cvx needs ${OLDEST} or newer`,
    {
      exit: EXIT.unavailable,
      hint: 'Upgrade the server, or unset DATABASE_URL to use the embedded store.',
    },
  );
}

function missing(migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, sha256 } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new CvxError('CVX_STORE_NEWER', `The store was written by a newer cvx (it has ${name})`, {
        exit: EXIT.unavailable,
        hint: 'Update cvx, or point CVX_HOME or DATABASE_URL at another store.',
      });
    }
    if (migration.sha256 !== sha256) {
      throw new CvxError(
        'CVX_STORE_CHANGED',
        `Migration ${name} was applied to the store with another text`,
        {
          exit: EXIT.unavailable,
          hint: 'Restore the released text of this migration; a change of the schema is a new migration.',
        },
      );
    }
  }
  const names = new Set(applied.map(({ name }) => name));
  return migrations.filter((migration) => !names.has(migration.name));
}
