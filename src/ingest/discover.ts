import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { codeOf } from '../lib/errors.ts';

/** A path to ingest, or one that was asked for and is not there. */
export type Discovered = { readonly path: string } | { readonly path: string; readonly missing: string };

/** What desktops and office programs leave in folders: never somebody's CV, so not worth an outcome. */
const LITTER = /^(?:\..*|~\$.*|Thumbs\.db|desktop\.ini|__MACOSX|node_modules)$/i;

/**
 * Files, folders (recursive, in name order) and globs → absolute paths, each once. Hidden files and office lock files
 * inside folders are passed over; what is named outright is always taken. Links are followed, loops are not.
 */
export async function* discover(asked: readonly string[], cwd: string): AsyncIterable<Discovered> {
  const seen = new Set<string>();
  for (const given of asked) {
    for await (const found of expand(resolve(cwd, given), given, cwd)) {
      if (seen.has(found.path)) continue;
      seen.add(found.path);
      yield found;
    }
  }
}

async function* expand(path: string, given: string, cwd: string): AsyncIterable<Discovered> {
  const kind = await kindOf(path);
  if (kind === 'folder') yield* walk(path, new Set());
  else if (kind === 'file') yield { path };
  else if (kind === 'missing') yield* expandGlob(path, given, cwd);
  else yield { path, missing: kind };
}

/** `missing`, or why the path cannot be looked at. */
async function kindOf(path: string): Promise<'file' | 'folder' | 'missing' | (string & {})> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = codeOf(error) ?? 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    return code === 'EACCES' ? 'permission denied' : code === 'ELOOP' ? 'a link that points at itself' : code;
  }
}

/** The name is tried as it is first: `CV [final].pdf` is a file far more often than a pattern. */
async function* expandGlob(path: string, given: string, cwd: string): AsyncIterable<Discovered> {
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(given)) {
    yield { path, missing: 'no such file or folder' };
    return;
  }
  const pattern = given.replaceAll('\\', '/');
  const matches = await glob(pattern, {
    cwd,
    absolute: true,
    onlyFiles: true,
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  if (matches.length === 0)
    yield { path: isAbsolute(given) ? given : join(cwd, given), missing: 'no file matches this pattern' };
  for (const match of matches.toSorted()) yield { path: resolve(match) };
}

async function* walk(folder: string, above: ReadonlySet<string>): AsyncIterable<Discovered> {
  let real: string;
  let entries;
  try {
    real = await realpath(folder);
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = codeOf(error) ?? 'unknown error';
    yield {
      path: folder,
      missing: `this folder cannot be read (${code === 'EACCES' ? 'permission denied' : code})`,
    };
    return;
  }
  // Only a folder that is its own ancestor is a loop; the same folder linked twice side by side is not.
  if (above.has(real)) return;
  const inside = new Set([...above, real]);
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (LITTER.test(basename(entry.name))) continue;
    const path = join(folder, entry.name);
    const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? await kindOf(path) : 'file';
    if (kind === 'folder') yield* walk(path, inside);
    else if (kind === 'file') yield { path };
    else yield { path, missing: kind === 'missing' ? 'a link to a file that is not there' : kind };
  }
}
