import type { CandidateId } from '../../../domain/document.ts';
import type { IndexQuery, Legs } from '../../search-index.ts';
import { Candidates } from './candidates.ts';
import type { PackedChunks, PackedTerms } from './pack.ts';
import { Postings } from './postings.ts';
import { VectorTable } from './vector-table.ts';

/** Compacting costs about one load; at a quarter dead, a scan wastes at most a third of its time. */
const DEAD_SHARE = 0.25;

/** The whole index of one spec in memory: about 530 bytes per chunk of 256 dimensions and 8 per term of a candidate. */
export class Image {
  readonly #dimensions: number;
  #candidates = new Candidates();
  #vectors: VectorTable;
  readonly #postings = new Postings();

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#vectors = new VectorTable(dimensions);
  }

  /** Inserts or replaces. */
  put(candidate: CandidateId, chunks: PackedChunks, terms: PackedTerms): void {
    const number = this.#candidates.add(candidate);
    this.#vectors.append(chunks);
    this.#postings.append(number, terms);
    this.#compact();
  }

  remove(candidate: CandidateId): void {
    this.#candidates.remove(candidate);
    this.#compact();
  }

  search({ vector, terms, limit }: IndexQuery): Legs {
    const started = performance.now();
    const dense = vector?.some((number) => number !== 0)
      ? this.#vectors.nearest(vector, this.#candidates, limit)
      : [];
    const between = performance.now();
    const { hits, idf } = this.#postings.search(terms ?? new Map(), this.#candidates, limit);
    const times = { dense: between - started, lexical: performance.now() - between };
    return { dense, lexical: hits, idf, times };
  }

  #compact(): void {
    const { dead, numbers } = this.#candidates;
    // Below a hundred dead there is nothing to win.
    if (dead < 100 || dead < numbers * DEAD_SHARE) return;
    this.#vectors = this.#vectors.compacted(this.#candidates, this.#dimensions);
    this.#postings.compact(this.#candidates);
    const alive = new Candidates();
    for (let number = 0; number < numbers; number++) {
      const id = this.#candidates.idOf(number);
      if (id !== undefined) alive.add(id);
    }
    this.#candidates = alive;
  }
}
