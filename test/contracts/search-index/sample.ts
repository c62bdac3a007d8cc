import { createHash } from 'node:crypto';
import type { IndexedChunk, IndexEntry, IndexSpec } from '../../../src/stores/search-index.ts';

export const SPEC: IndexSpec = { name: 'model-1/chunker-1/analyzer-1', dimensions: 6 };

/** Ids of one order: `person(1) < person(2)`. */
export const person = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
export const documentOf = (n: number): string => createHash('sha256').update(`document ${n}`).digest('hex');

export function unit(...numbers: readonly number[]): Float32Array {
  const padded = Array.from({ length: SPEC.dimensions }, (_, n) => numbers[n] ?? 0);
  const norm = Math.hypot(...padded) || 1;
  return Float32Array.from(padded, (number) => number / norm);
}

export function entry(
  n: number,
  vectors: readonly Float32Array[],
  terms: Readonly<Record<string, number>> = {},
): IndexEntry {
  const chunks = vectors.map((vector, ordinal): IndexedChunk => ({
    document: documentOf(n),
    ordinal,
    vector,
  }));
  return { candidate: person(n), chunks, terms: new Map(Object.entries(terms)) };
}

export const asked = (terms: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(terms));
export const ids = (hits: readonly { readonly candidate: string }[]): readonly string[] =>
  hits.map(({ candidate }) => candidate);

/** Quantised adapters may be off by this much in a cosine. */
export const CLOSE = 2;
