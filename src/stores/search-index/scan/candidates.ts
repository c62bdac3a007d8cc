import type { CandidateId } from '../../../domain/document.ts';

/**
 * Numbers candidates 0, 1, 2 … in order of arrival. Replacing or removing one leaves its number dead; whoever keeps
 * rows by number compacts them when the dead become too many.
 */
export class Candidates {
  readonly #numbers = new Map<CandidateId, number>();
  readonly #ids: (CandidateId | undefined)[] = [];

  /** Candidates alive. */
  get size(): number {
    return this.#numbers.size;
  }

  get dead(): number {
    return this.#ids.length - this.#numbers.size;
  }

  /** Numbers given so far, dead ones included. */
  get numbers(): number {
    return this.#ids.length;
  }

  add(id: CandidateId): number {
    this.remove(id);
    this.#numbers.set(id, this.#ids.length);
    return this.#ids.push(id) - 1;
  }

  remove(id: CandidateId): void {
    const number = this.#numbers.get(id);
    if (number === undefined) return;
    this.#ids[number] = undefined;
    this.#numbers.delete(id);
  }

  /** Undefined where dead. */
  idOf(number: number): CandidateId | undefined {
    return this.#ids[number];
  }
}
