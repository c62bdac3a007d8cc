import { joinHyphenated } from './clean-text.ts';
import { finishDocument } from './finish-document.ts';
import { LinkMarks } from './link-marks.ts';
import { readingRegions } from './pdf-columns.ts';
import { openPdf } from './pdf-engine.ts';
import type { PdfDocument, PdfPage } from './pdf-engine.ts';
import { pageItems } from './pdf-items.ts';
import { regionText } from './pdf-lines.ts';
import { ReadError } from './reader.ts';
import type { Reader, ReadLimits } from './reader.ts';

/** A scanner's stamp (`Scanned by …`) is text too, but less than any CV has. */
const STAMP_CHARACTERS = 40;
/** A page without text whose drawing takes more operators than lines and frames do: its letters are outlines. */
const OUTLINE_OPERATORS = 200;

interface PageText {
  readonly text: string;
  readonly state: 'read' | 'blank' | 'picture' | 'damaged';
}

/** Text of a PDF in reading order: columns one after the other, table rows whole, invisible link targets written out. */
export const readPdf: Reader = async (bytes, limits) => {
  const document = await open(bytes);
  try {
    return await readPages(document, bytes, limits);
  } finally {
    await document.destroy();
  }
};

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    return await openPdf(bytes);
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') {
      throw new ReadError('encrypted', 'the PDF needs a password; save a copy without one', error);
    }
    throw new ReadError('corrupt', 'the file is damaged and cannot be opened as a PDF', error);
  }
}

async function readPages(document: PdfDocument, bytes: Uint8Array, limits: ReadLimits): ReturnType<Reader> {
  const hasImages = mentionsImage(bytes);
  const marks = new LinkMarks();
  const pages: PageText[] = [];
  const count = Math.min(document.numPages, limits.pages);
  let characters = 0;
  for (let number = 1; number <= count && characters <= limits.characters; number++) {
    const page = await readPage(document, number, marks, hasImages, limits);
    characters += page.text.length;
    pages.push(page);
  }
  rejectUnreadable(pages, hasImages);
  const losses = [...pageLosses(pages), ...fileLosses(document, bytes, limits)];
  const texts = marks.resolve(pages.map((page) => page.text)).map(joinHyphenated);
  return finishDocument({ format: 'pdf', pages: texts, losses }, limits);
}

async function readPage(
  document: PdfDocument,
  number: number,
  marks: LinkMarks,
  hasImages: boolean,
  limits: ReadLimits,
): Promise<PageText> {
  try {
    const page = await document.getPage(number);
    const items = await pageItems(page, marks);
    const text = [...readingRegions(items.upright).map(regionText), ...items.turned].join('\n\n');
    const state = text.trim() === '' ? await stateWithoutText(page, hasImages) : 'read';
    page.cleanup();
    return { text: text.slice(0, limits.characters * 2), state };
  } catch {
    // pdf.js gives up on a page whose objects are missing; the other pages may be whole. Reported as a loss.
    return { text: '', state: 'damaged' };
  }
}

async function stateWithoutText(page: PdfPage, hasImages: boolean): Promise<PageText['state']> {
  // Listing the operators would decode the images, which for a scan takes longer than all the rest.
  if (hasImages) return 'picture';
  const { fnArray } = await page.getOperatorList();
  return fnArray.length > OUTLINE_OPERATORS ? 'picture' : 'blank';
}

/** Dictionaries of images always stand outside compressed object streams, so the bytes themselves tell. */
function mentionsImage(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['/Subtype/Image', '/Subtype /Image', '/Subtype\n/Image', '/Subtype\r\n/Image'].some((name) =>
    buffer.includes(name, 0, 'latin1'),
  );
}

function rejectUnreadable(pages: readonly PageText[], hasImages: boolean): void {
  const of = (state: PageText['state']): number => pages.filter((page) => page.state === state).length;
  const letters = pages.reduce((sum, page) => sum + page.text.replace(/\s+/g, '').length, 0);
  if (of('picture') > 0 ? letters < STAMP_CHARACTERS : hasImages && letters < STAMP_CHARACTERS) {
    const total = pages.length === 1 ? 'its one page is an image' : `its ${pages.length} pages are images`;
    throw new ReadError('needs-ocr', `${total} without a text layer; run OCR on it first`);
  }
  if (of('read') === 0 && of('damaged') > 0) {
    throw new ReadError('corrupt', 'the PDF is damaged: none of its pages could be read');
  }
}

function pageLosses(pages: readonly PageText[]): string[] {
  const numbersOf = (state: PageText['state']): number[] =>
    pages.flatMap((page, index) => (page.state === state ? [index + 1] : []));
  const pictures = numbersOf('picture');
  const damaged = numbersOf('damaged');
  return [
    ...(pictures.length > 0
      ? [
          `${named(pictures)} ${pictures.length === 1 ? 'is an image' : 'are images'} and ${wasNotRead(pictures)}`,
        ]
      : []),
    ...(damaged.length > 0
      ? [`${named(damaged)} ${damaged.length === 1 ? 'is' : 'are'} damaged and ${wasNotRead(damaged)}`]
      : []),
  ];
}

function wasNotRead(numbers: readonly number[]): string {
  return numbers.length === 1 ? 'was not read' : 'were not read';
}

/** `page 3`, `pages 3 and 4`, `pages 1, 2 and 5`; long lists end with a count. */
function named(numbers: readonly number[]): string {
  if (numbers.length === 1) return `page ${numbers[0]}`;
  if (numbers.length > 8) return `${numbers.length} pages`;
  return `pages ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}

function fileLosses(document: PdfDocument, bytes: Uint8Array, limits: ReadLimits): string[] {
  const losses: string[] = [];
  if (document.numPages > limits.pages) {
    losses.push(`only the first ${limits.pages} of ${document.numPages} pages were read`);
  }
  // Readers look for the end mark in the last 1,024 bytes; twice that allows for appended signatures.
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-2048);
  if (!tail.includes('%%EOF') && !tail.includes('startxref')) {
    losses.push('the end of the file is missing; what was left of it was read');
  }
  return losses;
}
