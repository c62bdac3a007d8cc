/**
 * What cvx says itself of the PostgreSQL wire protocol, version 3; all else is PGlite's.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** The first message of a connection has no type byte: its length, then a code. */
export const FIRST = {
  /** Protocol 3.0. */
  startup: 196_608,
  cancel: 80_877_102,
  ssl: 80_877_103,
  gssEncryption: 80_877_104,
} as const;

export const TYPE = {
  terminate: code('X'),
  readyForQuery: code('Z'),
} as const;

/** Idle, in a transaction, in a failed one: the one byte of ReadyForQuery. */
export const IDLE = code('I');

/** No, to whoever asks for TLS on a socket of this machine. */
export const NO_ENCRYPTION = Buffer.from('N');

export const SYNC = message('S');
export const ROLLBACK = message('Q', text('rollback'));

/** What a client gets after its start-up message: it may ask. */
export function welcome(): Buffer {
  const authenticated = message('R', Buffer.alloc(4));
  const encoding = message('S', text('client_encoding'), text('UTF8'));
  return Buffer.concat([authenticated, encoding, message('Z', Buffer.from('I'))]);
}

/** Ends a connection with a reason: an SQLSTATE and a sentence. */
export function fatal(sqlState: string, reason: string): Buffer {
  const fields = { S: 'FATAL', V: 'FATAL', C: sqlState, M: reason };
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.concat([Buffer.from(name), text(value)]),
  );
  return message('E', ...parts, Buffer.alloc(1));
}

/** The status in the last ReadyForQuery of an answer; undefined where it holds none. */
export function statusIn(answer: Uint8Array): number | undefined {
  const view = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  let status: number | undefined;
  for (let at = 0; at + 5 <= view.length; at += 1 + view.readUInt32BE(at + 1))
    if (view[at] === TYPE.readyForQuery) status = view[at + 5];
  return status;
}

/** Cuts a stream of bytes into whole messages. `push` throws a RangeError for one that is longer than `most` bytes. */
export class Messages {
  readonly #most: number;
  #started = false;
  #chunks: Buffer[] = [];
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  push(chunk: Buffer): readonly Buffer[] {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    const whole: Buffer[] = [];
    for (let length = this.#next(); length !== undefined && this.#held >= length; length = this.#next())
      whole.push(this.#take(length));
    return whole;
  }

  /** After the start-up message all others begin with their type. */
  started(): void {
    this.#started = true;
  }

  /** Bytes of the next message, once enough has come to know. */
  #next(): number | undefined {
    const type = this.#started ? 1 : 0;
    if (this.#held < type + 4) return undefined;
    const length = type + this.#front(type + 4).readUInt32BE(type);
    if (length < type + 4 || length > this.#most) throw new RangeError(`A message of ${length} bytes`);
    return length;
  }

  #take(length: number): Buffer {
    const all = this.#front(length);
    this.#held -= length;
    this.#chunks = this.#held === 0 ? [] : [all.subarray(length), ...this.#chunks.slice(1)];
    return all.subarray(0, length);
  }

  /** The first chunk, made to hold at least so many bytes. */
  #front(length: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks;
    if (first.length >= length) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 0, 'ascii');
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}
