import { TextDecoder } from 'node:util';
import { Parser } from 'htmlparser2';
import { DepthGuard } from './depth.ts';
import { finishDocument } from './finish-document.ts';
import { LinkMarks } from './link-marks.ts';
import type { Reader } from './reader.ts';
import { TextFlow } from './text-flow.ts';
import { decodeText, encodingOfMark } from './text.ts';
import { isWindows1252 } from './windows-1252.ts';

const SKIPPED = new Set([
  'script',
  'style',
  'head',
  'template',
  'noscript',
  'svg',
  'iframe',
  'object',
  'select',
  'button',
  'canvas',
  'audio',
  'video',
  'math',
]);
const LINES = new Set([
  'div',
  'li',
  'dt',
  'dd',
  'address',
  'figcaption',
  'caption',
  'legend',
  'fieldset',
  'form',
  'main',
  'body',
  'details',
  'summary',
  'center',
]);
const BLOCKS = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'dl',
  'table',
  'section',
  'article',
  'header',
  'footer',
  'nav',
  'aside',
  'blockquote',
  'pre',
  'hr',
  'figure',
]);
const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** Browsers look for a charset in the first 1,024 bytes. */
const CHARSET_BYTES = 1024;

type Attributes = Readonly<Record<string, string>>;

/** Text of a web page as it is shown: blocks as lines, table rows whole, nothing hidden. Streams; nesting costs no stack. */
export const readHtml: Reader = async (bytes, limits) => {
  const marks = new LinkMarks();
  const text = htmlText(decodeHtml(bytes), limits.characters, marks);
  return finishDocument({ format: 'html', pages: marks.resolve([text]) }, limits);
};

/** Visible text of HTML, with marks for its links. */
export function htmlText(html: string, characters: number, marks: LinkMarks): string {
  const flow = new TextFlow(characters);
  const walker = new HtmlWalker(flow, marks);
  const depth = new DepthGuard();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth.enter();
        walker.open(name, attributes);
      },
      onclosetag: (name) => {
        depth.leave();
        walker.close(name);
      },
      ontext: (text) => walker.text(text),
    },
    { decodeEntities: true },
  );
  parser.write(html);
  parser.end();
  return flow.toString();
}

class HtmlWalker {
  readonly #flow: TextFlow;
  readonly #marks: LinkMarks;
  readonly #links: string[] = [];
  #skipped = 0;
  #preformatted = 0;

  constructor(flow: TextFlow, marks: LinkMarks) {
    this.#flow = flow;
    this.#marks = marks;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipped > 0 || SKIPPED.has(name) || isHidden(attributes)) {
      this.#skipped++;
      return;
    }
    if (name === 'pre') this.#preformatted++;
    if (name === 'br') this.#flow.line();
    else if (name === 'tr') this.#flow.openRow();
    else if (name === 'td' || name === 'th') this.#flow.openCell();
    else if (name === 'a') this.#links.push(attributes['href'] ?? '');
    else if (BLOCKS.has(name)) this.#flow.block();
    else if (LINES.has(name)) this.#flow.freshLine();
    if (name === 'li') this.#flow.text('- ');
  }

  close(name: string): void {
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    if (name === 'pre') this.#preformatted--;
    if (name === 'tr') this.#flow.closeRow();
    else if (name === 'td' || name === 'th') this.#flow.closeCell();
    else if (name === 'a') this.#flow.text(this.#marks.mark(this.#links.pop() ?? ''), true);
    else if (BLOCKS.has(name)) this.#flow.block();
    else if (LINES.has(name)) this.#flow.freshLine();
  }

  text(text: string): void {
    if (this.#skipped === 0)
      this.#flow.text(this.#preformatted > 0 ? text : text.replace(/[\s\u0085]+/g, ' '));
  }
}

function isHidden(attributes: Attributes): boolean {
  return attributes['hidden'] !== undefined || HIDDEN.test(attributes['style'] ?? '');
}

function decodeHtml(bytes: Uint8Array): string {
  if (encodingOfMark(bytes) !== undefined) return decodeText(bytes);
  const head = Buffer.from(bytes.subarray(0, CHARSET_BYTES)).toString('latin1');
  const named = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1];
  return named === undefined ? decodeText(bytes) : (decodeAs(named, bytes) ?? decodeText(bytes));
}

function decodeAs(label: string, bytes: Uint8Array): string | undefined {
  // A page that could be read up to this word is not in UTF-16, whatever it says; UTF-8 is what is tried first anyway.
  if (/^utf-?(?:8|16)/i.test(label) || isWindows1252(label)) return undefined;
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    // An unknown name: decide by the bytes.
    return undefined;
  }
}
