import { linkOfField } from './docx-walker.ts';
import { finishDocument } from './finish-document.ts';
import { LinkMarks } from './link-marks.ts';
import type { Reader } from './reader.ts';
import { ReadError } from './reader.ts';
import { charsetOfCodePage, charsetOfFont, decodeBytes } from './rtf-charsets.ts';
import { rtfTokens } from './rtf-tokens.ts';
import type { RtfToken } from './rtf-tokens.ts';
import { TextFlow } from './text-flow.ts';

/** Groups that hold no text of the document. Groups marked `\*` that are not named in KEPT are skipped as well. */
const SKIPPED = new Set(
  (
    'fonttbl colortbl stylesheet info pict object listtable listoverridetable revtbl rsidtbl generator filetbl xmlnstbl ' +
    'themedata colorschememapping latentstyles datastore nonshppict annotation atnid atnauthor sp fldtype do'
  ).split(' '),
);
/** Text boxes hang in `\*\shpinst`, whose own words are settings; field instructions are read for their link. */
const KEPT = new Set(['shpinst', 'fldinst', 'shptxt', 'dptxbxtext']);
const CHARACTERS: Readonly<Record<string, string>> = {
  tab: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
};
/** Word nests below 50; deeper groups share the state of the one at this depth. */
const DEEPEST = 500;

interface Group {
  skip: boolean;
  hidden: boolean;
  charset: string;
  /** Bytes of replacement text after each `\u`. */
  unicodeSkip: number;
  kind: 'text' | 'fonttbl' | 'instruction' | 'result' | 'aside' | 'header' | 'footer';
}

/** Text of RTF: page headers, body and text boxes, page footers. Iterative; bounded in depth. */
export const readRtf: Reader = async (bytes, limits) => {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const marks = new LinkMarks();
  const walker = new RtfWalker(limits.characters, marks);
  for (const token of rtfTokens(source)) walker.take(token);
  const text = walker.finish();
  if (text.trim() === '' && walker.openGroups > 0)
    throw new ReadError('corrupt', 'the RTF file is cut off before its text');
  const losses =
    walker.openGroups > 0 ? ['the end of the file is missing; what was left of it was read'] : [];
  return finishDocument({ format: 'rtf', pages: marks.resolve([text]), losses }, limits);
};

class RtfWalker {
  readonly #header: TextFlow;
  readonly #body: TextFlow;
  readonly #footer: TextFlow;
  readonly #marks: LinkMarks;
  readonly #groups: Group[] = [
    { skip: false, hidden: false, charset: 'windows-1252', unicodeSkip: 1, kind: 'text' },
  ];
  readonly #fonts = new Map<number, string>();
  #codePage = 'windows-1252';
  #font = 0;
  #tooDeep = 0;
  #pendingSkip = 0;
  #starred = false;
  #bytes: number[] = [];
  #instruction = '';

  constructor(characters: number, marks: LinkMarks) {
    this.#marks = marks;
    [this.#header, this.#body, this.#footer] = [
      new TextFlow(characters),
      new TextFlow(characters),
      new TextFlow(characters),
    ];
  }

  get openGroups(): number {
    return this.#groups.length - 1 + this.#tooDeep;
  }

  take(token: RtfToken): void {
    if (token.kind === 'byte') {
      this.#byte(token.byte);
      return;
    }
    if (token.kind === 'text') {
      this.#plain(token.text);
      return;
    }
    this.#flushBytes();
    if (token.kind === 'open') this.#open();
    else if (token.kind === 'close') this.#close();
    else this.#word(token.name, token.value);
  }

  finish(): string {
    this.#flushBytes();
    return [this.#header, this.#body, this.#footer].map(String).join('\n\n');
  }

  get #group(): Group {
    const group = this.#groups.at(-1);
    if (group === undefined) throw new Error('the outermost group of an RTF is never closed');
    return group;
  }

  get #flow(): TextFlow {
    if (this.#groups.some((group) => group.kind === 'header')) return this.#header;
    return this.#groups.some((group) => group.kind === 'footer') ? this.#footer : this.#body;
  }

  #open(): void {
    this.#pendingSkip = 0;
    this.#starred = false;
    if (this.#groups.length > DEEPEST) this.#tooDeep++;
    else
      this.#groups.push({
        ...this.#group,
        kind:
          this.#group.kind === 'fonttbl' || this.#group.kind === 'instruction' ? this.#group.kind : 'text',
      });
  }

  #close(): void {
    this.#pendingSkip = 0;
    if (this.#tooDeep > 0) {
      this.#tooDeep--;
      return;
    }
    if (this.#groups.length === 1) return;
    const flow = this.#flow;
    const closed = this.#groups.pop();
    if (closed?.kind === 'aside') flow.closeAside();
    else if (closed?.kind === 'header' || closed?.kind === 'footer') flow.block();
    else if (closed?.kind === 'result') {
      const target = linkOfField(this.#instruction);
      this.#instruction = '';
      if (target !== '') flow.text(this.#marks.mark(target), true);
    }
  }

  #word(name: string, value: number | undefined): void {
    if (name === 'u') {
      this.#unicode(value ?? 0);
      return;
    }
    this.#pendingSkip = 0;
    if (name === '*') {
      this.#starred = true;
      return;
    }
    const starred = this.#starred;
    this.#starred = false;
    if (this.#destination(name, starred)) return;
    if (!this.#setting(name, value) && !this.#group.skip && !this.#group.hidden) this.#layout(name);
  }

  #destination(name: string, starred: boolean): boolean {
    const group = this.#group;
    if (name === 'fonttbl') group.kind = 'fonttbl';
    if (name === 'shptxt' || name === 'dptxbxtext') {
      group.skip = false;
      group.kind = 'aside';
      this.#flow.openAside();
    } else if (name === 'shpinst') group.skip = true;
    else if (name === 'fldinst') {
      group.kind = 'instruction';
      this.#instruction = '';
    } else if (name === 'fldrslt') group.kind = 'result';
    else if (/^header[lrf]?$/.test(name)) group.kind = 'header';
    else if (/^footer[lrf]?$/.test(name)) group.kind = 'footer';
    else if (SKIPPED.has(name) || (starred && !KEPT.has(name))) group.skip = true;
    else return false;
    return true;
  }

  #setting(name: string, value: number | undefined): boolean {
    const group = this.#group;
    if (name === 'ansicpg') this.#codePage = group.charset = charsetOfCodePage(value ?? 1252);
    else if (name === 'mac') this.#codePage = group.charset = 'macintosh';
    else if (name === 'uc') group.unicodeSkip = Math.min(8, Math.max(0, value ?? 1));
    else if (name === 'v') group.hidden = value !== 0;
    else if (name === 'plain') group.hidden = false;
    else if (name === 'fcharset' && group.kind === 'fonttbl')
      this.#fonts.set(this.#font, charsetOfFont(value ?? 0) ?? this.#codePage);
    else if (name === 'f') {
      if (group.kind === 'fonttbl') this.#font = value ?? 0;
      else group.charset = this.#charsetOf(value ?? 0);
    } else return false;
    return true;
  }

  /** Charset 0 says ANSI, which is whatever the document's code page is. */
  #charsetOf(font: number): string {
    const charset = this.#fonts.get(font);
    return charset === undefined || charset === 'windows-1252' ? this.#codePage : charset;
  }

  #layout(name: string): void {
    const flow = this.#flow;
    const character = CHARACTERS[name];
    if (character !== undefined) this.#write(character);
    else if (name === 'par' || name === 'sect' || name === 'page') flow.paragraph();
    else if (name === 'line') flow.line();
    else if (name === 'cell' || name === 'nestcell') flow.text('\t');
    else if (name === 'row' || name === 'nestrow') flow.line();
  }

  #unicode(value: number): void {
    this.#pendingSkip = this.#group.unicodeSkip;
    const code = value < 0 ? value + 0x10000 : value;
    if (code <= 0x10ffff && code > 0)
      this.#write(code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code));
  }

  #byte(byte: number): void {
    if (this.#pendingSkip > 0) this.#pendingSkip--;
    else this.#bytes.push(byte);
  }

  #plain(text: string): void {
    const rest = text.slice(this.#pendingSkip);
    this.#pendingSkip = Math.max(0, this.#pendingSkip - text.length);
    if (/^[\x20-\x7e]*$/.test(rest)) {
      this.#flushBytes();
      this.#write(rest);
      return;
    }
    for (const char of rest) this.#bytes.push(char.charCodeAt(0) & 0xff);
  }

  #flushBytes(): void {
    if (this.#bytes.length === 0) return;
    const bytes = this.#bytes;
    this.#bytes = [];
    this.#write(decodeBytes(bytes, this.#group.charset));
  }

  #write(text: string): void {
    const group = this.#group;
    if (group.skip || group.hidden || group.kind === 'fonttbl') return;
    if (group.kind === 'instruction') {
      if (this.#instruction.length < 600) this.#instruction += text;
    } else this.#flow.text(text);
  }
}
