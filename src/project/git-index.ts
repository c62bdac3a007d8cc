import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { realPath } from './folder.ts';
import type { EnvFile } from './project.ts';

type Tracked = EnvFile['tracked'];

/** That of a repository with half a million files is about this large. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;
/** A regular file, an executable one, a symlink, a submodule, a folder of a sparse checkout (gitformat-index). */
const MODES = new Set([0o100644, 0o100755, 0o120000, 0o160000, 0o040000]);

/**
 * Whether git keeps each of these files (absolute paths), as the index of the innermost repository around it says; of a symlink
 * it keeps only where that leads, so it is asked of what stands there. The index is read as a file and git is not run: what a
 * stranger's repository configures (core.fsmonitor names a program) is never started.
 */
export function trackedByGit(files: readonly string[]): ReadonlyMap<string, Tracked> {
  const indexes = new Map<string, ReadonlySet<string> | undefined>();
  return new Map(
    files.map((file) => {
      const kept = realPath(file) ?? file;
      const tree = workTreeOf(path.dirname(kept));
      if (tree === undefined) return [file, 'no-repository'];
      if (!indexes.has(tree)) indexes.set(tree, readIndex(tree));
      const names = indexes.get(tree);
      if (names === undefined) return [file, 'unknown'];
      return [file, names.has(path.relative(tree, kept).split(path.sep).join('/')) ? 'yes' : 'no'];
    }),
  );
}

function workTreeOf(folder: string): string | undefined {
  // A symlink that leads nowhere counts: it tells nothing, and must not end the reading.
  if (lstatSync(path.join(folder, '.git'), { throwIfNoEntry: false }) !== undefined) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : workTreeOf(above);
}

/** Undefined where the index cannot be read or is of a form that is not read here. Without one nothing was ever added. */
function readIndex(tree: string): ReadonlySet<string> | undefined {
  try {
    const folder = gitFolder(tree);
    if (folder === undefined || !statSync(path.join(folder, 'HEAD')).isFile()) return undefined;
    const file = path.join(folder, 'index');
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return new Set();
    if (!stat.isFile() || stat.size > MAX_INDEX_BYTES) return undefined;
    const bytes = readFileSync(file);
    // The length of an object's name is not in the file: SHA-1 has 20 bytes, SHA-256 has 32.
    return indexNames(bytes, 20) ?? indexNames(bytes, 32);
  } catch {
    // Not readable, or gone in the meantime: all that matters is that it tells nothing.
    return undefined;
  }
}

/** `.git` itself, or where that of a linked work tree or a submodule points to. */
function gitFolder(tree: string): string | undefined {
  const dot = path.join(tree, '.git');
  const stat = statSync(dot);
  if (stat.isDirectory()) return dot;
  if (!stat.isFile() || stat.size > 4096) return undefined;
  const target = /^gitdir: (.+?)\s*$/.exec(readFileSync(dot, 'utf8'))?.[1];
  return target === undefined ? undefined : path.resolve(tree, target);
}

/**
 * The names in a git index of version 2, 3 or 4 (gitformat-index); undefined where it is none, or where its entries stand in
 * another file ("split index").
 */
export function indexNames(bytes: Buffer, hashBytes: number): ReadonlySet<string> | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const [version, count] = [bytes.readUInt32BE(4), bytes.readUInt32BE(8)];
  if (version < 2 || version > 4) return undefined;
  const names = new Set<string>();
  let at = 12;
  let previous = Buffer.alloc(0);
  for (let n = 0; n < count; n += 1) {
    const flags = at + 40 + hashBytes;
    if (flags + 4 > bytes.length || !MODES.has(bytes.readUInt32BE(at + 24))) return undefined;
    const extended = version > 2 && (bytes.readUInt16BE(flags) & 0x4000) !== 0;
    const head = flags + (extended ? 4 : 2);
    const kept = version === 4 ? shared(bytes, head, previous.length) : { length: 0, end: head };
    const end = bytes.indexOf(0, kept.end);
    if (end === -1 || kept.length < 0) return undefined;
    previous = Buffer.concat([previous.subarray(0, kept.length), bytes.subarray(kept.end, end)]);
    names.add(previous.toString('utf8'));
    // Up to version 3 an entry ends with one to eight zeros, at a multiple of eight.
    at = version === 4 ? end + 1 : at + Math.floor((end - at + 8) / 8) * 8;
  }
  return isSplit(bytes, at, hashBytes) ? undefined : names;
}

/** Of version 4: how many bytes of the name before are kept, from how many are cut off (the number's form is that of a pack's offset). */
function shared(bytes: Buffer, start: number, length: number): { length: number; end: number } {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let cut = byte & 0x7f;
  while ((byte & 0x80) !== 0 && cut < MAX_INDEX_BYTES) {
    byte = bytes[at++] ?? 0;
    cut = (cut + 1) * 128 + (byte & 0x7f);
  }
  return { length: length - cut, end: at };
}

/** Whether an extension `link` follows the entries. */
function isSplit(bytes: Buffer, start: number, hashBytes: number): boolean {
  for (let at = start; at + 8 <= bytes.length - hashBytes; at += 8 + bytes.readUInt32BE(at + 4))
    if (bytes.toString('latin1', at, at + 4) === 'link') return true;
  return false;
}
