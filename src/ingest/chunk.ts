import type { Chunk, SectionKind } from '../domain/document.ts';
import type { Span } from '../domain/profile.ts';
import type { Section } from './extract/extract.ts';

/** Changes whenever the same text could be cut otherwise: vectors of two versions are never mixed. */
export const CHUNKER_VERSION = '1';

/** Characters that a chunk grows to: the measured rankings of the design used about 400, and a model reads 256 tokens at most. */
const TARGET = 400;
/** No chunk is longer: about 150 tokens of prose, well below what any supported model reads. */
const LONGEST = 600;
/** Below this a passage joins its neighbour. */
const SMALL = 200;
/** A document has at most this many chunks; the pieces grow for longer ones. The longest real CVs (30 pages) stay below it. */
const MOST_CHUNKS = 400;

interface Block extends Span {
  readonly section: SectionKind;
}

const BLANK = /\s/;

/** Cuts a stretch of text after each match of `border`, blanks trimmed. */
const cut = (text: string, span: Span, border: RegExp): readonly Span[] => {
  const spans: Span[] = [];
  let from = span.start;
  const add = (to: number): void => {
    const trimmed = trim(text, from, to);
    if (trimmed !== undefined) spans.push(trimmed);
    from = to;
  };
  for (const match of text.slice(span.start, span.end).matchAll(border))
    add(span.start + match.index + match[0].length);
  add(span.end);
  return spans;
};

const trim = (text: string, from: number, to: number): Span | undefined => {
  let start = from;
  let end = to;
  while (start < end && BLANK.test(text.charAt(start))) start += 1;
  while (end > start && BLANK.test(text.charAt(end - 1))) end -= 1;
  return start < end ? { start, end } : undefined;
};

/** Borders from coarse to fine: paragraphs, lines, sentences, words. */
const BORDERS: readonly RegExp[] = [/\n[^\S\n]*\n/g, /\n/g, /[.!?;:](?=\s)/g, /\s/g];

/** Pieces of at most `longest` characters, cut at the coarsest border that suffices; a word longer than that is cut between code points. */
const pieces = (text: string, span: Span, longest: number, level = 0): readonly Span[] => {
  if (span.end - span.start <= longest) return [span];
  const border = BORDERS[level];
  if (border === undefined) return halves(text, span, longest);
  const target = Math.round((longest * TARGET) / LONGEST);
  return pack(
    cut(text, span, border).flatMap((part) => pieces(text, part, longest, level + 1)),
    target,
    longest,
  );
};

const halves = (text: string, { start, end }: Span, longest: number): readonly Span[] => {
  const spans: Span[] = [];
  let from = start;
  while (from < end) {
    let to = Math.min(end, from + longest);
    if (to < end && /[\uDC00-\uDFFF]/.test(text.charAt(to))) to -= 1;
    spans.push({ start: from, end: to });
    from = to;
  }
  return spans;
};

/** Neighbours together as long as they stay at or below `target`, or below `longest` where one of them is small. */
const pack = <T extends Span>(spans: readonly T[], target: number, longest: number): readonly T[] => {
  const packed: T[] = [];
  for (const span of spans) {
    const last = packed.at(-1);
    const length = last === undefined ? Infinity : span.end - last.start;
    const small = last !== undefined && Math.min(last.end - last.start, span.end - span.start) < target / 4;
    if (last !== undefined && (length <= target || (small && length <= longest)))
      packed[packed.length - 1] = { ...last, end: span.end };
    else packed.push(span);
  }
  return packed;
};

/** Runs of neighbouring sections of one kind; what the sections leave out belongs to the one before. */
const runs = (text: string, sections: readonly Section[]): readonly Block[] => {
  const blocks: Block[] = [];
  const ordered = sections.toSorted((a, b) => a.start - b.start);
  let from = 0;
  ordered.forEach((section, index) => {
    const end = Math.max(from, Math.min(text.length, ordered[index + 1]?.start ?? text.length));
    const last = blocks.at(-1);
    if (last?.section === section.kind) blocks[blocks.length - 1] = { ...last, end };
    else if (end > from) blocks.push({ section: section.kind, start: from, end });
    from = end;
  });
  if (blocks.length === 0) blocks.push({ section: 'other', start: 0, end: text.length });
  return blocks;
};

/**
 * Cuts a document into the passages that are embedded and shown: of about {@link TARGET} to {@link LONGEST} characters, within
 * one section unless that leaves a small piece, whole paragraphs, lines or sentences where they fit. In order, without overlaps; together they hold
 * every character that is not blank, and `text.slice(start, end)` is the passage.
 */
export const chunkDocument = (text: string, sections: readonly Section[]): readonly Chunk[] => {
  const longest = Math.max(LONGEST, Math.ceil((text.length * 2) / MOST_CHUNKS));
  const spans = runs(text, sections).flatMap((block) => {
    const trimmed = trim(text, block.start, block.end);
    return trimmed === undefined
      ? []
      : pieces(text, trimmed, longest).map(({ start, end }): Block => ({
          start,
          end,
          section: block.section,
        }));
  });
  return bounded(joinSmall(spans, longest)).map(({ start, end, section }, ordinal) => ({
    ordinal,
    start,
    end,
    section,
  }));
};

/**
 * Joins a small passage with its neighbour, across sections too: three languages or one hobby are a vector that says
 * little. On the relevance set this halves the passages of a CV (9.2 → 5.9) at the same nDCG@10 of the hybrid. The
 * larger one's section names the whole. The header stays alone: its contact data belongs to no passage about work.
 */
const joinSmall = (blocks: readonly Block[], longest: number): readonly Block[] => {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (last !== undefined && belongTogether(last, block, longest)) {
      const larger = lengthOf(last) < lengthOf(block) ? block : last;
      joined[joined.length - 1] = { section: larger.section, start: last.start, end: block.end };
    } else joined.push(block);
  }
  return joined;
};

const lengthOf = ({ start, end }: Span): number => end - start;

const belongTogether = (one: Block, next: Block, longest: number): boolean =>
  (one.section === 'header') === (next.section === 'header') &&
  Math.min(lengthOf(one), lengthOf(next)) < SMALL &&
  next.end - one.start <= longest;

/** Joins neighbours until at most {@link MOST_CHUNKS} are left: a text of a thousand one-word sections must not cost a thousand vectors. */
const bounded = (blocks: readonly Block[]): readonly Block[] => {
  let left = blocks;
  while (left.length > MOST_CHUNKS) {
    left = left.flatMap((block, index) => {
      const next = left[index + 1];
      return index % 2 === 1 ? [] : [next === undefined ? block : { ...block, end: next.end }];
    });
  }
  return left;
};
