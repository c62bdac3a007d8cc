/** One token of RTF. Bytes above 7F in the source come as `text` too; the reader decodes them. */
export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'word'; readonly name: string; readonly value: number | undefined }
  /** A byte of text in the current code page: `\'e9`. */
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'text'; readonly text: string };

const WORD = /\\([a-z]{1,32})(-?\d{1,10})? ?/iy;
const PLAIN = /[^\\{}\r\n]+/y;
const SYMBOLS: Readonly<Record<string, string>> = { '~': '\u00A0', '-': '\u00AD', _: '\u2011' };

/** Splits RTF (one character per byte) into tokens, one at a time, and jumps over the raw bytes of `\binN`. */
export function* rtfTokens(source: string): Generator<RtfToken> {
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === '{' || char === '}') {
      yield { kind: char === '{' ? 'open' : 'close' };
      at++;
    } else if (char === '\r' || char === '\n') {
      at++;
    } else if (char !== '\\') {
      PLAIN.lastIndex = at;
      const text = PLAIN.exec(source)?.[0] ?? char;
      yield { kind: 'text', text };
      at += text.length;
    } else {
      WORD.lastIndex = at;
      const word = WORD.exec(source);
      if (word === null) {
        const [token, length] = symbol(source, at);
        if (token !== undefined) yield token;
        at += length;
        continue;
      }
      const value = word[2] === undefined ? undefined : Number(word[2]);
      at += word[0].length;
      if (word[1] === 'bin') at += Math.max(0, value ?? 0);
      else yield { kind: 'word', name: word[1] ?? '', value };
    }
  }
}

function symbol(source: string, at: number): [RtfToken | undefined, number] {
  const char = source[at + 1] ?? '';
  if (char === "'") {
    const byte = Number.parseInt(source.slice(at + 2, at + 4), 16);
    return [Number.isNaN(byte) ? undefined : { kind: 'byte', byte }, 4];
  }
  if (char === '*') return [{ kind: 'word', name: '*', value: undefined }, 2];
  if (char === '\r' || char === '\n') return [{ kind: 'word', name: 'par', value: undefined }, 2];
  if (char === '\\' || char === '{' || char === '}') return [{ kind: 'text', text: char }, 2];
  const text = SYMBOLS[char];
  return [text === undefined ? undefined : { kind: 'text', text }, 2];
}
