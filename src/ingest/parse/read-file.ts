import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { codeOf } from '../../lib/errors.ts';
import { ReadError } from '../read/reader.ts';
import type { ReadLimits } from '../read/reader.ts';
import { tooLarge } from '../read/read.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to read it',
  EPERM: 'there is no permission to read it',
  ENOENT: 'it is gone',
  ENOTDIR: 'it is gone',
  ELOOP: 'its symbolic links run in a circle',
  EMFILE: 'too many files are open; raise the limit with ulimit -n',
  EIO: 'the disk reports an error',
};

/** All bytes of a regular file, whose size is checked before any is read. Rejects with {@link ReadError}. */
export async function readFileBytes(path: string, limits: ReadLimits): Promise<Uint8Array> {
  try {
    // Opening a pipe without this flag waits until somebody writes to it. Windows has neither.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new ReadError('unsupported', 'this is not a regular file');
      if (stats.size > limits.fileBytes) throw tooLarge(stats.size, limits);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asReadError(error);
  }
}

function asReadError(error: unknown): ReadError {
  if (error instanceof ReadError) return error;
  const code = codeOf(error) ?? 'unknown error';
  // A socket cannot be opened at all.
  if (code === 'ENXIO' || code === 'EOPNOTSUPP')
    return new ReadError('unsupported', 'this is not a regular file');
  return new ReadError('unreadable', REASONS[code] ?? `it cannot be read (${code})`);
}
