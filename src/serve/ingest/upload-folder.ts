import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DocumentId } from '../../domain/document.ts';
import { isGone, thisProcess } from './owner.ts';
import { ASCII_EXTENSION } from './upload-label.ts';

export interface StoredUpload {
  /** Where the bytes are, for now. */
  readonly file: string;
  readonly hash: DocumentId;
  readonly bytes: number;
}

/** Where uploaded bytes lie until they have been accepted: files of this process that nobody else may read. */
export interface UploadFolder {
  /** Streams to a file of a random name; what was written of a stream that fails is gone. */
  store(source: Readable, extension: string, signal: AbortSignal): Promise<StoredUpload>;
  remove(uploads: readonly StoredUpload[]): Promise<void>;
  /** With all that is in it. */
  close(): Promise<void>;
}

/** A container that is made anew has another host name, so nobody else can tell that its folder is left over. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Below the data home. Sweeps what killed processes have left there. */
export async function openUploadFolder(home: string): Promise<UploadFolder> {
  const root = join(home, 'uploads');
  await mkdir(root, { recursive: true, mode: 0o700 });
  await sweep(root);
  // Made with mode 0700.
  const folder = await mkdtemp(join(root, `${thisProcess()}-`));
  return {
    async store(source, extension, signal) {
      const file = join(folder, `${randomUUID()}${ASCII_EXTENSION.test(extension) ? extension : ''}`);
      const digest = createHash('sha256');
      let bytes = 0;
      // On the disk, and not only in memory, before anybody is told that it was taken over.
      const sink = createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true });
      try {
        await pipeline(
          source,
          async function* counted(chunks: AsyncIterable<Buffer>) {
            for await (const chunk of chunks) {
              digest.update(chunk);
              bytes += chunk.length;
              yield chunk;
            }
          },
          sink,
          { signal },
        );
      } catch (error) {
        await closed(sink);
        await rm(file, { force: true });
        throw error;
      }
      return { file, hash: digest.digest('hex'), bytes };
    },
    async remove(uploads) {
      await Promise.all(uploads.map(({ file }) => rm(file, { force: true })));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A pipeline that is given up does not wait until the file is open: it would be made after it was removed. */
function closed(sink: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (sink.closed) resolve();
    else sink.once('close', resolve).destroy();
  });
}

async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const folder = join(root, name);
    if (await isLeftOver(folder, name)) await rm(folder, { recursive: true, force: true });
  }
}

async function isLeftOver(folder: string, name: string): Promise<boolean> {
  const [, owner = '', host] = /^((.+)-\d+)-[^-]+$/.exec(name) ?? [];
  if (host !== undefined && thisProcess().startsWith(`${host}-`)) return isGone(owner);
  const { mtimeMs } = await stat(folder);
  return Date.now() - mtimeMs > ABANDONED_MS;
}
