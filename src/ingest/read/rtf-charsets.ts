import { TextDecoder } from 'node:util';
import { decodeWindows1252, isWindows1252 } from './windows-1252.ts';

/** `\fcharsetN` of the font table to an encoding that TextDecoder knows (RTF 1.9.1 specification, "Font Table"). */
const FONT_CHARSETS: Readonly<Record<number, string>> = {
  0: 'windows-1252',
  77: 'macintosh',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};
const CODE_PAGES: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
};
const decoders = new Map<string, TextDecoder>();

export function charsetOfFont(charset: number): string | undefined {
  return FONT_CHARSETS[charset];
}

export function charsetOfCodePage(page: number): string {
  if (page >= 1250 && page <= 1258) return `windows-${page}`;
  return CODE_PAGES[page] ?? 'windows-1252';
}

/** Decodes a run of bytes; pairs of East Asian encodings must come together. */
export function decodeBytes(bytes: readonly number[], charset: string): string {
  if (isWindows1252(charset)) return decodeWindows1252(Uint8Array.from(bytes));
  let decoder = decoders.get(charset);
  if (decoder === undefined) {
    decoder = new TextDecoder(charset);
    decoders.set(charset, decoder);
  }
  return decoder.decode(Uint8Array.from(bytes));
}
