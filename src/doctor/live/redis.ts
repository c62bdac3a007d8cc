import type { Redis } from 'ioredis';
import type { Address } from './addresses.ts';
import type { RedisLive } from './live.ts';
import type { Login } from './logins.ts';
import type { Observed } from '../evidence.ts';
import { orUndefined, Unseen } from './observe.ts';
import { keyKinds } from './redis-keys.ts';

/** Whatever holds a password in CONFIG GET: requirepass, masterauth, tls-key-file-pass, sentinel's. */
const SECRET_CONFIG = /pass|^masterauth$/;
const CONNECT_MS = 2000;

/**
 * Asks a Redis: PING, INFO, CONFIG GET, SLOWLOG LEN, LATENCY LATEST, SCAN and TYPE, over one connection that is not named and
 * changes nothing. Rejects where it does not answer, or lets nobody in with any of the logins.
 */
export async function lookAtRedis(
  { host, port }: Address,
  logins: readonly Login[],
  signal: AbortSignal,
): Promise<RedisLive> {
  const client = await openClient(host, port, signal);
  try {
    const open = await isOpen(client);
    if (!open) await logIn(client, logins);
    const info = parseInfo(String(await asked(client.call('INFO', 'all'))));
    const [config, slowlog, latency] = await Promise.all([
      readConfig(client),
      orUndefined(client.call('SLOWLOG', 'LEN')),
      orUndefined(client.call('LATENCY', 'LATEST')),
    ]);
    return {
      info,
      config,
      open,
      ...(typeof slowlog === 'number' ? { slowlogLength: slowlog } : {}),
      ...(Array.isArray(latency) ? { latencyPeaksMs: latencyPeaks(latency) } : {}),
      ...(await keyKinds(client)),
    };
  } catch (error) {
    throw named(error);
  } finally {
    client.disconnect();
  }
}

/** Says neither its name nor its library (CLIENT SETNAME, SETINFO), and asks nothing by itself. */
async function openClient(host: string, port: number, signal: AbortSignal): Promise<Redis> {
  const { Redis } = await import('ioredis');
  signal.throwIfAborted();
  const client = new Redis({
    host,
    port,
    lazyConnect: true,
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: CONNECT_MS,
  });
  let failure: unknown;
  // The error of a failed connection comes by event; connect() itself only says that it is closed.
  client.on('error', (error: unknown) => (failure ??= error));
  signal.addEventListener('abort', () => client.disconnect(), { once: true });
  try {
    await client.connect();
  } catch (error) {
    client.disconnect();
    throw failure ?? error;
  }
  return client;
}

async function isOpen(client: Redis): Promise<boolean> {
  try {
    await client.call('PING');
    return true;
  } catch (error) {
    if (wordOf(error) === 'NOAUTH') return false;
    throw error;
  }
}

async function logIn(client: Redis, logins: readonly Login[]): Promise<void> {
  if (logins.length === 0) throw new Unseen('it asks for a password, and the files of the project hold none');
  for (const { user, password } of logins) {
    const args = user === undefined ? [password] : [user, password];
    try {
      await client.call('AUTH', ...args);
      return;
    } catch (error) {
      if (wordOf(error) !== 'WRONGPASS') throw error;
    }
  }
  throw new Unseen('it refuses the password that stands in the files of the project');
}

async function readConfig(client: Redis): Promise<Observed<ReadonlyMap<string, string>>> {
  try {
    const answer = await client.call('CONFIG', 'GET', '*');
    const words = Array.isArray(answer) ? answer.map(String) : [];
    const settings = new Map<string, string>();
    for (let i = 0; i + 1 < words.length; i += 2) {
      const [name = '', value = ''] = words.slice(i, i + 2);
      if (!SECRET_CONFIG.test(name)) settings.set(name, value);
    }
    return { seen: true, value: settings };
  } catch (error) {
    const word = wordOf(error);
    if (word === undefined) throw error;
    return { seen: false, why: `CONFIG GET is refused (${word})` };
  }
}

/** `key:value` lines of INFO; the heads of its sections are comments. */
function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at <= 0 || line.startsWith('#') ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
}

/** Rows of event, time, latest ms, highest ms. */
function latencyPeaks(rows: readonly unknown[]): ReadonlyMap<string, number> {
  return new Map(
    rows.flatMap((row): [string, number][] => (Array.isArray(row) ? [[String(row[0]), Number(row[3])]] : [])),
  );
}

/** A refusal says what was refused. */
async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw named(error);
  }
}

/** The first word of a refusal; the rest may quote what was sent. */
function named(error: unknown): unknown {
  const word = wordOf(error);
  if (word === undefined) return error;
  if (word === 'DENIED') return new Unseen('its protected mode lets in nobody from another address');
  return new Unseen(`it refuses to be asked (${word})`);
}

/** `NOAUTH`, of an answer of the server itself. */
function wordOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined;
  return /^[A-Z][A-Z0-9_]*/.exec(error.message)?.[0] ?? 'an error';
}
