/** A number array of fixed type that grows by doubling, so that appending stays cheap and scanning stays contiguous. */
export class Growable<A extends Int16Array | Int32Array | Float32Array> {
  #items: A;
  length = 0;
  readonly #make: (length: number) => A;

  constructor(make: (length: number) => A, capacity = 16) {
    this.#make = make;
    this.#items = make(capacity);
  }

  /** Room for everything; only the first `length` items count. Invalid after the next append. */
  get items(): A {
    return this.#items;
  }

  push(value: number): void {
    this.#reserve(1);
    this.#items[this.length] = value;
    this.length += 1;
  }

  append(values: ArrayLike<number>): void {
    this.#reserve(values.length);
    this.#items.set(values, this.length);
    this.length += values.length;
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.#items.length) return;
    const grown = this.#make(Math.max(needed, this.#items.length * 2));
    grown.set(this.#items.subarray(0, this.length));
    this.#items = grown;
  }
}
