import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CvxError } from '../../lib/errors.ts';
import type { LogSource } from './log-source.ts';

/** One read of a log file. Larger ones are no faster, and smaller ones cost a system call each. */
const READ_BYTES = 1024 * 1024;

/** A log file; one that ends in `.gz` is unpacked on the way. Rejects where it is not there, is a folder, or may not be read. */
export async function fileLog(cwd: string, file: string, service: string | undefined): Promise<LogSource> {
  const path = resolve(cwd, file);
  const kind = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (kind instanceof Error || kind.isDirectory())
    throw new CvxError(
      'CVX_LOG_NOT_READ',
      `--logs ${file}: ${kind instanceof Error ? 'there is no such file' : 'it is a folder'}.`,
      {
        hint: 'Give a file, - for stdin, SERVICE=FILE, or journald:UNIT.',
        cause: kind instanceof Error ? kind : undefined,
      },
    );
  return { name: file, service, chunks: () => (file.endsWith('.gz') ? unpacked(path) : readFile(path)) };
}

/** The one buffer is used again for each read, so that a gigabyte leaves nothing for the garbage collector. */
async function* readFile(path: string): AsyncIterable<Uint8Array> {
  const handle = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* unpacked(path: string): AsyncIterable<Uint8Array> {
  const source = createReadStream(path);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  yield* source.pipe(gunzip);
}

/** What is piped into cvx: `docker compose logs | cvx doctor --logs -`. */
export function stdinLog(stdin: NodeJS.ReadStream, service: string | undefined): LogSource {
  return {
    name: 'stdin',
    service,
    async *chunks() {
      for await (const chunk of stdin) yield Buffer.from(chunk);
    },
  };
}
