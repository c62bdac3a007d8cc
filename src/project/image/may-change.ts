import { isInFolder } from '../is-in-folder.ts';

/** Programs that leave the text of a file alone that their line names, unless the shell sends something into it. */
const READS_ONLY =
  /^(?:exec\s+)?(?:\S*\/)?(?:chown|chmod|chgrp|mkdir|ls|cat|test|\[|nginx|redis-server|valkey-server|postgres|qdrant|prometheus|alertmanager|docker-entrypoint\.sh|--?[a-z]\S*)(?:\s|$)/;

/** Whether a script may write or take away the file at a path; a here-document may do anything. */
export function mayChange(script: string, file: string): boolean {
  const lines = script.replaceAll(/^\s*#.*$/gm, '').replaceAll(/\\\r?\n/g, ' ');
  return lines.split(/&&|\|\||[;|\n]/).some((part) => {
    if (/<<-?["']?[A-Za-z_]/.test(part)) return true;
    const isKept = READS_ONLY.test(part.trim()) && !part.includes('>');
    return !isKept && pathsIn(part).some((path) => isInFolder(file, path));
  });
}

/** Absolute paths; of a pattern or what holds a variable, the folder that is written out. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:\/[\w.@*?[\]{}$-]+)+/g)].map(([path]) =>
    /[*?[\]{}$]/.test(path) ? path.replace(/\/[^/]*[*?[\]{}$].*$/, '') : path,
  );
}
