import { checkVector } from '../check-vector.ts';
import { hash } from 'node:crypto';
import type { CandidateId } from '../../../domain/document.ts';
import type { IndexedChunk, IndexEntry, IndexSpec } from '../../search-index.ts';

/** Names of the vectors and payload fields in Qdrant. */
export const VECTOR = 'text';
export const WORDS = 'words';
export const FIELD = {
  candidate: 'candidate',
  document: 'document',
  ordinal: 'ordinal',
  terms: 'terms',
} as const;

export interface SparseVector {
  readonly indices: number[];
  readonly values: number[];
}

export interface ChunkPoint {
  readonly id: string;
  readonly vector: { readonly [VECTOR]?: number[] };
  readonly payload: { readonly candidate: CandidateId; readonly document: string; readonly ordinal: number };
}

export interface WordsPoint {
  /** The candidate. */
  readonly id: CandidateId;
  readonly vector: { readonly [WORDS]?: SparseVector };
  /** The indices once more, as a field: only fields can be counted exactly. */
  readonly payload: { readonly terms: number[] };
}

/** All points of one candidate. */
export interface CandidatePoints {
  readonly candidate: CandidateId;
  readonly chunks: readonly ChunkPoint[];
  readonly words: WordsPoint;
}

/** As Qdrant writes UUIDs, so that ties break alike everywhere. */
export function idOf(candidate: CandidateId): CandidateId {
  return candidate.toLowerCase();
}

/** The points of each candidate; of several entries for one the last counts. Throws CVX_INDEX_VECTOR. */
export function pointsOf(entries: readonly IndexEntry[], spec: IndexSpec): readonly CandidatePoints[] {
  const points = entries.map((entry): CandidatePoints => {
    const candidate = idOf(entry.candidate);
    const { indices, values } = sparse(entry.terms);
    return {
      candidate,
      chunks: entry.chunks.map((chunk) => chunkPoint(candidate, chunk, spec)),
      words: {
        id: candidate,
        vector: indices.length === 0 ? {} : { [WORDS]: { indices, values } },
        payload: { terms: indices },
      },
    };
  });
  return [...new Map(points.map((one) => [one.candidate, one])).values()];
}

function chunkPoint(candidate: CandidateId, chunk: IndexedChunk, spec: IndexSpec): ChunkPoint {
  const { document, ordinal, vector } = chunk;
  checkVector(vector, spec);
  return {
    id: uuidOf(`${candidate}/${document}/${ordinal}`),
    // No query shall find the zero vector; a point without a vector is counted, and never found.
    vector: isZero(vector) ? {} : { [VECTOR]: numbersOf(vector) },
    payload: { candidate, document, ordinal },
  };
}

export function isZero(vector: Float32Array): boolean {
  return vector.every((number) => number === 0);
}

/**
 * Rounded to 7 decimals, the precision of a 32-bit float near 1: the shortest JSON of it is half as long as that of the
 * 64-bit number that JavaScript makes of each.
 */
export function numbersOf(vector: Float32Array): number[] {
  return Array.from(vector, (number) => Math.round(number * 1e7) / 1e7);
}

/** Weights by term index, rising. Terms of one index are added up. */
export function sparse(weights: ReadonlyMap<string, number>): SparseVector {
  const byIndex = new Map<number, number>();
  for (const [term, weight] of weights) {
    const index = termIndex(term);
    byIndex.set(index, (byIndex.get(index) ?? 0) + weight);
  }
  const indices = [...byIndex.keys()].toSorted((a, b) => a - b);
  return { indices, values: indices.map((index) => byIndex.get(index) ?? 0) };
}

/**
 * The place of a term in sparse vectors: the first 32 bits of its SHA-256. Two terms that share one are taken for the
 * same word. Among n terms n² / 2³³ pairs do: one pair in a vocabulary of 93,000 terms, thirty in half a million.
 */
export function termIndex(term: string): number {
  return Number.parseInt(hash('sha256', term, 'hex').slice(0, 8), 16);
}

/** A UUID of version 8 (RFC 9562: free for the application) made of the SHA-256 of `text`. */
function uuidOf(text: string): string {
  const hex = hash('sha256', text, 'hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
