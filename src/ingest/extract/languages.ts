import type { Found, SpokenLanguage } from '../../domain/profile.ts';
import { LANGUAGE_FIRST_WORDS, LANGUAGE_NAMES, LEVEL_WORDS, type Level } from './language-names.ts';
import type { Line } from './lines.ts';
import type { Section } from './sections.ts';
import { spansIn } from './spans.ts';

const WORD = /[\p{L}]+(?:-[\p{L}]+)*/gu;
/** A line outside the section counts only behind such a label. */
const LABEL =
  /^(?:spoken )?(?:languages?|sprachen|sprachkenntnisse|fremdsprachen|langues?|idiomas?|lenguas|lingue|talen|languages spoken|muttersprache|native language|mother tongue|langue maternelle|lengua materna)(?: spoken| skills)?\s*:/;

interface Named {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const namesIn = (line: Line): readonly Named[] => {
  const words = [...line.folded.matchAll(WORD)];
  const named: Named[] = [];
  for (let index = 0; index < words.length; index += 1) {
    for (let length = 3; length > 0; length -= 1) {
      const last = words[index + length - 1];
      const first = words[index];
      if (first === undefined || last === undefined) continue;
      const to = last.index + last[0].length;
      const name = LANGUAGE_NAMES.get(line.folded.slice(first.index, to));
      if (name === undefined || !/\p{L}/u.test(line.text.charAt(first.index))) continue;
      named.push({ name, from: first.index, to });
      index += length - 1;
      break;
    }
  }
  return named;
};

/** The level that a stretch of text tells; undefined where it tells none. */
export const levelIn = (folded: string): Level | undefined => {
  for (const [pattern, level] of LEVEL_WORDS) {
    const match = pattern.exec(folded);
    if (match === null) continue;
    return match[1] === undefined ? level : CEFR.get(match[1]);
  }
  return undefined;
};

const CEFR: ReadonlyMap<string, Level> = new Map([
  ['a1', 'A1'],
  ['a2', 'A2'],
  ['b1', 'B1'],
  ['b2', 'B2'],
  ['c1', 'C1'],
  ['c2', 'C2'],
]);

/** A line that holds a level and nothing else belongs to the language above it. */
const isLevelOnly = (line: Line): boolean =>
  line.text.length < 40 && namesIn(line).length === 0 && levelIn(line.folded) !== undefined;

/** Where the item that begins at `from` ends: at a comma or mark outside brackets. */
const itemEnd = (folded: string, from: number, to: number): number => {
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const character = folded.charAt(at);
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (depth <= 0 && (/[,;|·•]/.test(character) || folded.startsWith('. ', at))) return at;
  }
  return to;
};

const MARK = /[\s,;/|·•.-]+$/;

const languagesIn = (line: Line, next: Line | undefined): readonly Found<SpokenLanguage>[] => {
  const named = namesIn(line);
  return named.map(({ name, from, to }, index) => {
    const following = named[index + 1]?.from ?? line.folded.length;
    const item = itemEnd(line.folded, to, following);
    const own = levelIn(line.folded.slice(to, item));
    // "English, fluent in speech and writing": the level may stand behind a comma, if no other language does.
    const wider =
      own ??
      (/^[,.;|]?\s*\p{Lu}/u.test(line.text.slice(item))
        ? undefined
        : levelIn(line.folded.slice(to, following)));
    const leading = wider === undefined ? groupLevel(line.folded.slice(0, from), index) : undefined;
    const below =
      wider === undefined &&
      leading === undefined &&
      next !== undefined &&
      named.length === 1 &&
      isLevelOnly(next)
        ? next
        : undefined;
    const level = wider ?? leading ?? (below === undefined ? undefined : levelIn(below.folded));
    const until = own === undefined && wider !== undefined ? following : own === undefined ? to : item;
    const close = line.start + to + line.folded.slice(to, until).replace(MARK, '').length;
    return {
      value: level === undefined ? { name } : { name, level },
      at: { start: line.start + from, end: below?.end ?? close },
    };
  });
};

/** `Native: German, Italian. Fluent: English`: the word before the colon tells the level of the group. */
const groupLevel = (before: string, index: number): Level | undefined => {
  const group = before.slice(Math.max(...[';', '.', '|', '\t'].map((mark) => before.lastIndexOf(mark))) + 1);
  const label = /^([^,(:]*):/.exec(group)?.[1];
  if (label !== undefined) return levelIn(label);
  return index === 0 && /^\W*(?:native|fluent|muttersprache|fliessend|basic|advanced|bilingual)\b/.test(group)
    ? levelIn(group)
    : undefined;
};

const beginsLanguage = (line: Line): boolean =>
  LANGUAGE_FIRST_WORDS.has(/^\p{L}+/u.exec(line.folded)?.[0] ?? '');

/** Languages with levels and nothing else: a list of them under whatever heading. */
const isListOfLanguages = (line: Line): boolean => {
  if (line.text.length > 120 || !beginsLanguage(line)) return false;
  const found = languagesIn(line, undefined);
  const told = found.reduce((sum, { at }) => sum + at.end - at.start, 0);
  return (
    found.length > 0 &&
    found.every(({ value }) => value.level !== undefined) &&
    told >= 0.8 * line.text.length
  );
};

/** Spoken languages with their levels, from the section of languages and from lines that begin with such a label. */
export const findLanguages = (
  lines: readonly Line[],
  sections: readonly Section[],
): readonly Found<SpokenLanguage>[] => {
  const spans = sections.filter(({ kind }) => kind === 'languages');
  const found = new Map<string, Found<SpokenLanguage>>();
  lines.forEach((line, index) => {
    const section = spansIn(spans, line)[0];
    if (section === undefined && !LABEL.test(line.folded) && !isListOfLanguages(line)) return;
    // Prose that mentions languages ("worked with French clients") is no list of them.
    if (line.text.length > 200) return;
    const next = lines[index + 1];
    const sameSection =
      next !== undefined && (section === undefined || next.start < section.end) ? next : undefined;
    for (const language of languagesIn(line, sameSection)) {
      const known = found.get(language.value.name);
      if (known === undefined || (known.value.level === undefined && language.value.level !== undefined))
        found.set(language.value.name, language);
    }
  });
  return [...found.values()].toSorted((a, b) => a.at.start - b.at.start);
};
