import type { ConfEdit } from '../edit.ts';
import { Refusal } from '../edit-refused.ts';
import { afterLast, type SettingLine, withLine, withoutLines, withValue } from '../line-edits.ts';

export interface RedisLine extends SettingLine {
  /** The directive and its arguments, unquoted; the directive in lower case. */
  readonly words: readonly string[];
  /** Where each word ends. */
  readonly ends: readonly number[];
}

/** Every directive of a redis.conf in order. A line whose quotes do not close is left out: the server refuses it. */
export function readRedisConf(text: string): readonly RedisLine[] {
  const lines: RedisLine[] = [];
  for (const { 0: line, index } of text.matchAll(/^[^\r\n]+/gm)) {
    const words = splitWords(line);
    const [first] = words ?? [];
    if (words === undefined || first === undefined || line.trimStart().startsWith('#')) continue;
    const last = words.at(-1) ?? first;
    const from = words[1]?.start ?? last.end;
    lines.push({
      words: words.map(({ text: word }, at) => (at === 0 ? word.toLowerCase() : word)),
      ends: words.map(({ end }) => index + end),
      value: words
        .slice(1)
        .map((word) => word.text)
        .join(' '),
      start: index + first.start,
      valueStart: index + from,
      valueEnd: index + last.end,
    });
  }
  return lines;
}

/** Directives whose lines add up; of all others the last wins (redis.conf, "save"). */
const ADDS_UP = new Set(['save']);

/**
 * `key` is the directive, with leading arguments where they tell lines apart (`client-output-buffer-limit pubsub`); `value`
 * the rest of the line as the file has it: see {@link redisWord} for a value with spaces or quotes.
 */
export function editRedis(text: string, edit: ConfEdit): string {
  const key = wordsOf(edit.key, 'name');
  const lines = matching(text, key);
  if (edit.do === 'remove-conf') return withoutLines(text, lines);
  const value = wordsOf(edit.value, 'value');
  if (edit.value.trimStart().startsWith('#')) throw new Refusal('The value would be read as a comment.');
  if (lines.length === 0) {
    const line = `${edit.key} ${edit.value}`.trimEnd();
    return withLine(text, afterLast(text, readRedisConf(text)), line, edit.comment);
  }
  const alone = ADDS_UP.has(key[0] ?? '') ? withoutLines(text, lines.slice(0, -1)) : text;
  const winner = matching(alone, key).at(-1);
  if (winner === undefined || same(winner.words.slice(key.length), value)) return alone;
  const keyEnd = winner.ends[key.length - 1] ?? winner.start;
  const gap = /^[ \t]+/.exec(alone.slice(keyEnd, winner.valueEnd))?.[0].length ?? 0;
  const start = keyEnd + gap;
  const written = gap === 0 ? ` ${edit.value}` : edit.value;
  return withValue(alone, { valueStart: start, valueEnd: Math.max(start, winner.valueEnd) }, written);
}

function matching(text: string, key: readonly string[]): RedisLine[] {
  return readRedisConf(text).filter(({ words }) => same(words.slice(0, key.length), key));
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, at) => word === right[at]);
}

function wordsOf(text: string, what: string): readonly string[] {
  const words = splitWords(text)?.map((word, at) =>
    what === 'name' && at === 0 ? word.text.toLowerCase() : word.text,
  );
  if (words === undefined) throw new Refusal(`The ${what} has a quote that is not closed.`);
  return words;
}

/** One argument as redis.conf needs it: bare, or in double quotes with escapes where it holds spaces, quotes or nothing. */
export function redisWord(value: string): string {
  if (/^[^\s"'\\#][^\s"'\\]*$/.test(value)) return value;
  return `"${Array.from(value, (character) => NAMED[character] ?? character).join('')}"`;
}

const NAMED: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  '\\': String.raw`\\`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\b': String.raw`\b`,
  '\u0007': String.raw`\a`,
};
/** The same escapes, read. */
const UNNAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007' };

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /"((?:[^"\\]|\\.)*)"(?=\s|$)|'((?:[^'\\]|\\.)*)'(?=\s|$)|([^\s"']+)/gy;

/** A line in words as sdssplitargs does it; undefined where a quote is not closed or does not end a word. */
function splitWords(line: string): readonly Word[] | undefined {
  const words: Word[] = [];
  let at = /^\s*/.exec(line)?.[0].length ?? 0;
  while (at < line.length) {
    WORD.lastIndex = at;
    const match = WORD.exec(line);
    if (match === null) return undefined;
    const [all, double, single, bare = ''] = match;
    const text = double === undefined ? (single?.replaceAll(String.raw`\'`, "'") ?? bare) : unescaped(double);
    words.push({ text, start: at, end: at + all.length });
    const gap = /^\s*/.exec(line.slice(at + all.length))?.[0].length ?? 0;
    if (gap === 0 && at + all.length < line.length) return undefined;
    at += all.length + gap;
  }
  return words;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, hex?: string, letter = '') =>
    hex === undefined ? (UNNAMED[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
