import type { Found, Skill, Span, YearMonth } from '../../domain/profile.ts';
import { type MonthInterval, compareDates, mergedMonths } from '../../domain/period.ts';
import {
  LONGEST_ALIAS,
  type SkillAlias,
  type SkillWord,
  beginsSkill,
  skillAlias,
  skillKey,
  skillWords,
} from '../../domain/skills.ts';
import { levelIn } from './languages.ts';
import { LANGUAGE_NAMES } from './language-names.ts';
import { type Line, type Piece, pieceOf, splitPiece } from './lines.ts';
import { LIST_LABEL, unbroken } from './skill-lines.ts';
import type { Section } from './sections.ts';
import { spansIn } from './spans.ts';

/** A stretch of text whose skills are in evidence, with the months that it covers. */
export interface Evidence extends Span {
  readonly interval: MonthInterval;
  /** Its end; `now` where it lasts. */
  readonly until: YearMonth;
}

interface Mention extends Span {
  readonly skill: string;
}

/** Sections that tell of other things than what the person can do. */
const SILENT: ReadonlySet<string> = new Set(['header', 'languages', 'references', 'interests']);

/** Items of a list, and the brackets that a list holds: `AWS (EC2, S3)`. */
const ITEM = /\s*[,;|·•\t()]\s*|\s+[–—-]\s+|\.(?=\s|$)|\s+\/\s+/g;
const LABEL = /^[^:,]{2,40}:\s+/;

/** Three or more short items: what stands there names things, not actions. */
const isList = (line: Line): boolean => {
  if (LIST_LABEL.test(line.folded)) return true;
  const items = line.text.split(/[,;|·•\t]\s*/);
  return items.length >= 3 && items.every((item) => item.trim().split(/\s+/).length <= 4);
};

const fits = (alias: SkillAlias, line: Line, first: SkillWord, last: SkillWord, listed: boolean): boolean => {
  if (
    alias.where === 'anywhere' ||
    (listed && (alias.where !== 'listed' || isItem(line, first.start, last.end)))
  )
    return true;
  const written = line.text.slice(first.start, last.end);
  if (alias.where === 'capitalised') return /^\p{Lu}/u.test(written) && !startsSentence(line, first.start);
  return alias.where === 'capitals' && written === written.toUpperCase();
};

/** Between the marks of a list, or beside "and": `Go` is an item of `Go, Rust`, not of `we go to sites, ships, ports`. */
const isItem = (line: Line, start: number, end: number): boolean =>
  /(?:^|[,;|·•:(/\t&+]|\b(?:and|und|et|y|e|in|with|mit))\s*$/.test(
    line.folded.slice(Math.max(0, start - 6), start),
  ) && /^\s*(?:$|[,;|·•)/\t(.&+\d-]|(?:and|und|et|y|e|or)\b)/.test(line.folded.slice(end, end + 8));

/** At the start of a sentence every word has a capital, so a capital proves nothing: "Express delivery", "React quickly". */
const startsSentence = (line: Line, at: number): boolean =>
  (at === 0 || /[.!?:]\s+$/.test(line.text.slice(0, at))) && /^\S+ \p{Ll}/u.test(line.text.slice(at));

/** Names of skills in a line: at each word the longest that the table holds. Words of one name stand side by side, or with a hyphen or slash between. */
const mentionsIn = (line: Line, listed: boolean): readonly Mention[] => {
  const words = skillWords(line.folded);
  const mentions: Mention[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const found = longestAt(line, words, index, listed);
    if (found === undefined) continue;
    mentions.push(found.mention);
    index += found.words - 1;
  }
  return mentions;
};

const longestAt = (
  line: Line,
  words: readonly SkillWord[],
  index: number,
  listed: boolean,
): { readonly mention: Mention; readonly words: number } | undefined => {
  const first = words[index];
  if (first === undefined || !beginsSkill(first)) return undefined;
  let key = '';
  let best: { readonly mention: Mention; readonly words: number } | undefined;
  for (let length = 1; length <= LONGEST_ALIAS; length += 1) {
    const last = words[index + length - 1];
    const before = words[index + length - 2];
    if (last === undefined) break;
    if (
      length > 1 &&
      before !== undefined &&
      !/^[ /&-]$|^ [&/] $/.test(line.folded.slice(before.end, last.start))
    )
      break;
    key = length === 1 ? last.key : `${key} ${last.key}`;
    const alias = skillAlias(key);
    if (alias !== undefined && fits(alias, line, first, last, listed)) {
      best = {
        mention: { skill: alias.skill, start: line.start + first.start, end: line.start + last.end },
        words: length,
      };
    }
  }
  return best;
};

const FILLER =
  /^(?:and|und|et|y|e|etc|usw|u\.a|more|others?|various|basic|good|very good|expert|advanced|intermediate|beginner|proficient|experienced|familiar|strong|solid|sehr gut|gut|grundkenntnisse|fortgeschritten|years?|jahre|ans|anos|\d+\+? (?:years?|jahre|ans|anos))$/;

/** An item of a list of skills that the table does not know: a name of up to four words, as it is written. */
const unknownItem = (item: Piece): Mention | undefined => {
  const words = item.text.split(/\s+/);
  if (words.length > 4 || item.text.length > 45 || item.text.length < 2 || !/\p{L}/u.test(item.text))
    return undefined;
  if (
    FILLER.test(item.folded) ||
    (levelIn(item.folded) !== undefined && words.length < 3) ||
    LANGUAGE_NAMES.has(item.folded)
  )
    return undefined;
  if (/^[\d●○★☆*%\s./-]+$|@|https?:|[!?:]$/.test(item.text)) return undefined;
  return { skill: item.text.replace(/\s+/g, ' '), start: item.start, end: item.end };
};

/** Unknown names in a list line. An item that a known skill covers for the most part is that skill: `Java 17`. */
const unknownIn = (line: Line, known: readonly Mention[]): readonly Mention[] => {
  const label = LABEL.exec(line.text)?.[0].length ?? 0;
  const body = pieceOf(line, label, line.text.length);
  if (body === undefined) return [];
  return splitPiece(body, ITEM).flatMap((item) => {
    const inside = known.filter((mention) => mention.start >= item.start && mention.end <= item.end);
    const covered = inside.reduce((sum, mention) => sum + mention.end - mention.start, 0);
    return covered * 2 >= item.text.length || inside.length > 1 ? [] : (unknownItem(item) ?? []);
  });
};

/** A line of a section of skills that lists, rather than tells: short items, or a short line of its own. */
const holdsItems = (line: Line): boolean => {
  const items = line.text.replace(LABEL, '').split(/[,;|·•\t]/);
  const long = items.filter((item) => item.trim().split(/\s+/).length > 5).length;
  return items.length >= 3
    ? long * 3 <= items.length
    : items.every((item) => item.trim().split(/\s+/).length <= 4);
};

const overlapsAny = (spans: readonly Span[], mention: Span): boolean => spansIn(spans, mention).length > 0;

interface SkillSources {
  readonly lines: readonly Line[];
  readonly sections: readonly Section[];
  /** Positions and projects with dates, in order, without overlaps. */
  readonly evidence: readonly Evidence[];
  /** Names of companies, addresses, links, in order: what they hold is no skill. */
  readonly masked: readonly Span[];
  /** Lines of the header that count: the headline. */
  readonly headline: Span | undefined;
}

const allMentions = ({ lines, sections, masked, headline, evidence }: SkillSources): readonly Mention[] => {
  const mentions: Mention[] = [];
  let at = 0;
  const skillSpans = sections.filter(({ kind }) => kind === 'skills');
  const within = (line: Line): boolean => spansIn(skillSpans, line).length > 0;
  for (const line of unbroken(lines, within)) {
    while (at < sections.length - 1 && (sections[at]?.end ?? Infinity) <= line.start) at += 1;
    const section = sections[at];
    if (
      section === undefined ||
      (section.heading !== undefined &&
        section.heading.start === line.start &&
        section.heading.end === line.end &&
        !line.text.includes(':'))
    )
      continue;
    const told = headline !== undefined && headline.start >= line.start && headline.start < line.end;
    const inSkills = section.kind === 'skills';
    const listed = inSkills || isList(line);
    if (
      SILENT.has(section.kind) &&
      !told &&
      !(section.kind === 'header' && (isList(line) || overlapsAny(evidence, line)))
    )
      continue;
    const known = mentionsIn(line, listed).filter((mention) => !overlapsAny(masked, mention));
    mentions.push(...known);
    if (inSkills && holdsItems(line))
      mentions.push(...unknownIn(line, known).filter((mention) => !overlapsAny(masked, mention)));
  }
  return mentions;
};

const skillOf = (
  name: string,
  mentions: readonly Mention[],
  evidence: readonly Evidence[],
): Found<Skill> | undefined => {
  const proofs = [...new Set(mentions.flatMap((mention) => spansIn(evidence, mention)))];
  const [first] = mentions;
  if (first === undefined) return undefined;
  const latest = proofs.toSorted((a, b) => compareDates(b.until, a.until))[0];
  if (latest === undefined)
    return { value: { name, kind: 'claimed' }, at: { start: first.start, end: first.end } };
  const shown = mentions.find((mention) => spansIn(evidence, mention).length > 0) ?? first;
  const months = mergedMonths(proofs.map(({ interval }) => interval));
  return {
    value: { name, kind: 'evidenced', months, lastUsed: latest.until },
    at: { start: shown.start, end: shown.end },
  };
};

/** Skills by their canonical names, each once: in evidence where a dated position or project names it, else claimed. */
export const findSkills = (sources: SkillSources): readonly Found<Skill>[] => {
  const byName = new Map<string, { readonly name: string; readonly mentions: Mention[] }>();
  for (const mention of allMentions(sources)) {
    const key = skillKey(mention.skill) || mention.skill;
    const group = byName.get(key);
    if (group === undefined) byName.set(key, { name: mention.skill, mentions: [mention] });
    else group.mentions.push(mention);
  }
  return [...byName.values()]
    .flatMap(({ name, mentions }) => skillOf(name, mentions, sources.evidence) ?? [])
    .toSorted((a, b) => a.at.start - b.at.start);
};
