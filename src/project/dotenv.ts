import { interpolate, type Lookup } from './compose/interpolate.ts';

/** One assignment of a .env file as Compose reads it, with its place in the text. */
export interface DotenvEntry {
  readonly key: string;
  /** Everything after `=` up to a comment or the end of the line, quotes included. */
  readonly raw: string;
  /** Undefined for a name alone (`KEY`) that the surroundings do not set. */
  readonly value: string | undefined;
  readonly quote: 'none' | 'single' | 'double';
  /** A name alone: its value comes from the surroundings. */
  readonly inherited: boolean;
  /** UTF-16 offset of the key. */
  readonly offset: number;
}

export interface Dotenv {
  readonly entries: readonly DotenvEntry[];
  /** What Compose would refuse the whole file for; the entries around it are kept. */
  readonly refused: readonly { readonly offset: number; readonly message: string }[];
  /** Variables inside values that nothing sets. */
  readonly unset: readonly { readonly offset: number; readonly name: string }[];
}

/**
 * Compose's own dotenv dialect (compose-go 2.9 dotenv/parser.go): comments need a space before `#`, single quotes are
 * literal, double quotes and bare values know `$X`, double quotes also `\n`. `lookup` wins over earlier lines of the file,
 * and these over `fallback`.
 */
export function parseDotenv(text: string, lookup: Lookup, fallback: Lookup = () => undefined): Dotenv {
  return new DotenvParser(text, lookup, fallback).parse();
}

/** `docker run --env-file`'s dialect, `format: raw` in Compose: each line as it is, quotes and all. */
export function parseRawEnv(text: string, lookup: Lookup): Dotenv {
  const entries: DotenvEntry[] = [];
  const refused: { offset: number; message: string }[] = [];
  let offset = text.startsWith('\uFEFF') ? 1 : 0;
  for (const line of text.slice(offset).split('\n')) {
    const trimmed = line.replace(/^\s+/, '').replace(/\r$/, '');
    const at = offset + line.length - line.replace(/^\s+/, '').length;
    offset += line.length + 1;
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const equals = trimmed.indexOf('=');
    const key = equals === -1 ? trimmed : trimmed.slice(0, equals);
    if (key === '' || /\s/.test(key)) {
      refused.push({ offset: at, message: 'the name of the variable is empty or contains a space' });
      continue;
    }
    const raw = equals === -1 ? '' : trimmed.slice(equals + 1);
    const value = equals === -1 ? lookup(key) : raw;
    entries.push({ key, raw, value, quote: 'none', inherited: equals === -1, offset: at });
  }
  return { entries, refused, unset: [] };
}

/** White space within a line. */
const BLANK = /[\t\v\f\r \u0085\u00a0]/;
const KEY_CHARACTER = /[\p{L}\p{N}_.\-[\]]/u;
const ESCAPE = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/g;
const ESCAPED: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // A dollar sign that the interpolation after this step leaves alone.
  $: '$$',
};

class DotenvParser {
  readonly #text: string;
  readonly #lookup: Lookup;
  readonly #fallback: Lookup;
  readonly #values = new Map<string, string>();
  readonly #entries: DotenvEntry[] = [];
  readonly #refused: { offset: number; message: string }[] = [];
  readonly #unset: { offset: number; name: string }[] = [];
  #at: number;

  constructor(text: string, lookup: Lookup, fallback: Lookup) {
    this.#text = text;
    this.#lookup = lookup;
    this.#fallback = fallback;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  parse(): Dotenv {
    while (this.#toStatement()) this.#statement();
    return { entries: this.#entries, refused: this.#refused, unset: this.#unset };
  }

  /** Steps over blank lines and comments; false at the end. */
  #toStatement(): boolean {
    for (;;) {
      while (this.#at < this.#text.length && /[\s\u0085]/.test(this.#text.charAt(this.#at))) this.#at++;
      if (this.#at >= this.#text.length) return false;
      if (this.#text[this.#at] !== '#') return true;
      this.#at = this.#lineEnd();
    }
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end === -1 ? this.#text.length : end;
  }

  #statement(): void {
    const exported = /^export[\s]+/.exec(this.#text.slice(this.#at, this.#at + 64));
    if (exported) this.#at += exported[0].length;
    const start = this.#at;
    let end = start;
    while (end < this.#text.length && !'=:\n'.includes(this.#text.charAt(end))) {
      const character = String.fromCodePoint(this.#text.codePointAt(end) ?? 0);
      if (!BLANK.test(character) && !KEY_CHARACTER.test(character)) {
        this.#refuse(start, 'a character that the name of a variable cannot have');
        return;
      }
      end += character.length;
    }
    // Without a line end after it, Compose takes a last name alone for a value without a name.
    if (end >= this.#text.length) {
      this.#at = end;
      return;
    }
    const key = this.#text.slice(start, end).trimEnd();
    if (key.includes(' ')) {
      this.#refuse(start, 'the name of a variable contains a space');
      return;
    }
    this.#at = end + 1;
    if (this.#text[end] === '\n') {
      const value = this.#lookup(key);
      this.#add({ key, raw: '', value, quote: 'none', inherited: true, offset: start });
      return;
    }
    while (BLANK.test(this.#text.charAt(this.#at))) this.#at++;
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") this.#quoted(key, start, quote);
    else this.#bare(key, start);
  }

  #bare(key: string, offset: number): void {
    const end = this.#lineEnd();
    const line = this.#text.slice(this.#at, end);
    const comment = line.indexOf(' #');
    const raw = (comment === -1 ? line : line.slice(0, comment)).replace(/[\s\u0085]+$/, '');
    this.#at = end;
    this.#add({ key, raw, value: this.#expand(raw, offset), quote: 'none', inherited: false, offset });
  }

  /** A backslash keeps the closing quote from closing, in both kinds; all other pairs are left for `unescape`. */
  #quoted(key: string, offset: number, quote: '"' | "'"): void {
    const start = this.#at;
    let content = '';
    let escaped = false;
    for (let i = start + 1; i < this.#text.length; i++) {
      const character = this.#text.charAt(i);
      if (character === quote && !escaped) {
        this.#at = i + 1;
        const value = quote === '"' ? this.#expand(unescape(content), offset) : content;
        const raw = this.#text.slice(start, i + 1);
        const kind = quote === '"' ? 'double' : 'single';
        this.#add({ key, raw, value, quote: kind, inherited: false, offset });
        return;
      }
      if (character === '\\' && !escaped) {
        escaped = true;
        continue;
      }
      if (escaped && character !== quote) content += '\\';
      escaped = false;
      content += character;
    }
    this.#refuse(offset, 'a quoted value that does not end');
  }

  #expand(value: string, offset: number): string {
    const result = interpolate(
      value,
      (name) => this.#lookup(name) ?? this.#values.get(name) ?? this.#fallback(name),
    );
    for (const name of result.unset) this.#unset.push({ offset, name });
    if (result.refused !== undefined) this.#refused.push({ offset, message: result.refused });
    return result.value;
  }

  #add(entry: DotenvEntry): void {
    this.#entries.push(entry);
    if (entry.value !== undefined) this.#values.set(entry.key, entry.value);
  }

  #refuse(offset: number, message: string): void {
    this.#refused.push({ offset, message });
    this.#at = this.#lineEnd();
  }
}

/** Go's `strconv.UnquoteChar` for the escapes that Compose allows; others stay as they are. */
function unescape(text: string): string {
  return text.replaceAll(ESCAPE, (match) => {
    const simple = ESCAPED[match.slice(1)];
    if (simple !== undefined) return simple;
    if (!match.startsWith('\\0')) return match;
    const octal = match.slice(2);
    const code = /^[0-7]{3}$/.test(octal) ? Number.parseInt(octal, 8) : 256;
    return code < 256 ? String.fromCodePoint(code) : `\\${octal}`;
  });
}
