export type Sector =
  | 'tech'
  | 'health'
  | 'finance'
  | 'office'
  | 'school'
  | 'law'
  | 'building'
  | 'transport'
  | 'guest';
export type TextLanguage = 'en' | 'de' | 'fr';

/** A line of a CV and what it proves, as tags such as `kafka`. */
export interface Line {
  readonly text: string;
  readonly tags: readonly string[];
}

/** All that is known about one line of work in one language: what a person of it may write into a CV. */
export interface Family {
  readonly id: string;
  readonly sector: Sector;
  readonly language: TextLanguage;
  readonly titles: readonly string[];
  readonly summaries: readonly string[];
  readonly core: readonly Line[];
  /** What some of them specialise in; a person has one or two. */
  readonly specialties: Readonly<Record<string, readonly Line[]>>;
  readonly skills: readonly string[];
  readonly degrees: readonly string[];
}

/** The same, as it is written down: one line each, tags after the text as `#kafka #payments`. */
export interface FamilySource {
  readonly id: string;
  readonly sector: Sector;
  readonly language?: TextLanguage;
  readonly titles: string;
  readonly summaries: string;
  readonly core: string;
  readonly specialties: Readonly<Record<string, string>>;
  readonly skills: string;
  readonly degrees: string;
}

const rows = (text: string): string[] =>
  text
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '');

/** Splits `Ran the oven {2-4} nights #baking` into its text and its tags. */
function parseLine(row: string): Line {
  const tags = [...row.matchAll(/ #(\S+)/g)].map((match) => match[1] ?? '');
  return { text: row.replaceAll(/ #\S+/g, '').trim(), tags };
}

export const parseLines = (text: string): Line[] => rows(text).map(parseLine);

export function familyOf(source: FamilySource): Family {
  const specialties = Object.entries(source.specialties).map(
    ([name, text]) => [name, parseLines(text)] as const,
  );
  return {
    id: source.id,
    sector: source.sector,
    language: source.language ?? 'en',
    titles: source.titles.split('|'),
    summaries: rows(source.summaries),
    core: parseLines(source.core),
    specialties: Object.fromEntries(specialties),
    skills: source.skills.split(', '),
    degrees: source.degrees.split('|'),
  };
}
