import type { Line, TextLanguage } from './family.ts';
import type { Town } from './places.ts';

export type Level = 'junior' | 'mid' | 'senior' | 'lead';

export interface Job {
  readonly family: string;
  readonly title: string;
  readonly company: string;
  readonly note: string;
  /** Months since year 0: `2024-03` is 2024 * 12 + 2. */
  readonly start: number;
  /** Undefined: to this day. */
  readonly end?: number;
  readonly lines: readonly Line[];
}

/** The structured truth of one invented person; labels are computed from it, never from the text. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly family: string;
  readonly level: Level;
  readonly freelance: boolean;
  readonly town: Town;
  readonly language: TextLanguage;
  readonly headline?: string;
  readonly summary: string;
  /** Newest first. */
  readonly jobs: readonly Job[];
  readonly education: readonly { readonly degree: string; readonly school: string; readonly year: number }[];
  /** Named in the list of skills only. */
  readonly claimed: readonly string[];
  readonly spoken: readonly { readonly name: string; readonly level: string }[];
  readonly projects: readonly string[];
  readonly interests: readonly string[];
}

/** The month in which all these CVs were written; fixed, or labels would age. */
export const WRITTEN = 2026 * 12 + 5;
