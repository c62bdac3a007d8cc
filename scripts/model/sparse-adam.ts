import { addScaled } from './dot.ts';

/** Kingma and Ba, "Adam" (2015): their usual decays and floor. */
const DECAY_1 = 0.9;
const DECAY_2 = 0.999;
const FLOOR = 1e-8;

/** Adam over a table of rows that moves only the rows that a batch has touched. */
export class SparseAdam {
  readonly #table: Float32Array;
  readonly #width: number;
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  readonly #gradient: Float32Array;
  readonly #isTouched: Uint8Array;
  readonly #touched: number[] = [];
  #step = 0;

  constructor(table: Float32Array, width: number) {
    this.#table = table;
    this.#width = width;
    this.#mean = new Float32Array(table.length);
    this.#square = new Float32Array(table.length);
    this.#gradient = new Float32Array(table.length);
    this.#isTouched = new Uint8Array(table.length / width);
  }

  /** Adds scale · gradient[at…] to what this batch wants of `row`. */
  add(row: number, scale: number, gradient: Float32Array, at: number): void {
    if (this.#isTouched[row] === 0) {
      this.#isTouched[row] = 1;
      this.#touched.push(row);
    }
    addScaled(this.#gradient, row * this.#width, scale, gradient, at, this.#width);
  }

  step(rate: number): void {
    this.#step++;
    const size = (rate * Math.sqrt(1 - DECAY_2 ** this.#step)) / (1 - DECAY_1 ** this.#step);
    for (const row of this.#touched) {
      this.#move(row * this.#width, size);
      this.#isTouched[row] = 0;
    }
    this.#touched.length = 0;
  }

  #move(from: number, size: number): void {
    for (let i = from; i < from + this.#width; i++) {
      const gradient = this.#gradient[i] ?? 0;
      const mean = DECAY_1 * (this.#mean[i] ?? 0) + (1 - DECAY_1) * gradient;
      const square = DECAY_2 * (this.#square[i] ?? 0) + (1 - DECAY_2) * gradient * gradient;
      this.#mean[i] = mean;
      this.#square[i] = square;
      this.#gradient[i] = 0;
      this.#table[i] = (this.#table[i] ?? 0) - (size * mean) / (Math.sqrt(square) + FLOOR);
    }
  }
}
