import type { SectionKind } from '../../domain/document.ts';
import type { Span } from '../../domain/profile.ts';
import { findDates } from './dates.ts';
import { FIRST_WORDS, HEADING_KINDS, LAST_WORDS, WEAK_HEADINGS } from './heading-words.ts';
import { type Line, linesOf } from './lines.ts';
import { titleWords } from './title-words.ts';

/** A stretch of a CV under one heading; together the sections cover the text. The first is the header, without a heading. */
export interface Section extends Span {
  readonly kind: SectionKind;
  /** Span of the heading's words. Absent for what stands above the first heading. */
  readonly heading?: Span;
  /** False where the line looks like a heading of an unknown kind. */
  readonly known: boolean;
}

interface Heading {
  readonly line: Line;
  readonly kind: SectionKind;
  readonly known: boolean;
}

/** Longer lines are no headings: the longest heading of the table has 40 characters, numbering and ornaments come on top. */
const LONGEST_HEADING = 60;

const ORNAMENT =
  /^(?:[\s#*=_~|:>–—-]+|(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s+|\d\s+(?=[a-z]))+|[\s:*=_~|#.–—-]+$/g;
const LETTER_SPACED = /^(?:\S ){3,}\S$/;

/** Heading words of a line: folded, without numbering, ornaments, colon; letter-spaced capitals are joined. */
const headingText = (folded: string): string => {
  const bare = folded.replace(ORNAMENT, '').replace(ORNAMENT, '');
  const joined = LETTER_SPACED.test(bare) ? bare.replaceAll(' ', '') : bare;
  return joined.replace(/\s+/g, ' ').replace(/ ?\([^)]*\)$/, '');
};

const CONJUNCTION = / ?(?:&|\+|\/|,) ?| (?:and|und|et|y|e|en|sowie|ou|or|oder) /;
const DETERMINER =
  /^(?:my|meine?|mein|mes|mon|ma|mis?|il mio|le mie|mijn|minhas?|the|selected|relevant|other|additional|further|weitere|sonstige|autres|otras?|ausgewahlte|current|recent|previous|past|main|key)\s+/;

/** Kind of a heading's words: as they stand, without a leading `my` or `relevant`, or as the first known of words joined by "and". */
const kindOf = (words: string): SectionKind | undefined => {
  const direct = HEADING_KINDS.get(words) ?? HEADING_KINDS.get(words.replace(DETERMINER, ''));
  if (direct !== undefined) return direct;
  const parts = words.split(CONJUNCTION);
  if (parts.length < 2 || parts.length > 4) return undefined;
  const kinds = parts.map((part) => HEADING_KINDS.get(part.replace(DETERMINER, '')));
  const known = kinds.filter((kind) => kind !== undefined);
  // "Sales & marketing" is a department; "Education & volunteering" is a heading. Most parts must be known.
  return known.length * 2 >= parts.length ? known[0] : undefined;
};

const INLINE = /^([\p{L}][\p{L} &/'-]{2,30}?)\s?:\s+\S/u;
/** Kinds whose heading may share a line with its content: `Languages: German, English`. */
const INLINE_KINDS: ReadonlySet<SectionKind> = new Set([
  'skills',
  'languages',
  'summary',
  'interests',
  'education',
  'certificates',
  'references',
]);

const isCaps = (text: string): boolean => text === text.toUpperCase() && text !== text.toLowerCase();

/** What a heading looks like where its words are unknown: capitals, few words, set off by a blank line, no date, no digits. */
const looksLikeHeading = (line: Line, next: Line | undefined): boolean =>
  line.blankBefore &&
  !line.bullet &&
  isCaps(line.text) &&
  line.text.length <= 40 &&
  /^[\p{L} &/'-]{4,}:?$/u.test(line.text) &&
  line.text.split(' ').length <= 4 &&
  next !== undefined &&
  !isCaps(next.text) &&
  findDates(next.text, next.folded).length === 0;

/** A few words of which the first or last says what follows, set off by a blank line: `Clinical teaching experience`. */
const kindByWord = (line: Line, words: string): SectionKind | undefined => {
  const list = words.split(' ');
  if (
    !line.blankBefore ||
    line.bullet ||
    list.length < 2 ||
    list.length > 5 ||
    /[\d.,;:!?]/.test(words) ||
    titleWords(words) > 0
  )
    return undefined;
  return LAST_WORDS.get(list.at(-1) ?? '') ?? FIRST_WORDS.get(list[0] ?? '');
};

const knownHeading = (line: Line): SectionKind | undefined => {
  if (line.text.length > LONGEST_HEADING || line.text.includes('\t')) return undefined;
  if (line.bullet && !/^[\p{Lu}]/u.test(line.text)) return undefined;
  const words = headingText(line.folded);
  if (WEAK_HEADINGS.has(words) && !line.blankBefore && !isCaps(line.text) && !line.text.endsWith(':'))
    return undefined;
  return kindOf(words) ?? kindByWord(line, words);
};

const inlineHeading = (line: Line, current: SectionKind): SectionKind | undefined => {
  if (line.bullet || current === 'experience' || current === 'projects') return undefined;
  const label = INLINE.exec(line.folded)?.[1];
  const kind = label === undefined ? undefined : kindOf(label);
  // Below "Skills", the label "Languages" means those of programming.
  return kind !== undefined && INLINE_KINDS.has(kind) && kind !== current && current !== 'skills'
    ? kind
    : undefined;
};

/** `Résumé` above the name is the title of the document; further down it is French for a summary. */
const DOCUMENT_TITLE = /^resume\W*$/;

const headingsOf = (lines: readonly Line[]): readonly Heading[] => {
  const headings: Heading[] = [];
  let caps = 0;
  let current: SectionKind = 'header';
  lines.forEach((line, index) => {
    const known = index < 2 && DOCUMENT_TITLE.test(line.folded) ? undefined : knownHeading(line);
    const kind = known ?? inlineHeading(line, current);
    if (kind !== undefined) {
      // The same word twice in a row is a table or a list, such as "German / Languages": bullets never begin a section that already runs.
      if (line.bullet && kind === current) return;
      headings.push({ line, kind, known: true });
      if (known !== undefined && isCaps(line.text)) caps += 1;
      current = kind;
    } else if (
      caps >= 2 &&
      current !== 'experience' &&
      current !== 'education' &&
      looksLikeHeading(line, lines[index + 1])
    ) {
      // Below a sidebar that is read first, the name in capitals over a title begins the header proper.
      const isName = titleWords(lines[index + 1]?.folded ?? '') > 0;
      current = isName ? 'header' : 'other';
      headings.push({ line, kind: current, known: isName });
    }
  });
  return headings;
};

/** Cuts a CV into its sections by their headings; see {@link HEADING_KINDS} for the words that count. */
export const findSections = (text: string, lines: readonly Line[] = linesOf(text)): readonly Section[] => {
  const headings = headingsOf(lines);
  const starts = headings.map(({ line }) => text.lastIndexOf('\n', line.start - 1) + 1);
  const sections: Section[] = [];
  const first = starts[0] ?? text.length;
  if (first > 0) sections.push({ kind: 'header', start: 0, end: first, known: true });
  headings.forEach(({ line, kind, known }, index) => {
    const start = starts[index] ?? 0;
    const end = starts[index + 1] ?? text.length;
    sections.push({ kind, start, end, heading: { start: line.start, end: line.end }, known });
  });
  return sections;
};
