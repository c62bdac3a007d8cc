import { stopWaiting } from '../../lib/stop-waiting.ts';
import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { Call } from '../../lib/call.ts';
import { circuitBreaker, type CircuitBreaker } from '../../lib/circuit-breaker.ts';
import { CvxError, EXIT, isUnavailable } from '../../lib/errors.ts';
import { isConflict, isPoolExhausted, isStatementError, storeError } from './store-errors.ts';

/** Runs one statement; resolves to its rows. */
export type Run = <R extends QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<R[]>;

/** How the SQL adapters talk to their pool: closed checks, aborts and errors are handled here, once. */
export interface Session {
  query<R extends QueryResultRow>(text: string, values: readonly unknown[], call?: Call): Promise<R[]>;
  /** Several statements on one connection, each by itself. */
  use<T>(work: (run: Run) => Promise<T>, call?: Call): Promise<T>;
  /**
   * All or nothing. `work` must use only the `run` that it is given: the embedded pool has one connection, and a second
   * request from inside a transaction would wait for ever. It is run anew where another writer was in its way, so it must
   * not change anything else.
   */
  transaction<T>(work: (run: Run) => Promise<T>, call?: Call): Promise<T>;
  ping(call?: Call): Promise<void>;
  /** Rejects after close or where the call is aborted, without a round trip. */
  check(call?: Call): Promise<void>;
  /** The pool stays open: it belongs to whoever opened it and is shared by several adapters. */
  close(): void;
}

/** `subject` names the adapter in the error that use after close gives. */
export function openSession(pool: Pool, subject: string): Session {
  let closed = false;
  const check = async (call: Call | undefined): Promise<void> => {
    if (closed) throw new CvxError('CVX_STORE_CLOSED', `The ${subject} is closed`, { exit: EXIT.bug });
    call?.signal?.throwIfAborted();
  };
  const onClient = async <T>(call: Call | undefined, work: (run: Run) => Promise<T>): Promise<T> => {
    await check(call);
    return stopWaiting(withClient(pool, call, work), call?.signal);
  };
  return {
    query: (text, values, call) => onClient(call, (run) => run(text, values)),
    use: (work, call) => onClient(call, work),
    transaction: (work, call) => onClient(call, (run) => inTransaction(run, work, call?.signal)),
    ping: async (call) => {
      await onClient(call, (run) => run('select 1'));
    },
    check,
    close: () => {
      closed = true;
    },
  };
}

async function withClient<T>(pool: Pool, call: Call | undefined, work: (run: Run) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let fault: Error | undefined;
  // The pool listens to idle clients only; the end of this connection between two statements would end the process.
  const onLost = (error: Error): void => void (fault = error);
  client.on('error', onLost);
  const run: Run = async (text, values = []) => {
    if (text !== 'rollback') call?.signal?.throwIfAborted();
    try {
      return (await client.query(text, [...values])).rows;
    } catch (error) {
      // A connection that failed must not go back to the pool; one that merely refused a statement is sound.
      if (error instanceof Error && !isStatementError(error)) fault = error;
      throw storeError(error, serverOf(pool));
    }
  };
  try {
    return await work(run);
  } finally {
    client.off('error', onLost);
    client.release(fault);
  }
}

/**
 * Five failures in a row are an outage and no accident; two seconds is what a user waits at most after it is over. A pool
 * whose connections are all in use tells nothing of its server.
 */
const BREAKER = {
  failures: 5,
  coolDownMs: 2000,
  isFailure: (error: unknown) => isUnavailable(error) && !isPoolExhausted(error),
};

/** One for each server that this process talks to, whoever asks. */
const breakers = new WeakMap<Pool, CircuitBreaker>();

/**
 * A server that takes no connection, or takes it and says nothing, costs each caller the whole time limit: after some who
 * waited, the others are told at once. The embedded store needs none of this: it cannot be away.
 */
function connect(pool: Pool): Promise<PoolClient> {
  const server = serverOf(pool);
  const connectNow = async (): Promise<PoolClient> => {
    try {
      return await pool.connect();
    } catch (error) {
      throw storeError(error, server);
    }
  };
  if (server === undefined) return connectNow();
  const guarded = breakers.get(pool) ?? circuitBreaker(BREAKER);
  breakers.set(pool, guarded);
  return guarded(connectNow);
}

/** What errors call the server of a pool: host and port, never the user or the password. Undefined where embedded. */
export function serverOf(pool: Pool): string | undefined {
  const { host, port } = pool.options;
  return host === undefined ? undefined : `${host}:${port ?? 5432}`;
}

/** Tries of a transaction that other writers interrupt. Each try lets at least one of them through. */
const TRIES = 5;
/** Longest first pause; doubled with each try. About what a transaction of cvx takes. */
const PAUSE_MS = 20;

async function inTransaction<T>(
  run: Run,
  work: (run: Run) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(run, work);
    } catch (error) {
      if (tries === TRIES || !isConflict(error)) throw error;
      await setTimeout(
        Math.random() * PAUSE_MS * 2 ** tries,
        undefined,
        signal === undefined ? {} : { signal },
      );
    }
  }
}

async function once<T>(run: Run, work: (run: Run) => Promise<T>): Promise<T> {
  await run('begin');
  try {
    const result = await work(run);
    await run('commit');
    return result;
  } catch (error) {
    await run('rollback').catch(() => {
      // The first error says what happened; a connection too broken to roll back is dropped by withClient.
    });
    throw error;
  }
}
