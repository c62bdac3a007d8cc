import { readdirSync } from 'node:fs';
import { codeOf } from '../lib/errors.ts';
import type { Folder } from './folder.ts';

/** Made by machines: packages, version control, builds, caches. None of it is a project's own source or configuration. */
const IGNORED = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'site-packages',
  'venv',
  '__pycache__',
  'dist',
  'build',
  'target',
  'coverage',
  'htmlcov',
]);
/** Hidden folders hold tools' own files (.git, .venv, .next, .cache); these are the stacks' own. */
const HIDDEN_BUT_OWN = new Set(['.docker', '.config', '.devcontainer']);
/** Where stacks keep what their stores write. Only at the top: `app/data/` may be a package. */
const DATA = /^(?:data|volumes?|pgdata|storage|backups?|logs?|uploads?)$|(?:[-_.]data|[-_.]storage)$/i;

/** A walk of a folder with more entries than this ends, with a problem; an ignored folder counts as one. 50,000 take about .2 s. */
const MAX_ENTRIES = 200_000;
const MAX_DEPTH = 24;

/**
 * Names of the regular files below the root, sorted, without what machines made, data of stores, and whatever symlinks lead to.
 * `from` starts at a folder below it, whatever that is called.
 */
export function listFiles(folder: Folder, dataFolders: ReadonlySet<string>, from = ''): readonly string[] {
  const files: string[] = [];
  const queue: { name: string; depth: number }[] = [{ name: from, depth: from === '' ? 0 : 1 }];
  let entries = 0;
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const entry of readFolder(folder, at.name)) {
      if (++entries > MAX_ENTRIES) {
        folder.problems.push({
          file: '.',
          line: undefined,
          message: `The folder holds more than ${MAX_ENTRIES} entries; what comes after them is not looked at.`,
        });
        return files.sort();
      }
      const name = at.name === '' ? entry.name : `${at.name}/${entry.name}`;
      if (entry.isFile()) files.push(name);
      else if (entry.isSymbolicLink()) reportLink(folder, name);
      else if (
        entry.isDirectory() &&
        at.depth < MAX_DEPTH &&
        !isIgnored(entry.name, at.depth) &&
        !dataFolders.has(name)
      )
        queue.push({ name, depth: at.depth + 1 });
    }
  }
  return files.sort();
}

function readFolder(folder: Folder, name: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder.pathOf(name));
  } catch (error) {
    folder.problems.push({
      file: name === '' ? '.' : name,
      line: undefined,
      message: `Not listed (${codeOf(error) ?? 'an unknown error'}).`,
    });
    return [];
  }
}

function readEntries(absolute: string) {
  return readdirSync(absolute, { withFileTypes: true });
}

function isIgnored(name: string, depth: number): boolean {
  if (IGNORED.has(name)) return true;
  if (name.startsWith('.')) return !HIDDEN_BUT_OWN.has(name);
  return depth === 0 && DATA.test(name);
}

/** One that stays inside names what the walk meets anyway. */
function reportLink(folder: Folder, name: string): void {
  if (!folder.leadsOut(folder.pathOf(name))) return;
  folder.problems.push({
    file: name,
    line: undefined,
    message: 'Not read: it leads out of the project and is not followed.',
  });
}
