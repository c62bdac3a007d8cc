import type { LexicalHit } from '../../search-index.ts';
import type { Candidates } from './candidates.ts';
import { Growable } from './growable.ts';
import type { PackedTerms } from './pack.ts';
import { Top } from './top.ts';

/** New postings are scanned one by one until they are this share of all; then they are sorted in. */
const TAIL_SHARE = 1 / 8;

interface Segment {
  readonly numbers: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Which candidates use each term, and with what BM25 weight: postings sorted by term in two flat arrays, and the newest
 * in a tail in order of arrival. One array per term would make loading ten times slower.
 */
export class Postings {
  readonly #terms = new Map<string, number>();
  /** Sorted postings of term t lie in [starts[t], starts[t + 1]). */
  #starts = new Int32Array(1);
  #numbers = new Int32Array(0);
  #weights = new Float32Array(0);
  #tailTerms = new Growable((length) => new Int32Array(length));
  #tailNumbers = new Growable((length) => new Int32Array(length));
  #tailWeights = new Growable((length) => new Float32Array(length));

  /** Takes the terms of the candidate with this number, which must be higher than all before. */
  append(number: number, { terms, weights }: PackedTerms): void {
    for (const [index, term] of terms.entries()) {
      let id = this.#terms.get(term);
      if (id === undefined) {
        id = this.#terms.size;
        this.#terms.set(term, id);
      }
      this.#tailTerms.push(id);
      this.#tailNumbers.push(number);
      this.#tailWeights.push(weights[index] ?? 0);
    }
  }

  /** BM25 of every candidate that uses a query term: Σ times in the query · IDF · weight. */
  search(
    terms: ReadonlyMap<string, number>,
    candidates: Candidates,
    limit: number,
  ): { hits: readonly LexicalHit[]; idf: ReadonlyMap<string, number> } {
    if (this.#tailTerms.length > this.#numbers.length * TAIL_SHARE) this.#rebuild();
    const scores = new Float64Array(candidates.numbers);
    const idf = new Map<string, number>();
    for (const [term, times] of terms) {
      const segments = this.#segmentsOf(term);
      const users = segments.reduce((sum, { numbers }) => sum + countAlive(numbers, candidates), 0);
      if (users === 0) continue;
      const rarity = inverseFrequency(users, candidates.size);
      idf.set(term, rarity);
      for (const segment of segments) addScores(scores, segment, times * rarity);
    }
    const top = new Top<LexicalHit>(limit);
    for (let number = 0; number < scores.length; number++) {
      const score = scores[number] ?? 0;
      if (score <= 0 || !top.admits(score)) continue;
      const candidate = candidates.idOf(number);
      if (candidate !== undefined) top.add({ candidate, score });
    }
    return { hits: top.ranked(), idf };
  }

  /** Drops the postings of the dead and numbers the others anew, in the same order. */
  compact(candidates: Candidates): void {
    const renumbered = new Int32Array(candidates.numbers);
    for (let number = 0, next = 0; number < renumbered.length; number++) {
      renumbered[number] = candidates.idOf(number) === undefined ? -1 : next++;
    }
    this.#rebuild(renumbered);
  }

  #segmentsOf(term: string): readonly Segment[] {
    const id = this.#terms.get(term);
    if (id === undefined) return [];
    const [start = 0, end = start] = this.#starts.subarray(id, id + 2);
    const sorted = {
      numbers: this.#numbers.subarray(start, end),
      weights: this.#weights.subarray(start, end),
    };
    const places: number[] = [];
    const tail = this.#tailTerms.items;
    for (let at = 0; at < this.#tailTerms.length; at++) if (tail[at] === id) places.push(at);
    if (places.length === 0) return [sorted];
    return [
      sorted,
      {
        numbers: Int32Array.from(places, (at) => this.#tailNumbers.items[at] ?? 0),
        weights: Float32Array.from(places, (at) => this.#tailWeights.items[at] ?? 0),
      },
    ];
  }

  /** Sorts the tail in, by counting. `renumbered` gives the new number of each candidate, -1 for one to drop. */
  #rebuild(renumbered?: Int32Array): void {
    const starts = new Int32Array(this.#terms.size + 1);
    this.#forEach((term, number) => {
      if ((renumbered?.[number] ?? 0) >= 0) starts[term + 1] = (starts[term + 1] ?? 0) + 1;
    });
    for (let term = 1; term < starts.length; term++)
      starts[term] = (starts[term] ?? 0) + (starts[term - 1] ?? 0);
    const total = starts.at(-1) ?? 0;
    const numbers = new Int32Array(total);
    const weights = new Float32Array(total);
    const next = starts.slice();
    this.#forEach((term, number, weight) => {
      const kept = renumbered === undefined ? number : (renumbered[number] ?? -1);
      if (kept < 0) return;
      const at = next[term] ?? 0;
      numbers[at] = kept;
      weights[at] = weight;
      next[term] = at + 1;
    });
    this.#starts = starts;
    this.#numbers = numbers;
    this.#weights = weights;
    this.#tailTerms = new Growable((length) => new Int32Array(length));
    this.#tailNumbers = new Growable((length) => new Int32Array(length));
    this.#tailWeights = new Growable((length) => new Float32Array(length));
  }

  /** All postings; those of one term by rising number. */
  #forEach(visit: (term: number, number: number, weight: number) => void): void {
    for (let term = 0; term + 1 < this.#starts.length; term++) {
      const end = this.#starts[term + 1] ?? 0;
      for (let at = this.#starts[term] ?? 0; at < end; at++) {
        visit(term, this.#numbers[at] ?? 0, this.#weights[at] ?? 0);
      }
    }
    const [terms, numbers, weights] = [
      this.#tailTerms.items,
      this.#tailNumbers.items,
      this.#tailWeights.items,
    ];
    for (let at = 0; at < this.#tailTerms.length; at++)
      visit(terms[at] ?? 0, numbers[at] ?? 0, weights[at] ?? 0);
  }
}

function addScores(scores: Float64Array, { numbers, weights }: Segment, factor: number): void {
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? 0;
    scores[number] = (scores[number] ?? 0) + factor * (weights[at] ?? 0);
  }
}

/** Lucene's form of BM25's IDF, which is never negative: ln(1 + (N − n + .5) / (n + .5)). */
function inverseFrequency(users: number, candidates: number): number {
  return Math.log(1 + (candidates - users + 0.5) / (users + 0.5));
}

function countAlive(numbers: Int32Array, candidates: Candidates): number {
  if (candidates.dead === 0) return numbers.length;
  let alive = 0;
  for (const number of numbers) if (candidates.idOf(number) !== undefined) alive += 1;
  return alive;
}
