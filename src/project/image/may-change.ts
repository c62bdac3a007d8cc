import { isInFolder } from '../is-in-folder.ts';

/** Programs that leave the text of a file alone that their line names, unless the shell sends something into it. */
const READS_ONLY =
  /^(?:exec\s+)?(?:\S*\/)?(?:chown|chmod|chgrp|mkdir|ls|cat|test|\[|nginx|redis-server|valkey-server|postgres|qdrant|prometheus|alertmanager|docker-entrypoint\.sh|--?[a-z]\S*)(?:\s|$)/;

const HERE_DOCUMENT = /<<-?["']?[A-Za-z_]/;

function partsOf(script: string): readonly string[] {
  const lines = script.replaceAll(/^\s*#.*$/gm, '').replaceAll(/\\\r?\n/g, ' ');
  return lines.split(/&&|\|\||[;|\n]/);
}

function changes(part: string): boolean {
  return !READS_ONLY.test(part.trim()) || part.includes('>');
}

/** Whether a script may write or take away the file at a path; a here-document may do anything. */
export function mayChange(script: string, file: string): boolean {
  return partsOf(script).some(
    (part) =>
      HERE_DOCUMENT.test(part) || (changes(part) && pathsIn(part).some((path) => isInFolder(file, path))),
  );
}

/** Whether a script may write a file in a folder. What it deletes there it does not write. */
export function mayWriteInto(script: string, folder: string): boolean {
  return partsOf(script).some(
    (part) =>
      changes(part) &&
      !/^rm\s/.test(part.trim()) &&
      (HERE_DOCUMENT.test(part) ||
        pathsIn(part).some((path) => isInFolder(path, folder) || isInFolder(folder, path))),
  );
}

/** Absolute paths; of a pattern or what holds a variable, the folder that is written out. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:\/[\w.@*?[\]{}$-]+)+/g)].map(([path]) =>
    /[*?[\]{}$]/.test(path) ? path.replace(/\/[^/]*[*?[\]{}$].*$/, '') : path,
  );
}
