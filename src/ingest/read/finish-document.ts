import type { DocumentFormat, DocumentText } from '../../domain/document.ts';
import type { Span } from '../../domain/profile.ts';
import { cleanText } from './clean-text.ts';
import { ReadError } from './reader.ts';
import type { ReadLimits } from './reader.ts';

interface RawDocument {
  readonly format: DocumentFormat;
  /** Text per page in order; one entry for a format without pages. */
  readonly pages: readonly string[];
  readonly losses?: readonly string[];
}

const PAGED: ReadonlySet<DocumentFormat> = new Set(['pdf']);

/** Cleans, joins and bounds what a reader collected. Throws `no-text` where nothing is left. */
export function finishDocument(raw: RawDocument, limits: ReadLimits): DocumentText {
  const spans: Span[] = [];
  const losses = [...(raw.losses ?? [])];
  let text = '';
  for (const page of raw.pages) {
    const cleaned = cleanText(page);
    const start = text === '' || cleaned === '' ? text.length : text.length + 2;
    if (cleaned !== '') text += (text === '' ? '' : '\n\n') + cleaned;
    spans.push({ start, end: text.length });
  }
  if (text.length > limits.characters) {
    text = cutAtSpace(text, limits.characters);
    losses.push(`only the first ${limits.characters.toLocaleString('en')} characters were read`);
  }
  if (text === '') throw new ReadError('no-text', 'there is no text in the file');
  const end = text.length;
  const pages = PAGED.has(raw.format)
    ? spans.map((span) => ({ start: Math.min(span.start, end), end: Math.min(span.end, end) }))
    : [];
  return { format: raw.format, text, pages, losses };
}

/** Cuts at the last white space before `limit`, so that no word and no surrogate pair is halved. */
function cutAtSpace(text: string, limit: number): string {
  const head = text.slice(0, limit);
  const space = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'));
  return (space > 0 ? head.slice(0, space) : head.replace(/[\uD800-\uDBFF]$/, '')).trimEnd();
}
