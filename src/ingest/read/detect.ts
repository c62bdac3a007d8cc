import { extname } from 'node:path';
import type { DocumentFormat } from '../../domain/document.ts';
import { ReadError } from './reader.ts';
import type { ReadLimits } from './reader.ts';
import { encodingOfMark, utf16WithoutMark } from './text.ts';
import { openContainer } from './zip.ts';

const EXTENSIONS: Readonly<Record<string, DocumentFormat>> = {
  '.pdf': 'pdf',
  '.docx': 'docx',
  '.docm': 'docx',
  '.dotx': 'docx',
  '.odt': 'odt',
  '.ott': 'odt',
  '.rtf': 'rtf',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.md': 'md',
  '.markdown': 'md',
  '.txt': 'txt',
  '.text': 'txt',
  '': 'txt',
};
const PLAIN: ReadonlySet<DocumentFormat | undefined> = new Set(['txt', 'md', 'html']);
const NAMES: Readonly<Record<DocumentFormat, string>> = {
  pdf: 'a PDF',
  docx: 'a Word file',
  odt: 'an OpenDocument text',
  rtf: 'an RTF file',
  html: 'a web page',
  md: 'Markdown',
  txt: 'plain text',
};
const IMAGE_EXTENSIONS = new Set([
  '.jpg',
  '.jpeg',
  '.png',
  '.gif',
  '.tif',
  '.tiff',
  '.bmp',
  '.webp',
  '.heic',
  '.heif',
  '.avif',
]);
/** Old Word files, which by themselves are text once Word has opened them: RTF or HTML under this name is common. */
const OLD_WORD = new Set(['.doc', '.dot', '.wps']);
/** A local file, the end of an empty archive, a spanned archive. */
const ZIP_SIGNATURES = ['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008'];
const IMAGE_SIGNATURES = ['\xFF\xD8\xFF', '\x89PNG\r\n', 'GIF87a', 'GIF89a', 'II*\0', 'MM\0*'];
/** PDF readers accept junk before `%PDF-` within the first 1,024 bytes. */
const PDF_HEADER_BYTES = 1024;
const SAMPLE_BYTES = 8192;
/** Share of control bytes above which bytes are no text; none at all is usual, a few form feeds happen. */
const MOST_CONTROLS = 0.02;

/**
 * The format of a file by its content; the extension decides only between kinds of plain text, and what is said where
 * the content is not what it promises. Rejects with {@link ReadError} for what cvx does not read.
 */
export async function detectFormat(
  bytes: Uint8Array,
  fileName: string,
  limits: ReadLimits,
): Promise<DocumentFormat> {
  const extension = extname(fileName).toLowerCase();
  if (bytes.length === 0) throw new ReadError('no-text', 'the file is empty');
  const head = latin1(bytes, 0, PDF_HEADER_BYTES);
  if (head.includes('%PDF-')) return 'pdf';
  if (/^\s{0,16}\{\\rtf/.test(head)) return 'rtf';
  if (ZIP_SIGNATURES.some((signature) => head.startsWith(signature)))
    return zipFormat(bytes, extension, limits);
  if (head.startsWith('\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1')) return rejectOle(bytes);
  // A picture that calls itself text is no scan of a CV: whoever named it so did not mean it to be read.
  if (
    (isImage(head) && !PLAIN.has(EXTENSIONS[extension])) ||
    (IMAGE_EXTENSIONS.has(extension) && isBinary(bytes))
  ) {
    throw new ReadError('needs-ocr', 'the file is an image; run OCR on it first');
  }
  return textFormat(bytes, head, extension);
}

async function zipFormat(bytes: Uint8Array, extension: string, limits: ReadLimits): Promise<DocumentFormat> {
  const promised = EXTENSIONS[extension];
  const container = await openContainer(bytes, limits);
  const has = (start: string): boolean => container.names.some((name) => name.startsWith(start));
  if (has('word/')) return 'docx';
  const isOdt =
    promised === 'odt' || (has('mimetype') && latin1(bytes, 0, 200).includes('opendocument.text'));
  if (isOdt && has('content.xml')) return 'odt';
  if (promised === 'docx' || promised === 'odt') throw mismatch(promised, extension);
  if (has('xl/')) throw new ReadError('unsupported', 'the file is a spreadsheet; save it as PDF');
  if (has('ppt/')) throw new ReadError('unsupported', 'the file is a presentation; save it as PDF');
  throw new ReadError('unsupported', 'the file is a zip archive; unpack it and point cvx at the folder');
}

/** Password-protected Office files are an OLE container around the encrypted package. */
function rejectOle(bytes: Uint8Array): never {
  const names = Buffer.from('EncryptedPackage', 'utf16le');
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(names)) {
    throw new ReadError('encrypted', 'the file needs a password; save a copy without one');
  }
  throw new ReadError('unsupported', 'this is the format of Word before 2007; save it as .docx or PDF');
}

function textFormat(bytes: Uint8Array, head: string, extension: string): DocumentFormat {
  const promised = EXTENSIONS[extension];
  if (promised === 'pdf' || promised === 'docx' || promised === 'odt' || promised === 'rtf')
    throw mismatch(promised, extension);
  if (isBinary(bytes))
    throw new ReadError(
      'unsupported',
      'the file is not a document that cvx reads (PDF, DOCX, ODT, RTF, HTML, Markdown, text)',
    );
  const looksHtml =
    /^(?:\xEF\xBB\xBF)?\s{0,100}(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|head|body)\b/i.test(head);
  if (looksHtml) return 'html';
  if (promised !== undefined) return promised;
  const advice = OLD_WORD.has(extension) ? '; save it as .docx or PDF' : '';
  throw new ReadError('unsupported', `${extension} files are not read${advice}`);
}

function mismatch(promised: DocumentFormat, extension: string): ReadError {
  return new ReadError(
    'corrupt',
    `the name ends with ${extension}, but this is not ${NAMES[promised]}, or it is damaged at the start`,
  );
}

function isImage(head: string): boolean {
  const isContainer = /^RIFF.{4}WEBP/s.test(head) || /^.{4}ftyp(?:heic|heix|mif1|msf1|avif)/s.test(head);
  return (
    isContainer ||
    IMAGE_SIGNATURES.some((signature) => head.startsWith(signature)) ||
    /^BM.{4}\0{4}/s.test(head)
  );
}

/** No kind of text: zero bytes outside UTF-16, or more control bytes than text has. */
function isBinary(bytes: Uint8Array): boolean {
  if (encodingOfMark(bytes) !== undefined || utf16WithoutMark(bytes) !== undefined) return false;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) controls++;
  }
  return controls > sample.length * MOST_CONTROLS;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}
