import { lineNumber } from '../lines.ts';

/** One `KEY=value` of a dotenv file, as Compose reads it. Offsets into the text. */
export interface EnvStatement {
  readonly key: string;
  /** Unquoted, with escapes resolved. Where `references`, `${…}` and `$name` stand in it unresolved. */
  readonly value: string;
  readonly quote: 'none' | 'single' | 'double';
  /** The value takes from other variables: `$name`, `${name…}`. */
  readonly references: boolean;
  /** From the first character of the line (or of `export`) to the last of the value, quotes included. */
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** The file cannot be read as Compose reads it. */
export interface EnvFault {
  readonly line: number;
  readonly reason: string;
}

export interface EnvText {
  /** In order; a key may come twice, and the last wins. */
  readonly statements: readonly EnvStatement[];
  /** The first thing that makes Compose refuse the file; what stands before it was read. */
  readonly fault: EnvFault | undefined;
}

const NAME = /[\p{L}\p{N}_.\-[\]]/u;

/**
 * Reads a text as compose-go's dotenv/parser.go does (v2.40.3): `export` prefix, `KEY=value` and `KEY: value`, three quoting
 * forms, values over several lines in quotes, `#` after a space in a bare value.
 */
export function readEnv(text: string): EnvText {
  const statements: EnvStatement[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    at = nextStatement(text, at);
    if (at >= text.length) return { statements, fault: undefined };
    const read = readStatement(text, at);
    if ('reason' in read)
      return { statements, fault: { line: lineNumber(text, read.at), reason: read.reason } };
    if (read.statement !== undefined) statements.push(read.statement);
    at = read.next;
  }
}

function nextStatement(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
    if (text.charAt(at) !== '#') return at;
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    at = end + 1;
  }
}

type Read =
  | { readonly statement: EnvStatement | undefined; readonly next: number }
  | { readonly reason: string; readonly at: number };

function readStatement(text: string, start: number): Read {
  const prefix = /^export\s+/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
  const from = start + prefix;
  let at = from;
  // A name without `=` passes a variable of the shell through.
  for (; at < text.length && !/[=:\n]/.test(text.charAt(at)); at += 1) {
    const character = text.charAt(at);
    if (!/\s/.test(character) && !NAME.test(character))
      return { reason: 'unexpected character in a name', at };
  }
  const key = text.slice(from, at).trimEnd();
  if (/\s/.test(key)) return { reason: 'a name with a space in it', at: from };
  if (at >= text.length || text.charAt(at) === '\n') return { statement: undefined, next: at + 1 };
  let valueStart = at + 1;
  while (valueStart < text.length && /[^\S\n]/.test(text.charAt(valueStart))) valueStart += 1;
  const quote = text.charAt(valueStart);
  if (quote !== '"' && quote !== "'") return bare(text, { key, start, valueStart });
  return quoted(text, { key, start, valueStart }, quote);
}

interface Head {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
}

function bare(text: string, head: Head): Read {
  const end = text.indexOf('\n', head.valueStart);
  const stop = end === -1 ? text.length : end;
  const line = text.slice(head.valueStart, stop);
  const comment = line.indexOf(' #');
  const raw = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
  const statement: EnvStatement = {
    ...head,
    ...interpolated(raw),
    quote: 'none',
    valueEnd: head.valueStart + raw.length,
  };
  return { statement, next: stop + 1 };
}

function quoted(text: string, head: Head, quote: '"' | "'"): Read {
  let value = '';
  let escaped = false;
  for (let at = head.valueStart + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote && !escaped) {
      const read = quote === '"' ? interpolated(unescaped(value)) : { value, references: false };
      const form = quote === '"' ? 'double' : 'single';
      return { statement: { ...head, ...read, quote: form, valueEnd: at + 1 }, next: at + 1 };
    }
    if (character === '\\' && !escaped) {
      escaped = true;
      continue;
    }
    if (escaped && character !== quote) value += '\\';
    value += character;
    escaped = false;
  }
  return { reason: 'a quote that is not closed', at: head.valueStart };
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  c: '\\c',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$',
  '"': '"',
  '\\': '\\',
};

function unescaped(value: string): string {
  return value.replaceAll(/\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g, (all, letter?: string, octal?: string) => {
    if (letter !== undefined) return ESCAPES[letter] ?? all;
    return octal !== undefined && /^[0-7]{3}$/.test(octal)
      ? String.fromCharCode(Number.parseInt(octal, 8))
      : all;
  });
}

/** `$$` is a dollar; anything else after `$` that names a variable is a reference. */
function interpolated(raw: string): { value: string; references: boolean } {
  const references = /\$(?:\{|[A-Za-z_])/.test(raw.replaceAll('$$', ''));
  return { value: references ? raw : raw.replaceAll('$$', '$'), references };
}
