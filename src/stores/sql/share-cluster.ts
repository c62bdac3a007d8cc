import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import process from 'node:process';
import type { PoolClient } from 'pg';
import { CvxError, EXIT } from '../../lib/errors.ts';
import type { PglitePool } from './cluster.ts';
import {
  fatal,
  FIRST,
  IDLE,
  Messages,
  NO_ENCRYPTION,
  ROLLBACK,
  statusIn,
  SYNC,
  TYPE,
  welcome,
} from './wire.ts';

export interface Share {
  /** Ends every guest, rolls back what they left open, and removes the socket. Idempotent. */
  close(): Promise<void>;
}

export interface ShareOptions {
  /** Guests at once. More are told that there are too many. */
  readonly maxGuests?: number;
  /** Longest message, in bytes. */
  readonly maxMessage?: number;
  /** How long a guest may leave everybody else waiting: silent in a transaction, or not reading its answer. */
  readonly idleMs?: number;
}

/** A command or two per shell that somebody has open; each costs a socket and what it sends at once. */
const MAX_GUESTS = 32;

/** A batch of ingest is some 10 MB; PostgreSQL's own limit is 1 GB. */
const MAX_MESSAGE = 128 * 1024 * 1024;

/** Between two statements of a transaction cvx only computes, for milliseconds. */
const IDLE_MS = 10_000;

/** What a socket's path may have in bytes, its end included: sun_path in unix(7); 104 on BSD and macOS. */
const MAX_PATH = process.platform === 'linux' ? 108 : 104;

/**
 * Lets other processes of this user work in the embedded cluster of this one, over a socket that speaks PostgreSQL's
 * protocol: to them it is a server. All share one session of the cluster. From the first message of a guest until
 * PostgreSQL says that it is idle, the guest holds the only client of `pool`, so no transaction meets another.
 *
 * The caller holds the home's lock: a socket that is there already was left by a dead process. Rejects with
 * CVX_SHARE_IMPOSSIBLE where the path is too long for a socket.
 */
export async function shareCluster(
  cluster: PglitePool,
  path: string,
  options: ShareOptions = {},
): Promise<Share> {
  if (Buffer.byteLength(path) >= MAX_PATH) {
    throw new CvxError('CVX_SHARE_IMPOSSIBLE', `The path ${path} is too long for a socket`, {
      exit: EXIT.usage,
      hint: `Set CVX_HOME to a folder whose path is shorter than ${MAX_PATH - 'cvx.sock'.length - 2} bytes.`,
    });
  }
  const { maxGuests = MAX_GUESTS } = options;
  await rm(path, { force: true });
  const guests = new Set<Guest>();
  const isFull = (): boolean => [...guests].filter(({ isGreeted }) => isGreeted).length >= maxGuests;
  const server = createServer((socket) => {
    const guest = new Guest(cluster, socket, isFull, options);
    guests.add(guest);
    void guest.ended.then(() => guests.delete(guest));
  });
  // Some only look whether somebody listens.
  server.maxConnections = 4 * maxGuests;
  await listen(server, path);
  let closing: Promise<void> | undefined;
  return { close: () => (closing ??= close()) };

  async function close(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const guest of guests) guest.stop();
    await Promise.all([closed, ...[...guests].map(({ ended }) => ended)]);
  }
}

/** The socket is this user's from the moment it exists: it is made within listen(), before that returns. */
async function listen(server: Server, path: string): Promise<void> {
  const listening = once(server, 'listening');
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await listening;
}

/** One connection. Messages are answered one after the other, and no more are read while one waits. */
class Guest {
  /** Resolves once it is gone and has left nothing behind. Never rejects. */
  readonly ended: Promise<void>;
  readonly #cluster: PglitePool;
  readonly #socket: Socket;
  readonly #idleMs: number;
  readonly #messages: Messages;
  readonly #isFull: () => boolean;
  #greeted = false;
  #held: PoolClient | undefined;
  #status = IDLE;

  constructor(
    cluster: PglitePool,
    socket: Socket,
    isFull: () => boolean,
    { idleMs = IDLE_MS, maxMessage = MAX_MESSAGE }: ShareOptions,
  ) {
    this.#cluster = cluster;
    this.#socket = socket;
    this.#isFull = isFull;
    this.#idleMs = idleMs;
    this.#messages = new Messages(maxMessage);
    // Its loss shows in the loop below; without a listener it would end this process.
    socket.on('error', () => undefined);
    socket.on('timeout', () => this.stop('25P03', 'it was silent for too long while others waited'));
    socket.setTimeout(idleMs);
    this.ended = this.#serve();
  }

  get isGreeted(): boolean {
    return this.#greeted;
  }

  stop(sqlState = '57P01', reason = 'the cvx that shares this store is ending'): void {
    this.#socket.end(fatal(sqlState, reason));
    // So few bytes are in the kernel by now; whoever does not read them is not waited for.
    setImmediate(() => this.#socket.destroy());
  }

  async #serve(): Promise<void> {
    try {
      for await (const chunk of this.#socket)
        for (const message of this.#messagesIn(chunk)) if (!(await this.#answer(message))) return;
    } catch {
      // The connection is lost, in whichever way.
    } finally {
      await this.#leave();
      this.#socket.destroy();
    }
  }

  #messagesIn(chunk: unknown): readonly Buffer[] {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('The socket gives no bytes');
    try {
      return this.#messages.push(chunk);
    } catch (error) {
      // While the connection can still carry it: the loop that this ends closes it.
      this.stop('54000', 'the message is too long');
      throw error;
    }
  }

  /** False once the guest has said goodbye. */
  async #answer(message: Buffer): Promise<boolean> {
    if (!this.#greeted) return this.#greet(message);
    if (message[0] === TYPE.terminate) return false;
    this.#held ??= await this.#cluster.pool.connect();
    // It went away while others worked, and nobody would read the answer.
    if (this.#socket.destroyed) return false;
    this.#socket.setTimeout(0);
    const answer = await this.#cluster.raw(message);
    this.#status = statusIn(answer) ?? this.#status;
    const idle = statusIn(answer) === IDLE;
    // Before it is written: whoever reads slowly makes nobody wait.
    if (idle) this.#release();
    else this.#socket.setTimeout(this.#idleMs);
    await this.#write(answer);
    return true;
  }

  async #greet(message: Buffer): Promise<boolean> {
    const asked = message.length >= 8 ? message.readUInt32BE(4) : 0;
    if (asked === FIRST.ssl || asked === FIRST.gssEncryption) {
      await this.#write(NO_ENCRYPTION);
      return true;
    }
    if (asked === FIRST.cancel) return false;
    if (asked !== FIRST.startup) {
      this.stop('08P01', 'this is not protocol 3.0 of PostgreSQL');
      return false;
    }
    if (this.#isFull()) {
      this.stop('53300', 'too many cvx commands use this store');
      return false;
    }
    this.#greeted = true;
    this.#socket.setTimeout(0);
    this.#messages.started();
    await this.#write(welcome());
    return true;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const socket = this.#socket;
    if (bytes.length === 0 || socket.write(bytes) || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off('drain', done).off('close', done);
        resolve();
      };
      socket.on('drain', done).on('close', done);
    });
  }

  /** Whatever the guest left open is undone before anybody else gets the cluster. */
  async #leave(): Promise<void> {
    if (this.#held === undefined) return;
    try {
      const status = statusIn(await this.#cluster.raw(SYNC));
      if (status !== IDLE) await this.#cluster.raw(ROLLBACK);
    } catch {
      // The cluster itself is at fault then, and tells whoever uses it next.
    } finally {
      this.#release();
    }
  }

  #release(): void {
    this.#socket.setTimeout(0);
    this.#held?.release();
    this.#held = undefined;
  }
}
