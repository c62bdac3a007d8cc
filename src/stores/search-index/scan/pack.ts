import type { DocumentId } from '../../../domain/document.ts';
import type { IndexedChunk, IndexEntry } from '../../search-index.ts';

/** The chunks of one candidate as they lie in `cvx.index_entries.chunks` and in memory. */
export interface PackedChunks {
  readonly documents: readonly DocumentId[];
  /** Per chunk: index into `documents`. */
  readonly documentOf: Int32Array;
  readonly ordinals: Int32Array;
  /** Per chunk: what one step of its int16 numbers is worth; 0 for the zero vector. */
  readonly scales: Float32Array;
  /** `stride` numbers per chunk. */
  readonly vectors: Int16Array;
}

/** The terms of one candidate as they lie in `cvx.index_entries`. */
export interface PackedTerms {
  readonly terms: readonly string[];
  readonly weights: Float32Array;
}

const DOCUMENT_BYTES = 32;
/**
 * Steps on each side of zero. On the relevance set int8 (127 steps), which is scanned no faster, puts a cosine off by up to
 * .0063, and most top tens into another order than the exact one; these keep it within .00003.
 */
const STEPS = 32_767;

/** Numbers per vector in memory: dimensions rounded up to 4, which the scan's unrolled loop takes at once. */
export function strideOf(dimensions: number): number {
  return Math.ceil(dimensions / 4) * 4;
}

/** Quantises each vector to int16 with a scale of its own. */
export function packChunks(chunks: readonly IndexedChunk[], dimensions: number): PackedChunks {
  const stride = strideOf(dimensions);
  const documents = [...new Set(chunks.map(({ document }) => document))];
  const place = new Map(documents.map((document, index) => [document, index]));
  const scales = new Float32Array(chunks.length);
  const vectors = new Int16Array(chunks.length * stride);
  for (const [index, { vector }] of chunks.entries()) {
    let largest = 0;
    for (const number of vector) largest = Math.max(largest, Math.abs(number));
    scales[index] = largest / STEPS;
    if (largest === 0) continue;
    for (const [at, number] of vector.entries())
      vectors[index * stride + at] = Math.round((number / largest) * STEPS);
  }
  return {
    documents,
    documentOf: Int32Array.from(chunks, ({ document }) => place.get(document) ?? 0),
    ordinals: Int32Array.from(chunks, ({ ordinal }) => ordinal),
    scales,
    vectors,
  };
}

export function packTerms(terms: IndexEntry['terms']): PackedTerms {
  return { terms: [...terms.keys()], weights: Float32Array.from(terms.values()) };
}

/**
 * Layout, little-endian: document count, chunk count (u32 each), the documents (32 bytes each), documentOf, ordinals
 * (i32 per chunk), scales (f32 per chunk), vectors (i16).
 */
export function chunksToBytes({ documents, documentOf, ordinals, scales, vectors }: PackedChunks): Buffer {
  const counts = Uint32Array.of(documents.length, scales.length);
  const ids = documents.map((document) => Buffer.from(document, 'hex'));
  return Buffer.concat([counts, ...ids, documentOf, ordinals, scales, vectors].map(bytesOf));
}

export function chunksFromBytes(bytes: Uint8Array, stride: number): PackedChunks {
  // A copy of its own: typed arrays need aligned offsets, and pg hands out slices of a shared pool.
  const { buffer } = Uint8Array.from(bytes);
  const [documentCount = 0, chunkCount = 0] = new Uint32Array(buffer, 0, 2);
  const ids = Buffer.from(buffer, 8, documentCount * DOCUMENT_BYTES);
  const refs = 8 + ids.length;
  return {
    documents: Array.from({ length: documentCount }, (_, n) =>
      ids.toString('hex', n * DOCUMENT_BYTES, (n + 1) * DOCUMENT_BYTES),
    ),
    documentOf: new Int32Array(buffer, refs, chunkCount),
    ordinals: new Int32Array(buffer, refs + 4 * chunkCount, chunkCount),
    scales: new Float32Array(buffer, refs + 8 * chunkCount, chunkCount),
    vectors: new Int16Array(buffer, refs + 12 * chunkCount, chunkCount * stride),
  };
}

/** Terms never hold a line feed: the analyzer splits at white space. */
const SEPARATOR = '\n';

export function termsToText({ terms }: PackedTerms): string {
  return terms.join(SEPARATOR);
}

export function termsFromText(text: string, weights: Uint8Array): PackedTerms {
  return {
    terms: text === '' ? [] : text.split(SEPARATOR),
    weights: new Float32Array(Uint8Array.from(weights).buffer),
  };
}

export function weightsToBytes({ weights }: PackedTerms): Buffer {
  return bytesOf(weights);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
