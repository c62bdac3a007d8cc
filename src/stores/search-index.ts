import type { CandidateId, DocumentId } from '../domain/document.ts';
import type { Call, Closable } from '../lib/call.ts';

/** Names one set of vectors and terms. Two specs that differ in any part never share rows. */
export interface IndexSpec {
  /** `<embedder id>/<chunker version>/<analyzer version>/<backend>`. */
  readonly name: string;
  readonly dimensions: number;
}

export interface ChunkRef {
  readonly document: DocumentId;
  readonly ordinal: number;
}

export interface IndexedChunk extends ChunkRef {
  /** Unit vector of `spec.dimensions` numbers, or the zero vector, which no query finds. */
  readonly vector: Float32Array;
}

/** All that the index holds of one candidate. */
export interface IndexEntry {
  readonly candidate: CandidateId;
  readonly chunks: readonly IndexedChunk[];
  /** Term → its BM25 weight in this candidate's text, without the IDF (see domain/bm25.ts). No term holds white space. */
  readonly terms: ReadonlyMap<string, number>;
}

export interface IndexQuery {
  /** Absent, or the zero vector (no word of the query is known): no dense leg. */
  readonly vector?: Float32Array;
  /** Term → how often the query asks for it. Absent or empty: no lexical leg. */
  readonly terms?: ReadonlyMap<string, number>;
  /** Candidates returned per leg, best first. */
  readonly limit: number;
}

export interface DenseHit {
  readonly candidate: CandidateId;
  /** Cosine similarity of the candidate's best chunk, in [-1, 1]. */
  readonly score: number;
  readonly chunk: ChunkRef;
}

export interface LexicalHit {
  readonly candidate: CandidateId;
  /** BM25 over the candidate's whole text; always > 0. */
  readonly score: number;
}

export interface Legs {
  readonly dense: readonly DenseHit[];
  readonly lexical: readonly LexicalHit[];
  /** IDF of each query term that occurs in the index, for explanations. */
  readonly idf: ReadonlyMap<string, number>;
  /** What could not be used for this answer, in words. Absent when all is well. */
  readonly degraded?: string;
  /** What each leg that was asked took, in ms, for metrics. They may have run at once. */
  readonly times?: LegTimes;
}

export interface LegTimes {
  readonly dense?: number;
  readonly lexical?: number;
}

/**
 * Finds candidates by meaning (dense: best chunk per candidate) and by words (BM25 per candidate).
 * It can always be rebuilt from the candidate store. Contract: test/contracts/search-index.ts.
 */
export interface SearchIndex extends Closable {
  readonly name: string;
  readonly spec: IndexSpec;
  /** Creates what is missing. Rejects with CVX_INDEX_MISMATCH if `spec.name` exists with other dimensions. */
  ensure(call?: Call): Promise<void>;
  /**
   * Inserts or wholly replaces each candidate's entry. All or nothing: a vector of the wrong length or with a
   * number that is not finite rejects the batch with CVX_INDEX_VECTOR and writes nothing. Of several entries for one
   * candidate the last counts.
   */
  upsert(entries: readonly IndexEntry[], call?: Call): Promise<void>;
  /** Both legs, best first; ties by candidate id, so that pages are stable. */
  search(query: IndexQuery, call?: Call): Promise<Legs>;
  /** From every spec, not only this one. Unknown candidates are not an error. */
  remove(candidates: readonly CandidateId[], call?: Call): Promise<void>;
  /** Everybody whom the index holds under this spec, once each, in no order. Writes meanwhile may be missed. */
  candidates(call?: Call): AsyncIterable<CandidateId>;
  /** Drops all that it holds under its own spec, or under every other one. Its own is made again at the next call. */
  drop(which: 'own' | 'others', call?: Call): Promise<void>;
  stats(call?: Call): Promise<IndexStats>;
  /** Absent where nothing is fixed when an index is made, so that it never has to be made again. */
  readonly rebuild?: Rebuild | undefined;
}

/** Making an index anew beside the one that answers. */
export interface Rebuild {
  /** Why it is time, in words: it was made with other parameters, or an attempt was not finished. Undefined: it is not. */
  reason(call?: Call): Promise<string | undefined>;
  /**
   * An index that nobody searches yet, or the one that an interrupted attempt left. From now on every process writes to
   * both: whoever is stored after this call has resolved reaches the successor, and so does whoever is removed.
   */
  begin(call?: Call): Promise<Successor>;
}

/** The index that will answer, named by a spec of its own so that the store can tell who is in it already. */
export interface Successor extends Pick<SearchIndex, 'spec' | 'upsert' | 'remove' | 'candidates'> {
  /** In one step searches go to it, under the name of the old one; then that one is dropped. */
  takeOver(call?: Call): Promise<void>;
}

export interface IndexStats {
  readonly candidates: number;
  readonly chunks: number;
  /** Entries held under other specs: what another model or chunker left behind. */
  readonly foreign: number;
}
