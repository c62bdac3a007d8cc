import { buffer } from 'node:stream/consumers';
import PdfKit from 'pdfkit';
import { ZipFile } from 'yazl';
import type { DocumentText } from '../../../src/domain/document.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import { DEFAULT_READ_LIMITS } from '../../../src/ingest/read/limits.ts';
import { readDocument } from '../../../src/ingest/read/read.ts';
import { ReadError } from '../../../src/ingest/read/reader.ts';
import type { ReadLimits } from '../../../src/ingest/read/reader.ts';

export type Pdf = InstanceType<typeof PdfKit>;

/** A PDF with what `draw` puts on it: A4, margin 50. */
export async function pdfOf(
  draw: (pdf: Pdf) => void,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Buffer> {
  const pdf = new PdfKit({ size: 'A4', margin: 50, ...options });
  const bytes = buffer(pdf);
  draw(pdf);
  pdf.end();
  return bytes;
}

/** Writes lines under one another at fixed places, each on a baseline of its own. */
export function column(pdf: Pdf, lines: readonly string[], x: number, y: number, pitch = 14): void {
  for (const [index, line] of lines.entries())
    pdf.fontSize(10).text(line, x, y + index * pitch, { lineBreak: false });
}

export async function zipOf(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return buffer(zip.outputStream);
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A Word file with the XML of its body; `relations` are `[id, type, target]` of the document part. */
export function docxOf(
  body: string,
  parts: Readonly<Record<string, string>> = {},
  relations: readonly (readonly [string, string, string])[] = [],
): Promise<Buffer> {
  const links = relations.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${TYPE}/${type}" Target="${target}"/>`,
  );
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${TYPE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0"?><w:document ${W}><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': `<Relationships>${links.join('')}</Relationships>`,
    ...parts,
  });
}

/** A Word paragraph of plain text. */
export const p = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

export function read(
  bytes: Uint8Array | string,
  name: string,
  limits: Partial<ReadLimits> = {},
): Promise<DocumentText> {
  const raw = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return readDocument(raw, name, { ...DEFAULT_READ_LIMITS, ...limits });
}

export async function textOf(bytes: Uint8Array | string, name: string): Promise<string> {
  return (await read(bytes, name)).text;
}

/** What reading fails with; `indexed` where it does not. */
export async function outcomeOf(
  bytes: Uint8Array | string,
  name: string,
  limits: Partial<ReadLimits> = {},
): Promise<{ outcome: Outcome; reason: string }> {
  try {
    const { losses } = await read(bytes, name, limits);
    return { outcome: losses.length === 0 ? 'indexed' : 'partial', reason: losses.join('; ') };
  } catch (error) {
    if (error instanceof ReadError) return { outcome: error.outcome, reason: error.message };
    throw error;
  }
}
