import { TextDecoder } from 'node:util';
import { fromBufferPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { ReadError } from './reader.ts';
import type { ReadLimits } from './reader.ts';

/** A Word file has 10 to 30 parts and one per picture; more than this is an archive or an attack on the directory. */
const MOST_ENTRIES = 5_000;

/** The parts of a DOCX or ODT. Bytes are counted while they inflate, over all parts: the sizes in the directory lie. */
export class Container {
  readonly names: readonly string[];
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #limit: number;
  #inflated = 0;

  constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, limits: ReadLimits) {
    this.#zip = zip;
    this.#entries = entries;
    this.#limit = limits.inflatedBytes;
    this.names = [...entries.keys()];
  }

  /** Hands the part's text to `sink` piece by piece; false where there is no such part. */
  async read(name: string, sink: (text: string) => void): Promise<boolean> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return false;
    if (entry.isEncrypted())
      throw new ReadError('encrypted', 'the file needs a password; save a copy without one');
    const stream = await this.#zip.openReadStreamPromise(entry);
    const decoder = new PartDecoder();
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) continue;
      this.#inflated += chunk.length;
      if (this.#inflated > this.#limit) {
        const megabytes = Math.round(this.#limit / 1024 / 1024);
        throw new ReadError('bomb', `the file unpacks to more than ${megabytes} MB`);
      }
      sink(decoder.decode(chunk));
    }
    sink(decoder.end());
    return true;
  }
}

/** Reads the directory only. Rejects with `corrupt` for what is no zip, `bomb` for one of too many entries. */
export async function openContainer(bytes: Uint8Array, limits: ReadLimits): Promise<Container> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const zip = await fromBufferPromise(buffer, {
      autoClose: false,
      lazyEntries: true,
      validateEntrySizes: false,
    });
    if (zip.entryCount > MOST_ENTRIES)
      throw new ReadError('bomb', `the file holds ${zip.entryCount} parts, more than ${MOST_ENTRIES}`);
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      // Word shows one of the two, another program the other: what is shown and what is found would differ.
      if (entries.has(entry.fileName))
        throw new ReadError('corrupt', 'the file holds two parts of the same name');
      entries.set(entry.fileName, entry);
    }
    return new Container(zip, entries, limits);
  } catch (error) {
    throw asDamage(error);
  }
}

/** What yauzl and zlib report about a container is damage to it. */
export function asDamage(error: unknown): ReadError {
  if (error instanceof ReadError) return error;
  return new ReadError('corrupt', 'the file is damaged: it could not be unpacked', error);
}

/** XML parts are UTF-8 unless they begin with the byte order mark of UTF-16. */
class PartDecoder {
  #decoder: TextDecoder | undefined;

  decode(chunk: Buffer): string {
    this.#decoder ??= new TextDecoder(encodingOf(chunk));
    return this.#decoder.decode(chunk, { stream: true });
  }

  end(): string {
    return this.#decoder?.decode() ?? '';
  }
}

function encodingOf(chunk: Buffer): string {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  return chunk[0] === 0xfe && chunk[1] === 0xff ? 'utf-16be' : 'utf-8';
}
