import type { DocumentFormat, DocumentText } from '../../domain/document.ts';
import { detectFormat } from './detect.ts';
import { ReadError } from './reader.ts';
import type { Reader, ReadLimits } from './reader.ts';

/** Each reader is loaded when the first file of its kind comes: pdf.js alone costs 40 MB and 100 ms. */
const READERS: Readonly<Record<DocumentFormat, () => Promise<Reader>>> = {
  pdf: async () => (await import('./pdf.ts')).readPdf,
  docx: async () => (await import('./docx.ts')).readDocx,
  odt: async () => (await import('./odt.ts')).readOdt,
  rtf: async () => (await import('./rtf.ts')).readRtf,
  html: async () => (await import('./html.ts')).readHtml,
  md: async () => (await import('./markdown.ts')).readMarkdown,
  txt: async () => (await import('./text.ts')).readText,
};

/** Reads a document of any format that cvx knows. `fileName` is only looked at for its extension. */
export async function readDocument(
  bytes: Uint8Array,
  fileName: string,
  limits: ReadLimits,
): Promise<DocumentText> {
  if (bytes.length > limits.fileBytes) throw tooLarge(bytes.length, limits);
  const format = await detectFormat(bytes, fileName, limits);
  const read = await READERS[format]();
  return read(bytes, limits);
}

export function tooLarge(bytes: number, limits: ReadLimits): ReadError {
  const megabytes = (count: number): string => (count / 1024 / 1024).toFixed(1).replace(/\.0$/, '');
  return new ReadError(
    'too-large',
    `the file has ${megabytes(bytes)} MB; at most ${megabytes(limits.fileBytes)} MB are read`,
  );
}
