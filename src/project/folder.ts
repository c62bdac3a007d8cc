import { closeSync, lstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../lib/errors.ts';
import type { OnDisk, Problem } from './project.ts';

/**
 * A configuration file, source file or .env of a stack has some kilobytes; the longest generated ones seen have some hundred.
 * Package yaml took 4 to 9 s for 1 MB of the densest YAML on two busy cores, so that one hostile file costs seconds, not minutes.
 */
const MAX_FILE_BYTES = 1024 * 1024;
/** Of all files together, so that a folder full of files at the limit ends in time and in memory. */
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;

/** Why a file was not read; undefined `text` comes with it. */
export type FileText =
  | { readonly text: string; readonly mode: number; readonly why?: never }
  | { readonly text?: never; readonly why: string; readonly missing: boolean };

/** The files of one project: read at most once each, within limits, never through a symlink that leads out. */
export interface Folder {
  /** Absolute, symlinks resolved. */
  readonly root: string;
  /** `Place.file` of an absolute path: relative to the root with `/`; with `../` where it is outside. */
  nameOf(absolute: string): string;
  /** Absolute path of a name. */
  pathOf(name: string): string;
  /** Text of a file; of a file outside the root too where `outside` says that Compose itself would read it. */
  read(absolute: string, options?: { readonly outside?: boolean }): FileText;
  /** The name of what a name leads to; its own where nothing is there, or what lies outside the root. */
  targetOf(name: string): string;
  /** `file`, `folder`, or undefined where there is neither or it leads out of the root. */
  kindOf(absolute: string): 'file' | 'folder' | undefined;
  /** What is there; undefined where it is not looked at: outside the root, behind a symlink that leads there, without permission. */
  onDisk(absolute: string): OnDisk;
  /** Whether something is there, and not within the root. */
  leadsOut(absolute: string): boolean;
  /** When a file within the root was written last. */
  modifiedAt(absolute: string): Date | undefined;
  readonly problems: Problem[];
}

export function openFolder(root: string): Folder {
  const real = realpathSync(root);
  const problems: Problem[] = [];
  const texts = new Map<string, FileText>();
  let total = 0;

  const nameOf = (absolute: string): string => path.relative(real, absolute).split(path.sep).join('/') || '.';

  const kindOf = (absolute: string): 'file' | 'folder' | undefined => {
    const target = realPath(absolute);
    if (target === undefined || !isWithin(real, target)) return undefined;
    const stat = statSync(target, { throwIfNoEntry: false });
    if (stat?.isFile() === true) return 'file';
    return stat?.isDirectory() === true ? 'folder' : undefined;
  };

  const load = (absolute: string, outside: boolean): FileText => {
    const target = realPath(absolute);
    if (target === undefined) return { why: 'there is no such file', missing: true };
    // A path that says `..` itself is Compose's business; a symlink that hides it is not followed.
    if (!isWithin(real, target) && !(outside && !isWithin(real, absolute)))
      return { why: 'it leads out of the project and is not followed', missing: false };
    const file = readText(target, MAX_TOTAL_BYTES - total);
    total += file.text?.length ?? 0;
    return file;
  };

  return {
    root: real,
    problems,
    nameOf,
    pathOf: (name) => path.resolve(real, name),
    read(absolute, { outside = false } = {}) {
      const key = `${String(outside)}:${absolute}`;
      const known = texts.get(key) ?? load(absolute, outside);
      texts.set(key, known);
      return known;
    },
    targetOf(name) {
      const target = realPath(path.resolve(real, name));
      return target !== undefined && isWithin(real, target) ? nameOf(target) : name;
    },
    onDisk(absolute) {
      if (!isWithin(real, absolute)) return undefined;
      const there = nearestEntry(absolute);
      if (there === undefined || there === absolute) return kindOf(absolute);
      const target = realPath(there);
      return target !== undefined && isWithin(real, target) ? 'absent' : undefined;
    },
    leadsOut(absolute) {
      const target = realPath(absolute);
      return target !== undefined && !isWithin(real, target);
    },
    modifiedAt(absolute) {
      const target = realPath(absolute);
      if (target === undefined || !isWithin(real, target)) return undefined;
      return statSync(target, { throwIfNoEntry: false })?.mtime;
    },
    kindOf,
  };
}

export function isWithin(root: string, absolute: string): boolean {
  const relative = path.relative(root, absolute);
  return (
    relative === '' ||
    (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative))
  );
}

/** The path itself or the closest above it at which something is; undefined where that cannot be told. */
function nearestEntry(absolute: string): string | undefined {
  try {
    let at = absolute;
    while (lstatSync(at, { throwIfNoEntry: false }) === undefined && path.dirname(at) !== at)
      at = path.dirname(at);
    return at;
  } catch {
    return undefined;
  }
}

/** Where a path leads; undefined where nothing is there. */
export function realPath(absolute: string): string | undefined {
  try {
    return realpathSync(absolute);
  } catch {
    return undefined;
  }
}

function readText(target: string, left: number): FileText {
  let handle: number | undefined;
  try {
    const before = statSync(target);
    // A named pipe would block the read for ever.
    if (!before.isFile()) return { why: 'it is no regular file', missing: false };
    if (before.size > MAX_FILE_BYTES)
      return { why: `it is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB`, missing: false };
    if (before.size > left) return { why: 'the files read so far fill the limit of 64 MB', missing: false };
    handle = openSync(target, 'r');
    const bytes = Buffer.alloc(before.size);
    const length = readSync(handle, bytes, 0, before.size, 0);
    const text = toText(bytes.subarray(0, length));
    if (text === undefined) return { why: 'it is no text', missing: false };
    return { text, mode: before.mode & 0o7777 };
  } catch (error) {
    const code = codeOf(error) ?? 'an unknown error';
    return { why: `it cannot be read (${code})`, missing: code === 'ENOENT' };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function toText(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    // The mark of a byte order stays: offsets are those of the file.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
