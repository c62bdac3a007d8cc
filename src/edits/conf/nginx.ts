import type { ConfEdit } from '../edit.ts';
import { Refusal } from '../edit-refused.ts';
import { belowComment } from '../line-edits.ts';
import {
  insertLines,
  lineAfter,
  lineEndOf,
  lineStart,
  lineStop,
  ownCommentStart,
  removeLines,
} from '../lines.ts';
import { type NginxDirective, readNginx } from './nginx-tokens.ts';

/**
 * `key` is the directive, with leading arguments where they tell lines apart (`proxy_set_header Connection`); `value` the
 * rest as the file has it, without the semicolon: see {@link nginxWord}. `block` names the blocks by all their words.
 */
export function editNginx(text: string, edit: ConfEdit): string {
  const key = wordsOf(edit.key);
  const directives = readNginx(text);
  const place = enclosing(directives, edit.block ?? []);
  if (place.missing.length > 0) {
    if (edit.do === 'remove-conf') return text;
    const inside = wrapped(place.missing, statement(edit), indentUnit(text), edit.comment);
    return inserted(text, place.block, place.inside, inside);
  }
  const own = place.inside.filter(({ words, children }) => children === undefined && startsWith(words, key));
  if (edit.do === 'remove-conf') return own.toReversed().reduce(without, text);
  const value = wordsOf(edit.value);
  if (
    own.some(
      ({ words }) => startsWith(words, [...key, ...value]) && words.length === key.length + value.length,
    )
  )
    return text;
  const [present, another] = own;
  if (another !== undefined)
    throw new Refusal(`${edit.key} stands ${own.length} times in that block: name it by more of its words.`);
  if (present === undefined) {
    const lines = wrapped([], statement(edit), indentUnit(text), edit.comment);
    return inserted(text, place.block, place.inside, lines);
  }
  const keyEnd = present.ends[key.length - 1] ?? present.start;
  const gap = /^[ \t]+/.exec(text.slice(keyEnd, present.stop))?.[0] ?? '';
  const written = edit.value === '' ? '' : (gap === '' ? ' ' : gap) + edit.value;
  const tail = text.slice(keyEnd, present.stop).trimEnd().length;
  return text.slice(0, keyEnd) + written + text.slice(keyEnd + tail);
}

/** One argument as nginx needs it: bare, or in double quotes. */
export function nginxWord(value: string): string {
  if (/^(?:[^\s;{}"'\\#]|\$\{)(?:[^\s;{}"'\\]|\$\{)*$/.test(value)) return value;
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function statement({ key, ...rest }: ConfEdit): string {
  const value = rest.do === 'set-conf' ? rest.value : '';
  return value === '' ? `${key};` : `${key} ${value};`;
}

/** The words of an argument list; refused where it holds more than words. */
function wordsOf(text: string): readonly string[] {
  if (text.trim() === '') return [];
  const [directive, another] = readNginx(`${text};`);
  if (
    directive === undefined ||
    another !== undefined ||
    directive.children !== undefined ||
    directive.stop !== text.length
  )
    throw new Refusal('A directive would end or be commented out by its own value.');
  return directive.words;
}

function startsWith(words: readonly string[], start: readonly string[]): boolean {
  return words.length >= start.length && start.every((word, at) => words[at] === word);
}

interface InBlock {
  /** The innermost of the named blocks that exists; undefined for the file itself. */
  readonly block: NginxDirective | undefined;
  readonly inside: readonly NginxDirective[];
  readonly missing: readonly string[];
}

function enclosing(directives: readonly NginxDirective[], path: readonly string[]): InBlock {
  let block: NginxDirective | undefined;
  let inside = directives;
  for (const [depth, name] of path.entries()) {
    const words = wordsOf(name);
    const same = inside.filter(
      (one) =>
        one.children !== undefined && one.words.length === words.length && startsWith(one.words, words),
    );
    const [found, another] = same;
    if (another !== undefined)
      throw new Refusal(`There are ${same.length} blocks "${name}": it is not clear which is meant.`);
    if (found?.children === undefined) return { block, inside, missing: path.slice(depth) };
    block = found;
    inside = found.children;
  }
  return { block, inside, missing: [] };
}

/** `line` inside new blocks, its comment above it. */
function wrapped(blocks: readonly string[], line: string, unit: string, comment?: string): string {
  const [outer, ...inner] = blocks;
  if (outer !== undefined) {
    const inside = wrapped(inner, line, unit, comment);
    return `${outer} {\n${inside.replaceAll(/^/gm, unit)}\n}`;
  }
  return belowComment(line, comment);
}

/** New lines after the last directive of a block (or of the file), with the indentation of its directives. */
function inserted(
  text: string,
  block: NginxDirective | undefined,
  inside: readonly NginxDirective[],
  lines: string,
): string {
  const last = inside.at(-1);
  if (block === undefined && last === undefined) return insertLines(text, text.length, lines);
  const unit = indentUnit(text);
  const isBelow = last !== undefined && (block === undefined || lineStart(text, last.start) > block.stop);
  const indent = isBelow ? indentAt(text, last.start) : `${indentAt(text, block?.start ?? 0)}${unit}`;
  const own = lines.replaceAll(/^/gm, indent);
  const close = (block?.end ?? text.length + 1) - 1;
  const from = last?.end ?? (block?.stop ?? 0) + 1;
  // A trailing comment of the last directive stays with it; a block closed on the same line is opened up.
  if (lineStop(text, from) < close) return insertLines(text, lineAfter(text, from), own);
  if (block === undefined) return insertLines(text, text.length, own);
  const end = lineEndOf(text);
  const broken = `${end}${own.replaceAll('\n', end)}${end}${indentAt(text, block.start)}`;
  return text.slice(0, from) + broken + text.slice(close);
}

function without(text: string, { start, end }: NginxDirective): string {
  const from = lineStart(text, start);
  const alone =
    text.slice(from, start).trim() === '' && /^[ \t]*(?:#.*)?$/.test(text.slice(end, lineStop(text, end)));
  if (!alone) return text.slice(0, start) + text.slice(end).replace(/^[ \t]+/, '');
  const to = lineAfter(text, end);
  return removeLines(text, ownCommentStart(text, from, to), to);
}

/** The white space before the first word of the line that holds `offset`. */
function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** That of the first indented directive; four spaces as nginx's own files have it. */
function indentUnit(text: string): string {
  return /^([ \t]+)[^\s#}]/m.exec(text)?.[1] ?? '    ';
}
