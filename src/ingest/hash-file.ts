import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { DocumentId } from '../domain/document.ts';

/** Up to here a file is hashed from one read: opening a stream costs more than reading a usual CV. */
const ONE_READ_BYTES = 4 * 1024 * 1024;

/**
 * sha256 of a regular file's bytes; undefined for what is larger than `maxBytes`, is no regular file or cannot be read:
 * the parser will look at it and say why.
 */
export async function hashFile(path: string, maxBytes: number): Promise<DocumentId | undefined> {
  try {
    const { size, mode } = await stat(path).then((s) => ({ size: s.size, mode: s.isFile() }));
    if (!mode || size > maxBytes) return undefined;
    const hash = createHash('sha256');
    if (size <= ONE_READ_BYTES) hash.update(await readFile(path));
    else for await (const part of createReadStream(path)) hash.update(part);
    return hash.digest('hex');
  } catch {
    // Not lost: without a hash the file counts as new, and the parser reports this very error as its outcome.
    return undefined;
  }
}
