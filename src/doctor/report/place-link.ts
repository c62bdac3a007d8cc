import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Place } from '../../project/project.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** `file:line:column`, as a link (OSC 8) where the terminal is known to show one. */
export function placeText({ file, line, column }: Place, root: string, linked: boolean): string {
  const text = `${file}:${line}:${column}`;
  if (!linked) return text;
  const url = `${pathToFileURL(join(root, file)).href}#L${line}`;
  return `\u001B]8;;${url}\u0007${text}\u001B]8;;\u0007`;
}

/**
 * Terminals that are known to understand OSC 8; others may print its bytes. VTE does from 0.50 on, which it calls 5000
 * (gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).
 */
export function showsLinks(isTTY: boolean, env: Env): boolean {
  if (!isTTY || env['TERM'] === 'dumb' || (env['CI'] ?? 'false') !== 'false') return false;
  const known = ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'Tabby'];
  return (
    known.includes(env['TERM_PROGRAM'] ?? '') ||
    Number(env['VTE_VERSION'] ?? 0) >= 5000 ||
    env['WT_SESSION'] !== undefined ||
    env['KITTY_WINDOW_ID'] !== undefined ||
    env['KONSOLE_VERSION'] !== undefined
  );
}
