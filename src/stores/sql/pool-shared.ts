import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { Client, Pool, type ClientConfig } from 'pg';
import { hasCode } from '../../lib/errors.ts';

export interface SharedPool {
  /** One connection, as in the process that holds the cluster: never ask it for a second client while holding one. */
  readonly pool: Pool;
  /** Idempotent. */
  readonly close: () => Promise<void>;
}

/** Until the other process takes the connection, which it does at once unless it hangs. */
const CONNECT_TIMEOUT_MS = 10_000;

/** One statement, after those of all others: a batch of the other process takes seconds at most. */
const QUERY_TIMEOUT_MS = 60_000;

/**
 * A pool on the embedded cluster that another process holds and shares (see share-cluster.ts). Undefined where nobody
 * listens: there is no socket, or the process that made it is dead.
 */
export async function openSharedPool(path: string): Promise<SharedPool | undefined> {
  if (!(await isServed(path))) return undefined;
  // Nothing of the user's PG… variables: they are about another server.
  class Guest extends Client {
    constructor(config?: string | ClientConfig) {
      super({
        ...(typeof config === 'object' ? config : {}),
        host: 'localhost',
        user: 'cvx',
        database: 'cvx',
        password: '',
        ssl: false,
        stream: () => socketTo(path),
      });
    }
  }
  const pool = new Pool({
    Client: Guest,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  // Without a listener the end of the other process would end this one; the next statement tells of it.
  pool.on('error', () => undefined);
  let closing: Promise<void> | undefined;
  return { pool, close: () => (closing ??= pool.end()) };
}

/** pg asks to be connected to a host and a port. */
function socketTo(path: string): Socket {
  const socket = new Socket();
  const connectTo = socket.connect.bind(socket);
  socket.connect = () => connectTo({ path });
  return socket;
}

async function isServed(path: string): Promise<boolean> {
  const probe = connect({ path });
  try {
    await once(probe, 'connect');
    return true;
  } catch (error) {
    if (hasCode(error, ...NOBODY)) return false;
    throw error;
  } finally {
    probe.destroy();
  }
}

/** No socket; one whose process is dead; no socket at all; a path too long to be one. */
const NOBODY = ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'EINVAL', 'ENOTDIR'];
