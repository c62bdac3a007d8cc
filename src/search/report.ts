import type { CandidateId } from '../domain/document.ts';
import type { LegTimes } from '../stores/search-index.ts';

export type SearchMode = 'hybrid' | 'dense' | 'lexical';

export interface SearchRequest {
  readonly text: string;
  readonly mode: SearchMode;
  readonly limit: number;
  readonly offset: number;
  readonly signal?: AbortSignal;
}

/** One leg's say on one person. `rank` counts from 1. */
export interface LegScore {
  readonly rank: number;
  /** Cosine similarity (dense) or BM25 (lexical). */
  readonly score: number;
}

export interface Passage {
  /** A piece of the CV, white space folded to one line. */
  readonly text: string;
  /** Ranges of `text` that match a word of the query, in order, not overlapping: `[start, end)`. */
  readonly marks: readonly (readonly [number, number])[];
  readonly page?: number;
}

export interface SearchHit {
  readonly id: CandidateId;
  readonly rank: number;
  /** Fused, in [0, 1]. Comparable within one answer only. */
  readonly score: number;
  readonly name: string | undefined;
  readonly headline: string | undefined;
  readonly location: string | undefined;
  readonly yearsExperience: number | undefined;
  readonly files: readonly string[];
  readonly passage: Passage | undefined;
  /** Short reasons in words, the weightiest first: `TypeScript: 38 months, until 2024-05`. */
  readonly why: readonly string[];
  readonly legs: { readonly dense?: LegScore; readonly lexical?: LegScore };
  /** Each matched term's share of the BM25 score, greatest first. */
  readonly terms: readonly { readonly term: string; readonly score: number }[];
}

export interface SearchReport {
  readonly query: {
    readonly text: string;
    /** How short forms were read: `TS` as `TypeScript`. */
    readonly understood: readonly { readonly text: string; readonly as: string }[];
    readonly mode: SearchMode;
  };
  readonly hits: readonly SearchHit[];
  /** People that either leg found. */
  readonly total: number;
  /** What could not be used for this answer, in words; empty when all is well. */
  readonly degraded: readonly string[];
  readonly milliseconds: number;
  /** What its parts took; absent where the cache answered. */
  readonly times?: SearchTimes;
}

/** In ms, for metrics. A part that was not needed is absent; the legs may have run at once. */
export interface SearchTimes extends LegTimes {
  /** Turning the query into a vector. */
  readonly embed?: number;
  /** The answer of the index, both legs and the way there. */
  readonly legs?: number;
  /** Reading the people of the answer. */
  readonly people?: number;
}
