import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import type { Call } from '../../lib/call.ts';
import { CvxError, EXIT } from '../../lib/errors.ts';
import { openSession, type Run } from './session.ts';

const DIRECTORY = new URL('./migrations/', import.meta.url);

/** Any number that no other program takes as its advisory lock: the letters "cvx" and a count. */
const LOCK = 0x637678_01;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** Of the text with `\n` line ends, so that a checkout on Windows has the same one. */
  readonly sha256: string;
}

/** The migrations that ship with this cvx, in the order in which they apply. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(DIRECTORY)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(new URL(name, DIRECTORY), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing, each migration in one transaction under one advisory lock, and returns the names applied.
 * Rejects with CVX_STORE_NEWER where the store has migrations that this cvx does not know, with CVX_STORE_CHANGED where
 * an applied one had another text.
 */
export async function migrate(pool: Pool, call?: Call): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const session = openSession(pool, 'store');
  // Reading first spares the usual start, where nothing is missing, the lock.
  const known = await session.query<{ found: boolean }>(
    `select to_regclass('cvx.migrations') is not null as found`,
    [],
    call,
  );
  if (known[0]?.found === true) {
    const applied = await session.transaction(appliedMigrations, call);
    if (missing(migrations, applied).length === 0) return [];
  }
  const done: string[] = [];
  for (let next = await applyNext(); next !== undefined; next = await applyNext()) done.push(next);
  return done;

  function applyNext(): Promise<string | undefined> {
    return session.transaction(async (run) => {
      await run('select pg_advisory_xact_lock($1)', [LOCK]);
      await run('create schema if not exists cvx');
      await run(`create table if not exists cvx.migrations (
        name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
      const next = missing(migrations, await appliedMigrations(run))[0];
      if (next === undefined) return undefined;
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

function appliedMigrations(run: Run): Promise<Applied[]> {
  return run<{ name: string; sha256: string }>('select name, sha256 from cvx.migrations order by name');
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
