import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Called before each step that touches the disk, with its name: tests end the process there. */
export type OnStep = (step: string) => void;

export interface NewContent {
  readonly bytes: Uint8Array;
  /** Permission bits, set exactly. */
  readonly mode: number;
  /** Owner to keep, where the process may give files away. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** The file that a replacement of `path` is prepared in; found and removed after a crash by its name. */
export function temporaryOf(path: string, id: string): string {
  return join(dirname(path), `.${basename(path)}.cvx-${id}`);
}

/** Replaces or makes a file as a whole or not at all, durably: temporary file beside it, fsync, rename, fsync of the folder. */
export async function writeWhole(
  path: string,
  id: string,
  content: NewContent,
  onStep: OnStep,
): Promise<void> {
  const temporary = temporaryOf(path, id);
  onStep(`write ${path}`);
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(content.bytes);
    await setMeta(handle, content);
    onStep(`sync ${path}`);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  onStep(`rename ${path}`);
  await rename(temporary, path);
  await syncFolder(dirname(path));
  onStep(`renamed ${path}`);
}

/** Enough that a small file is one step, small enough that a test can stop inside a large one. */
const CHUNK = 64 * 1024;

/**
 * Overwrites a file where it is, for one that a container mounts by itself: a rename would leave the container on the old
 * inode. Not atomic: at any moment the file is a start of the new content followed by the old one's rest.
 */
export async function writeInPlace(path: string, content: NewContent, onStep: OnStep): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    for (let at = 0; at < content.bytes.length; at += CHUNK) {
      onStep(`overwrite ${path} from ${at}`);
      const part = content.bytes.subarray(at, at + CHUNK);
      let done = 0;
      while (done < part.length) {
        const { bytesWritten } = await handle.write(part, done, part.length - done, at + done);
        done += bytesWritten;
      }
    }
    onStep(`truncate ${path}`);
    await handle.truncate(content.bytes.length);
    // Only the owner may, so it is not asked for where nothing changes.
    if (((await handle.stat()).mode & 0o7777) !== content.mode) await handle.chmod(content.mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
  onStep(`overwritten ${path}`);
}

async function setMeta(handle: FileHandle, { mode, owner }: NewContent): Promise<void> {
  if (owner !== undefined) {
    const { uid, gid } = await handle.stat();
    // Only root may give a file away; for others the new file is theirs, as with any editor that replaces files.
    if (uid !== owner.uid || gid !== owner.gid) await handle.chown(owner.uid, owner.gid).catch(() => {});
  }
  await handle.chmod(mode);
}

/** Writes one of cvx's own files durably, for its owner only. Not atomic. */
export async function writePrivate(path: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename or a removal in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
