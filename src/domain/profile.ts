/** Half-open range of UTF-16 offsets into the text of one document: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value together with the place that it was read from. No field is ever invented: without a span there is no value. */
export interface Found<T> {
  readonly value: T;
  readonly at: Span;
}

/** `YYYY-MM`, or `YYYY` where the CV gives only the year. */
export type YearMonth = string;

export interface Position {
  readonly title?: string;
  readonly company?: string;
  readonly start?: YearMonth;
  /** Absent together with `current: true` means: to this day. */
  readonly end?: YearMonth;
  readonly current?: boolean;
}

export interface Education {
  readonly degree?: string;
  readonly school?: string;
  /** Year of the end of the studies, as the CV gives it. */
  readonly year?: number;
}

export interface SpokenLanguage {
  /** English name of the language: `German`, not `Deutsch`. */
  readonly name: string;
  /** CEFR level A1 to C2, or `native`; absent where the CV gives none. */
  readonly level?: 'A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2' | 'native';
}

export interface Skill {
  /** Canonical name: `TypeScript`, not `TS`. */
  readonly name: string;
  /** `evidenced`: named inside a dated position or project; `claimed`: only in a list of skills. */
  readonly kind: 'evidenced' | 'claimed';
  /** Months of the merged positions that name it. Only for `evidenced`. */
  readonly months?: number;
  /** End of the latest position that names it. Only for `evidenced`. */
  readonly lastUsed?: YearMonth;
}

/** Something that a reader should know before trusting a field. A closed list: each has one fixed wording in the output. */
export type ProfileFlag =
  | 'dates-reversed'
  | 'dates-in-future'
  | 'positions-undated'
  | 'no-contact'
  | 'unknown-headings';

/** What one document says about one person. Every value carries the span that it was read from. */
export interface Profile {
  readonly name?: Found<string>;
  /** Lower case. */
  readonly emails: readonly Found<string>[];
  /** E.164 where the country is known from the number or the CV, the digits as written otherwise. */
  readonly phones: readonly Found<string>[];
  /** Profile and home pages, normalised: `https://github.com/name`, no trailing slash, no query. */
  readonly links: readonly Found<string>[];
  readonly location?: Found<string>;
  /** The line under the name that says what the person is: `Senior Backend Engineer`. */
  readonly headline?: Found<string>;
  readonly seniority?: Found<Seniority>;
  /** Merged months of dated positions / 12, to one decimal; the span is that of the positions. */
  readonly yearsExperience?: Found<number>;
  readonly skills: readonly Found<Skill>[];
  readonly experience: readonly Found<Position>[];
  readonly education: readonly Found<Education>[];
  readonly languages: readonly Found<SpokenLanguage>[];
  readonly flags: readonly ProfileFlag[];
}

export type Seniority = 'intern' | 'junior' | 'mid' | 'senior' | 'lead' | 'principal' | 'executive';
