import type { Client } from 'pg';
import { z } from 'zod';
import { codeOf } from '../../lib/errors.ts';
import type { Address } from './addresses.ts';
import type { PostgresLive } from './live.ts';
import type { Login } from './logins.ts';
import { Unseen } from './observe.ts';

const TIMEOUT_MS = 3000;

/** Parameters whose value holds a password, or a command line that may. */
const SECRET_SETTING = /conninfo|passphrase|_command$|ldap|pass(?:word)?$|secret|token|api_?key/i;

const settingsSchema = z.array(
  z.object({
    name: z.string(),
    setting: z.string().nullable(),
    unit: z.string().nullable(),
    source: z.string(),
    pending_restart: z.boolean(),
  }),
);
const errorsSchema = z.array(z.object({ sourcefile: z.string(), sourceline: z.number(), error: z.string() }));
const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);

/**
 * A value that differs from the one the server started with "could not be applied" either: that is no error of the file, and
 * pending_restart says it (src/backend/utils/misc/guc.c, ProcessConfigFileInternal; seen with 15.18).
 */
const FILE_ERRORS = `select f.sourcefile, f.sourceline, f.error
  from pg_file_settings f left join pg_settings s on s.name = lower(f.name)
  where f.error is not null and not coalesce(s.pending_restart, false)
  order by f.sourcefile, f.sourceline`;

/** Reads the settings and the sessions of a PostgreSQL, in one connection that can write nothing. */
export async function lookAtPostgres(
  address: Address,
  logins: readonly Login[],
  signal: AbortSignal,
): Promise<PostgresLive> {
  const client = await openReadOnly(address, logins, signal);
  try {
    const rows = async (statement: string): Promise<unknown> => (await client.query(statement)).rows;
    const settings = settingsSchema.parse(
      await rows('select name, setting, unit, source, pending_restart from pg_settings'),
    );
    const [{ count }] = countSchema.parse(
      await rows(`select count(*) as count from pg_stat_activity where backend_type = 'client backend'`),
    );
    const version = Number(settings.find(({ name }) => name === 'server_version_num')?.setting);
    return {
      version: Math.floor(version / 10_000),
      settings: new Map(
        settings
          .filter(({ name }) => !SECRET_SETTING.test(name))
          .map(({ name, setting, unit, source, pending_restart }) => [
            name,
            {
              value: setting ?? '',
              unit: unit ?? '',
              source,
              // Of what the command line says a restart changes nothing, though the file says otherwise.
              pendingRestart: pending_restart && source !== 'command line',
            },
          ]),
      ),
      ...(await fileErrors(rows)),
      connections: count,
    };
  } catch (error) {
    throw refusal(error);
  } finally {
    // Not waited for: a server that hangs does not answer this either.
    client.end().catch(() => undefined);
  }
}

/** Lines of the configuration files that the server cannot take; only a superuser may ask. */
async function fileErrors(
  rows: (statement: string) => Promise<unknown>,
): Promise<Pick<PostgresLive, 'fileErrors' | 'fileErrorsUnseen'>> {
  try {
    const found = errorsSchema.parse(await rows(FILE_ERRORS));
    return {
      fileErrors: found.map(({ sourcefile, sourceline, error }) => ({
        file: sourcefile,
        line: sourceline,
        error,
      })),
    };
  } catch (error) {
    if (codeOf(error) !== '42501') throw error;
    return { fileErrors: [], fileErrorsUnseen: 'only a superuser may read pg_file_settings' };
  }
}

async function openReadOnly(
  address: Address,
  logins: readonly Login[],
  signal: AbortSignal,
): Promise<Client> {
  if (logins.length === 0) throw new Unseen('the files of the project name no user for it');
  const { Client } = await import('pg');
  /** SQLSTATE for the first login, which is that of the server's own variables. */
  let refused: string | undefined;
  for (const { user = 'postgres', password, database = user } of logins) {
    const client = new Client({
      ...address,
      user,
      password,
      database,
      application_name: 'cvx doctor',
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      statement_timeout: TIMEOUT_MS,
      options: '-c default_transaction_read_only=on',
    });
    // A connection that breaks fails the query that is under way; without a listener it would end the process.
    client.on('error', () => undefined);
    const hangUp = (): void => void client.end().catch(() => undefined);
    signal.addEventListener('abort', hangUp, { once: true });
    try {
      await client.connect();
      return client;
    } catch (error) {
      signal.removeEventListener('abort', hangUp);
      hangUp();
      signal.throwIfAborted();
      const code = codeOf(error) ?? '';
      if (!LOGIN_REFUSED.has(code)) throw refusal(error);
      refused ??= code;
    }
  }
  throw new Unseen(
    refused === '28P01'
      ? WRONG_PASSWORD
      : `it lets in no user that stands in the files of the project (SQLSTATE ${refused ?? 'unknown'})`,
  );
}

/** Why a server is not seen that refuses the password of its own variables. */
export const WRONG_PASSWORD =
  'it refuses the user or the password that stands in the files of the project (POSTGRES_PASSWORD counts only when its data folder is made)';

/** Of the next login the answer may be another: invalid_password, invalid_authorization_specification, invalid_catalog_name. */
const LOGIN_REFUSED: ReadonlySet<string> = new Set(['28P01', '28000', '3D000']);

/** A refusal by its code; its text may quote what was sent. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function refusal(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('E')) return error;
  if (code === '53300') return new Unseen('it has no connection left');
  if (code.startsWith('57P')) return new Unseen('it is starting or stopping');
  return new Unseen(`it refuses to be asked (SQLSTATE ${code})`);
}
