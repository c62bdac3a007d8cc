import type { CandidateId, DocumentId } from './document.ts';
import type { Education, Position, ProfileFlag, Seniority, Skill, Span, SpokenLanguage } from './profile.ts';

/** A value with the document and the span that it was read from. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: Span & { readonly document: DocumentId };
}

/** One person, as the current documents together tell: single values from the newest that has one, lists united. */
export interface Candidate {
  readonly id: CandidateId;
  /** Grows with every change of what is current; see CandidateStore.markIndexed. */
  readonly revision: number;
  readonly name?: Sourced<string>;
  readonly emails: readonly Sourced<string>[];
  readonly phones: readonly Sourced<string>[];
  readonly links: readonly Sourced<string>[];
  readonly location?: Sourced<string>;
  readonly headline?: Sourced<string>;
  readonly seniority?: Sourced<Seniority>;
  readonly yearsExperience?: Sourced<number>;
  readonly skills: readonly Sourced<Skill>[];
  readonly experience: readonly Sourced<Position>[];
  readonly education: readonly Sourced<Education>[];
  readonly languages: readonly Sourced<SpokenLanguage>[];
  readonly flags: readonly ProfileFlag[];
}
