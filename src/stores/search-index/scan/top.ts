export interface Scored {
  readonly candidate: string;
  readonly score: number;
}

/** Keeps the best `limit` of a stream in a heap whose root is the worst kept. Higher scores first, then by candidate id. */
export class Top<T extends Scored> {
  readonly #limit: number;
  readonly #heap: T[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether an item of this score could enter; spares making the others. */
  admits(score: number): boolean {
    const worst = this.#heap[0];
    return (
      this.#limit > 0 && (this.#heap.length < this.#limit || worst === undefined || score >= worst.score)
    );
  }

  add(item: T): void {
    const worst = this.#heap[0];
    if (this.#heap.length < this.#limit) {
      this.#heap.push(item);
      this.#raise(this.#heap.length - 1);
    } else if (worst !== undefined && byRank(item, worst) < 0) {
      this.#heap[0] = item;
      this.#sink();
    }
  }

  ranked(): readonly T[] {
    return this.#heap.toSorted(byRank);
  }

  #raise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfWorse(at, parent)) return;
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const [a, b] = [this.#heap[left], this.#heap[left + 1]];
      if (a === undefined) return;
      const child = b !== undefined && byRank(b, a) > 0 ? left + 1 : left;
      if (!this.#swapIfWorse(child, at)) return;
      at = child;
    }
  }

  /** Moves the worse of two towards the root. */
  #swapIfWorse(child: number, parent: number): boolean {
    const [c, p] = [this.#heap[child], this.#heap[parent]];
    if (c === undefined || p === undefined || byRank(c, p) <= 0) return false;
    this.#heap[child] = p;
    this.#heap[parent] = c;
    return true;
  }
}

function byRank(a: Scored, b: Scored): number {
  return b.score - a.score || (a.candidate < b.candidate ? -1 : a.candidate > b.candidate ? 1 : 0);
}
