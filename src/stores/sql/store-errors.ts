import { DatabaseError } from 'pg';
import { codeOf, CvxError, EXIT, hasCode } from '../../lib/errors.ts';
import { connectionFault, POOL_EXHAUSTED, SERVER_FAULTS } from './server-faults.ts';

/** SQLSTATE classes that say "the server cannot serve now": connection, resources, operator intervention, system. */
const UNAVAILABLE = /^(?:08|53|57|58)/;

/** Class 57, yet it ends only the statement. */
const QUERY_CANCELED = '57014';

/** `XX001` data_corrupted, `XX002` index_corrupted; `58P01` undefined_file is a data file that has gone. */
const DAMAGED = new Set(['XX001', 'XX002', '58P01']);

/**
 * What two writers at once can meet, and what goes away when the later one starts again: `40001` serialization_failure,
 * `40P01` deadlock_detected, `23505` unique_violation.
 */
const CONFLICTS = new Set(['40001', '40P01', '23505']);

class SqlStateError extends Error {
  readonly sqlState: string;

  constructor(sqlState: string) {
    super(`SQLSTATE ${sqlState}`);
    this.sqlState = sqlState;
  }
}

/**
 * Turns what pg throws into a CvxError. Messages and details of SQL errors can quote rows, so only the SQLSTATE and the
 * names of schema objects are kept. `server` is what the error names, without user and password; absent for the embedded
 * store.
 */
export function storeError(error: unknown, server?: string): CvxError {
  const sqlState = stateOf(error);
  if (sqlState === undefined) {
    if (server === undefined) return hostGone(error) ?? unavailable('The store does not answer', error);
    const { message, hint } = connectionFault(error);
    return unavailable(`PostgreSQL at ${server} ${message}`, withoutClient(error), hint);
  }
  const cause = new SqlStateError(sqlState);
  const fault = server === undefined ? undefined : SERVER_FAULTS.get(sqlState);
  if (fault !== undefined) {
    return new CvxError(fault.code, `PostgreSQL at ${server} ${fault.message}`, {
      exit: EXIT.unavailable,
      hint: fault.hint,
      cause,
    });
  }
  if (DAMAGED.has(sqlState)) return damagedStore(cause);
  if (UNAVAILABLE.test(sqlState))
    return unavailable(`The store cannot serve now (SQLSTATE ${sqlState})`, cause);
  return new CvxError(
    'CVX_STORE_FAILED',
    `The store refused a statement (SQLSTATE ${sqlState}${placeOf(error)})`,
    {
      exit: EXIT.bug,
      cause,
    },
  );
}

/** Of the embedded store only a guest (pool-shared.ts) can lose the connection: with the process that shared it. */
function hostGone(error: unknown): CvxError | undefined {
  const isLost = error instanceof Error && error.message.startsWith('Connection terminated');
  if (!isLost && !hasCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE')) return undefined;
  const hint = 'Run this command again: it then opens the store itself.';
  return unavailable('The cvx process that shared its store with this one has ended', error, hint);
}

/** The pool hangs the client on what it throws, and that holds the password. */
function withoutClient(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('unknown');
  const code = codeOf(error);
  return new Error(code === undefined ? error.message : `${code}: ${error.message}`);
}

/** The data directory is not one that PostgreSQL can read. `dataDir` where it is known. */
export function damagedStore(cause: unknown, dataDir?: string): CvxError {
  const where = dataDir === undefined ? 'The store' : `The store in ${dataDir}`;
  return new CvxError('CVX_STORE_DAMAGED', `${where} is damaged and cannot be read`, {
    exit: EXIT.unavailable,
    hint: `Move ${dataDir ?? 'its directory'} aside and run cvx ingest again: everything in it comes from your files.`,
    cause,
  });
}

function unavailable(
  message: string,
  cause: unknown,
  hint = 'Run cvx doctor to see which store is at fault.',
): CvxError {
  return new CvxError('CVX_STORE_UNAVAILABLE', message, { exit: EXIT.unavailable, hint, cause });
}

/** True for an error of `storeError` after which the same transaction, run anew, can succeed. */
export function isConflict(error: unknown): boolean {
  return (
    error instanceof CvxError && error.cause instanceof SqlStateError && CONFLICTS.has(error.cause.sqlState)
  );
}

/** True for an error of `storeError` that tells of this process only: it uses more connections than its pool may have. */
export function isPoolExhausted(error: unknown): boolean {
  return (
    error instanceof CvxError && error.cause instanceof Error && POOL_EXHAUSTED.test(error.cause.message)
  );
}

/** True for errors that the server reported in answer to a statement: the connection itself is sound. */
export function isStatementError(error: unknown): boolean {
  const sqlState = stateOf(error);
  return sqlState !== undefined && (!UNAVAILABLE.test(sqlState) || sqlState === QUERY_CANCELED);
}

// PGlite throws its own class with the fields of pg's, so the shape decides and not the class.
function stateOf(error: unknown): string | undefined {
  if (error instanceof DatabaseError) return error.code;
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const table = 'table' in error && typeof error.table === 'string' ? `, table ${error.table}` : '';
  const constraint =
    'constraint' in error && typeof error.constraint === 'string' ? `, ${error.constraint}` : '';
  return table + constraint;
}
