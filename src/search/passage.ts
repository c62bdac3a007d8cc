import type { Chunk } from '../domain/document.ts';
import type { ParsedDocument } from '../domain/document.ts';
import type { Span } from '../domain/profile.ts';
import { analyse, type Token } from '../domain/terms.ts';
import type { ChunkRef } from '../stores/search-index.ts';
import type { Passage } from './report.ts';

/** About three lines of a terminal: enough to judge, short enough to scan ten of them. */
const PASSAGE_CHARS = 260;

/** What the dense leg's best chunk is worth beside one that has every word of the query (1). */
const DENSE_BONUS = 0.5;

/** Name, address and headline stand in the result already: another piece with more than half as much says more. */
const HEADER_WORTH = 0.5;

/** What pieces are measured by. */
interface Wanted {
  readonly weights: ReadonlyMap<string, number>;
  /** Sum of the weights. */
  readonly most: number;
  readonly dense: ChunkRef | undefined;
}

interface Candidate {
  readonly document: ParsedDocument;
  readonly chunk: Chunk;
  readonly matches: readonly Span[];
  readonly score: number;
}

/**
 * The piece of a person's CVs that shows best why they were found: most of the query's words by weight, with the dense
 * leg's best chunk preferred where words do not decide. Undefined where there is no text.
 * @param weights the query's terms with their IDF
 * @param tokensOf a document's terms, for callers that have them: reading them is most of the work
 */
export function bestPassage(
  documents: readonly ParsedDocument[],
  weights: ReadonlyMap<string, number>,
  dense: ChunkRef | undefined,
  tokensOf = ({ content }: ParsedDocument): readonly Token[] => analyse(content.text),
): Passage | undefined {
  const wanted = { weights, most: sum(weights.values()), dense };
  let best: Candidate | undefined;
  for (const document of documents) {
    const matches = tokensOf(document).filter(({ term }) => weights.has(term));
    for (const chunk of document.chunks) {
      const candidate = rate(document, chunk, matches, wanted);
      if (best === undefined || candidate.score > best.score) best = candidate;
    }
  }
  return best === undefined ? undefined : cut(best);
}

function rate(
  document: ParsedDocument,
  chunk: Chunk,
  all: readonly Token[],
  { weights, most, dense }: Wanted,
): Candidate {
  const matches = all.filter(({ start, end }) => start >= chunk.start && end <= chunk.end);
  const found = sum([...new Set(matches.map(({ term }) => term))].map((term) => weights.get(term) ?? 0));
  const words = most === 0 ? 0 : found / most;
  const worth = chunk.section === 'header' ? HEADER_WORTH : 1;
  const isDense = dense !== undefined && dense.document === document.id && dense.ordinal === chunk.ordinal;
  return { document, chunk, matches, score: worth * (words + (isDense ? DENSE_BONUS : 0)) };
}

/** The window of the chunk that holds most matches, cut at word ends, white space folded. */
function cut({ document, chunk, matches }: Candidate): Passage {
  const { text, pages } = { text: document.content.text, pages: document.content.pages };
  const window = widen(text, chunk, densest(matches, chunk));
  const folded = fold(text, window);
  const marks: [number, number][] = [];
  for (const match of matches) {
    if (match.start < window.start || match.end > window.end) continue;
    const [start, end] = [folded.offset(match.start), folded.offset(match.end)];
    const last = marks.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  const page = pages.findIndex(({ end }) => window.start < end);
  return { text: folded.text, marks, ...(page === -1 ? {} : { page: page + 1 }) };
}

/** Start of the stretch of PASSAGE_CHARS with most matches; the chunk's start where there are none. */
function densest(matches: readonly Span[], chunk: Span): number {
  let best = { start: chunk.start, count: 0 };
  for (const [i, first] of matches.entries()) {
    let count = 0;
    while ((matches[i + count]?.end ?? Infinity) <= first.start + PASSAGE_CHARS) count += 1;
    if (count > best.count) best = { start: first.start, count };
  }
  return best.start;
}

/** From the start of the sentence or line of `from`, if that leaves the matches inside. */
function widen(text: string, chunk: Span, from: number): Span {
  const earliest = Math.max(chunk.start, from - PASSAGE_CHARS / 4);
  const before = text.slice(earliest, from);
  const border = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('. '));
  const start =
    earliest === chunk.start && border === -1 ? chunk.start : earliest + wordStart(before, border);
  const rough = Math.min(chunk.end, start + PASSAGE_CHARS);
  const lastSpace = text.slice(start, rough).search(/\s\S*$/);
  const end = rough === chunk.end || lastSpace <= 0 ? rough : start + lastSpace;
  return { start, end };
}

function wordStart(before: string, border: number): number {
  if (border !== -1) return border + 1;
  const space = before.search(/\s/);
  return space === -1 ? before.length : space + 1;
}

/** Runs of white space as one space, and where each offset went. */
function fold(text: string, { start, end }: Span): { text: string; offset: (at: number) => number } {
  const offsets: number[] = [];
  let folded = '';
  for (let i = start; i < end; i += 1) {
    const isSpace = /\s/.test(text.charAt(i));
    offsets.push(folded.length);
    if (!isSpace) folded += text.charAt(i);
    else if (folded !== '' && !folded.endsWith(' ')) folded += ' ';
  }
  const trimmed = folded.trimEnd();
  return { text: trimmed, offset: (at) => Math.min(offsets[at - start] ?? trimmed.length, trimmed.length) };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
