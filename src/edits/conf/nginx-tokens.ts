import { orRefusal, Refusal } from '../edit-refused.ts';
import { lineNumber } from '../lines.ts';

/** A simple directive (`key value;`) or a block (`key value { … }`) of an nginx configuration. Offsets into the text. */
export interface NginxDirective {
  /** Name and arguments, unquoted. */
  readonly words: readonly string[];
  readonly ends: readonly number[];
  readonly start: number;
  /** After `;` or the closing brace. */
  readonly end: number;
  /** The offset of `;` or of the opening brace. */
  readonly stop: number;
  /** Of a block, what stands in it; the block's inside is from `stop + 1` to `end - 1`. */
  readonly children: readonly NginxDirective[] | undefined;
}

interface Token {
  readonly kind: 'word' | ';' | '{' | '}';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Quoted words, comments, punctuation, bare words: in them `${` and escaped characters are no punctuation, nor is a closing brace,
 * which ends a block only where a word could begin (nginx src/core/ngx_conf_file.c; `x${a}y}z` is one word to 1.22.1).
 */
const TOKEN =
  /\s+|#[^\n]*|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|([;{}])|((?:\$\{|\\[\s\S]|[^\s;{}])(?:\$\{|\\[\s\S]|[^\s;{])*)/gy;

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw new Refusal(`nginx cannot read line ${lineNumber(text, at)}.`);
    const [all, quoted, punctuation, bare] = match;
    const span = { start: at, end: at + all.length };
    if (quoted !== undefined)
      tokens.push({ kind: 'word', text: quoted.slice(1, -1).replaceAll(/\\(["'\\])/g, '$1'), ...span });
    else if (bare !== undefined) tokens.push({ kind: 'word', text: bare, ...span });
    else if (punctuation === ';' || punctuation === '{' || punctuation === '}')
      tokens.push({ kind: punctuation, text: punctuation, ...span });
    at += all.length;
  }
  return tokens;
}

/** The directives of a file that may be one that nginx cannot read: then the refusal, which names the line. */
export function tryReadNginx(text: string): readonly NginxDirective[] | Refusal {
  return orRefusal(() => readNginx(text));
}

/** The directives of a file in order. A file that nginx cannot read is refused with the line. */
export function readNginx(text: string): readonly NginxDirective[] {
  const tokens = tokenise(text);
  let at = 0;
  const fault = (token: Token | undefined): Refusal =>
    new Refusal(`nginx cannot read line ${lineNumber(text, token?.start ?? text.length)}.`);

  function readBlock(inner: boolean): NginxDirective[] {
    const directives: NginxDirective[] = [];
    for (;;) {
      const token = tokens[at];
      if (token === undefined || token.kind === '}') {
        if (inner !== (token !== undefined)) throw fault(token);
        return directives;
      }
      directives.push(readDirective());
    }
  }

  function readDirective(): NginxDirective {
    const words: Token[] = [];
    for (let token = tokens[at]; token?.kind === 'word'; token = tokens[at]) {
      words.push(token);
      at += 1;
    }
    const stop = tokens[at];
    const [first] = words;
    if (first === undefined || stop === undefined || stop.kind === '}') throw fault(stop);
    at += 1;
    const head = {
      words: words.map((word) => word.text),
      ends: words.map((word) => word.end),
      start: first.start,
      stop: stop.start,
    };
    if (stop.kind === ';') return { ...head, end: stop.end, children: undefined };
    const children = readBlock(true);
    const close = tokens[at];
    at += 1;
    return { ...head, end: close?.end ?? text.length, children };
  }

  return readBlock(false);
}
