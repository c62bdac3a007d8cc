import type { LexicalHit } from '../../search-index.ts';
import type { Candidates } from './candidates.ts';
import { Growable } from './growable.ts';
import type { PackedTerms } from './pack.ts';
import { Top } from './top.ts';

interface Posting {
  readonly numbers: Growable<Int32Array>;
  readonly weights: Growable<Float32Array>;
}

/** Which candidates use each term, and with what BM25 weight. */
export class Postings {
  #byTerm = new Map<string, Posting>();

  /** Takes the terms of the candidate with the next number. */
  append(number: number, { terms, weights }: PackedTerms): void {
    for (const [index, term] of terms.entries()) {
      let posting = this.#byTerm.get(term);
      if (posting === undefined) {
        // Half of all terms occur once.
        const numbers = new Growable((length) => new Int32Array(length), 1);
        posting = { numbers, weights: new Growable((length) => new Float32Array(length), 1) };
        this.#byTerm.set(term, posting);
      }
      posting.numbers.push(number);
      posting.weights.push(weights[index] ?? 0);
    }
  }

  /** BM25 of every candidate that uses a query term: Σ times in the query · IDF · weight. */
  search(terms: ReadonlyMap<string, number>, candidates: Candidates, limit: number) {
    const scores = new Float64Array(candidates.numbers);
    const idf = new Map<string, number>();
    for (const [term, times] of terms) {
      const posting = this.#byTerm.get(term);
      const users = posting === undefined ? 0 : countAlive(posting, candidates);
      if (posting === undefined || users === 0) continue;
      const rarity = inverseFrequency(users, candidates.size);
      idf.set(term, rarity);
      const numbers = posting.numbers.items;
      const weights = posting.weights.items;
      for (let at = 0; at < posting.numbers.length; at++) {
        const number = numbers[at] ?? 0;
        scores[number] = (scores[number] ?? 0) + times * rarity * (weights[at] ?? 0);
      }
    }
    const top = new Top<LexicalHit>(limit);
    for (const [number, score] of scores.entries()) {
      if (score <= 0 || !top.admits(score)) continue;
      const candidate = candidates.idOf(number);
      if (candidate !== undefined) top.add({ candidate, score });
    }
    return { hits: top.ranked(), idf };
  }

  /** The postings of those alive, numbered anew in the same order. */
  compacted(candidates: Candidates): Postings {
    const renumbered = new Int32Array(candidates.numbers);
    for (let number = 0, next = 0; number < renumbered.length; number++) {
      renumbered[number] = candidates.idOf(number) === undefined ? -1 : next++;
    }
    const compact = new Postings();
    for (const [term, { numbers, weights }] of this.#byTerm) {
      const kept: Posting = {
        numbers: new Growable((length) => new Int32Array(length), 1),
        weights: new Growable((length) => new Float32Array(length), 1),
      };
      for (let at = 0; at < numbers.length; at++) {
        const number = renumbered[numbers.items[at] ?? 0] ?? -1;
        if (number < 0) continue;
        kept.numbers.push(number);
        kept.weights.push(weights.items[at] ?? 0);
      }
      if (kept.numbers.length > 0) compact.#byTerm.set(term, kept);
    }
    return compact;
  }
}

/** Lucene's form of BM25's IDF, which is never negative: ln(1 + (N − n + .5) / (n + .5)). */
function inverseFrequency(users: number, candidates: number): number {
  return Math.log(1 + (candidates - users + 0.5) / (users + 0.5));
}

function countAlive({ numbers }: Posting, candidates: Candidates): number {
  if (candidates.dead === 0) return numbers.length;
  let alive = 0;
  for (let at = 0; at < numbers.length; at++) if (candidates.idOf(numbers.items[at] ?? 0) !== undefined) alive += 1;
  return alive;
}
