import { codeOf } from '../../lib/errors.ts';

/** What a SQLSTATE means where it comes from a server, and what its user can do about it. */
export interface ServerFault {
  readonly code: 'CVX_STORE_DENIED' | 'CVX_STORE_MISSING' | 'CVX_STORE_UNAVAILABLE';
  /** Follows the name of the server. */
  readonly message: string;
  readonly hint: string;
}

const CREDENTIALS: ServerFault = {
  code: 'CVX_STORE_DENIED',
  message: 'refuses the user or the password',
  hint: 'Check both in DATABASE_URL; special characters in a password must be percent-encoded.',
};

const STARTING: ServerFault = {
  code: 'CVX_STORE_UNAVAILABLE',
  message: 'is starting or stopping',
  hint: 'Try again in some seconds.',
};

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const SERVER_FAULTS: ReadonlyMap<string, ServerFault> = new Map([
  [
    '08P01',
    {
      code: 'CVX_STORE_UNAVAILABLE',
      message: 'refuses the parameters that cvx connects with',
      hint: 'Behind PgBouncer set ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout; cvx then keeps time by itself.',
    },
  ],
  ['28000', CREDENTIALS],
  ['28P01', CREDENTIALS],
  [
    '3D000',
    {
      code: 'CVX_STORE_MISSING',
      message: 'has no such database',
      hint: 'Create it (createdb, or CREATE DATABASE), or correct the name at the end of DATABASE_URL.',
    },
  ],
  [
    '42501',
    {
      code: 'CVX_STORE_DENIED',
      message: 'does not let this user do that in this database',
      hint: 'cvx keeps to a schema of its own: as the owner of the database, run GRANT CREATE ON DATABASE … TO … for the user in DATABASE_URL.',
    },
  ],
  [
    '25006',
    {
      code: 'CVX_STORE_UNAVAILABLE',
      message: 'is read-only',
      hint: 'DATABASE_URL must name the primary; a replica belongs in DATABASE_REPLICA_URL.',
    },
  ],
  [
    '53300',
    {
      code: 'CVX_STORE_UNAVAILABLE',
      message: 'has no connection left',
      hint: 'Lower DATABASE_POOL_SIZE and DATABASE_MAX_OVERFLOW of all who use it, or raise max_connections.',
    },
  ],
  [
    '57014',
    {
      code: 'CVX_STORE_UNAVAILABLE',
      message: 'took longer than the statement timeout',
      hint: 'It may be overloaded: look at pg_stat_activity.',
    },
  ],
  ['57P01', STARTING],
  ['57P02', STARTING],
  ['57P03', STARTING],
]);

/** pg-pool, of a caller who found all connections in use until his time was up. */
export const POOL_EXHAUSTED = /^timeout exceeded when trying to connect/;

/** What a failed connection means, by Node's error code or by the start of pg's message. */
const CONNECTION_FAULTS: readonly {
  readonly sign: RegExp;
  readonly message: string;
  readonly hint: string;
}[] = [
  {
    sign: /^(?:ENOTFOUND|EAI_AGAIN)$/,
    message: 'cannot be found (no such host)',
    hint: 'Correct the host in DATABASE_URL.',
  },
  {
    sign: POOL_EXHAUSTED,
    message: 'has all connections of the pool in use',
    hint: 'Raise DATABASE_POOL_SIZE or DATABASE_MAX_OVERFLOW, or run fewer searches at once.',
  },
  {
    sign: /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|^CERT_|^ERR_TLS_CERT/,
    message: 'has a certificate that cannot be verified',
    hint: 'Add sslrootcert=FILE to DATABASE_URL, or sslmode=no-verify to trust it unseen.',
  },
  {
    sign: /^The server does not support SSL/,
    message: 'does not speak TLS',
    hint: 'Add sslmode=disable to DATABASE_URL where the network is trusted.',
  },
  {
    sign: /ECONNREFUSED/,
    message: 'cannot be reached (connection refused)',
    hint: 'Start it, or correct the host and port in DATABASE_URL.',
  },
];

/** For an error that came without a SQLSTATE. */
export function connectionFault(error: unknown): { readonly message: string; readonly hint: string } {
  const signs = signsOf(error);
  return (
    CONNECTION_FAULTS.find(({ sign }) => signs.some((text) => sign.test(text))) ?? {
      message: 'does not answer',
      hint: 'Check that it runs and that DATABASE_URL names it; cvx doctor looks closer.',
    }
  );
}

function signsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  // A name with several addresses fails with all their errors in one.
  const inner: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [codeOf(error), error.message, ...inner.flatMap(signsOf)].filter((sign) => sign !== undefined);
}
