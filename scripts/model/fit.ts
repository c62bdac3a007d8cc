import { addScaled, dot, normaliseRows } from './dot.ts';
import { seededRandom, shuffle } from './random.ts';
import { SparseAdam } from './sparse-adam.ts';

/** Texts as rows of the table (what `StaticTokens` gives), and the unit vector that each should get. */
export interface Lessons {
  readonly rows: readonly Uint32Array[];
  /** Row-major, one target per text. */
  readonly targets: Float32Array;
  /** Target of text i: `targetOf[i]`; several wordings may share one. */
  readonly targetOf: Uint32Array;
  /** Texts of like meaning have the same number, by target. */
  readonly groups: Uint16Array;
}

export interface Table {
  readonly dimensions: number;
  /** Row-major. */
  readonly vectors: Float32Array;
  /** One per row; a text's vector is the sum of weight · vector, made a unit vector. */
  readonly weights: Float32Array;
}

export interface FitOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  /** How much keeping pairwise similarities counts beside each text's own cosine. */
  readonly pairs: number;
  readonly seed: number;
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

/** Similarities are compared within blocks of this many texts: the cost grows with its square. */
const BLOCK = 64;

const ONE = new Float32Array([1]);

/** The vector of one text. Leaves in `out` at `at` the unit vector; returns the length before. */
export function embedRows(table: Table, rows: Uint32Array, out: Float32Array, at: number): number {
  const { dimensions, vectors, weights } = table;
  out.fill(0, at, at + dimensions);
  for (const row of rows) addScaled(out, at, weights[row] ?? 0, vectors, row * dimensions, dimensions);
  const length = Math.sqrt(dot(out, at, out, at, dimensions));
  if (length > 0) for (let i = at; i < at + dimensions; i++) out[i] = (out[i] ?? 0) / length;
  return length;
}

/** Moves the table, in place, towards giving each text its target. */
export function fit(table: Table, lessons: Lessons, chosen: Uint32Array, options: FitOptions): void {
  const random = seededRandom(options.seed);
  const vectors = new SparseAdam(table.vectors, table.dimensions);
  const weights = new SparseAdam(table.weights, 1);
  const order = chosen.slice();
  const groupOf = (text: number): number => lessons.groups[lessons.targetOf[text] ?? 0] ?? 0;
  const steps = Math.ceil(order.length / options.batch) * options.epochs;
  let step = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    let loss = 0;
    for (let from = 0; from < order.length; from += options.batch) {
      const batch = order.subarray(from, from + options.batch);
      // Every second batch compares like with like: telling near texts apart is what ranking needs.
      if (step % 2 === 1) batch.sort((a, b) => groupOf(a) - groupOf(b));
      loss += learn(table, lessons, batch, options.pairs, vectors, weights);
      // Falls to nothing along half a cosine: the last passes settle instead of jumping about.
      const rate = (options.rate * (1 + Math.cos((Math.PI * step++) / steps))) / 2;
      vectors.step(rate);
      weights.step(rate);
    }
    options.onEpoch?.(epoch, loss / order.length);
  }
}

function learn(
  table: Table,
  lessons: Lessons,
  batch: Uint32Array,
  pairs: number,
  vectors: SparseAdam,
  weights: SparseAdam,
): number {
  const width = table.dimensions;
  const outputs = new Float32Array(batch.length * width);
  const targets = new Float32Array(batch.length * width);
  const lengths = new Float32Array(batch.length);
  batch.forEach((text, i) => {
    lengths[i] = embedRows(table, lessons.rows[text] ?? new Uint32Array(), outputs, i * width);
    const target = (lessons.targetOf[text] ?? 0) * width;
    targets.set(lessons.targets.subarray(target, target + width), i * width);
  });
  const gradients = new Float32Array(batch.length * width);
  let loss = 0;
  for (let i = 0; i < batch.length; i++) {
    loss += 1 - dot(outputs, i * width, targets, i * width, width);
    addScaled(gradients, i * width, -1, targets, i * width, width);
  }
  for (let from = 0; from < batch.length; from += BLOCK) {
    keepSimilarities(outputs, targets, gradients, width, from, Math.min(batch.length, from + BLOCK), pairs);
  }
  batch.forEach((text, i) =>
    pass(
      table,
      lessons.rows[text] ?? new Uint32Array(),
      outputs,
      gradients,
      i * width,
      lengths[i] ?? 0,
      vectors,
      weights,
    ),
  );
  return loss;
}

/** Adds the gradient of pairs · mean over j of (yᵢ·yⱼ − tᵢ·tⱼ)². */
function keepSimilarities(
  outputs: Float32Array,
  targets: Float32Array,
  gradients: Float32Array,
  width: number,
  from: number,
  to: number,
  pairs: number,
): void {
  const scale = (4 * pairs) / Math.max(1, to - from - 1);
  for (let i = from; i < to; i++) {
    for (let j = from; j < i; j++) {
      const wanted = dot(targets, i * width, targets, j * width, width);
      const error = scale * (dot(outputs, i * width, outputs, j * width, width) - wanted);
      addScaled(gradients, i * width, error, outputs, j * width, width);
      addScaled(gradients, j * width, error, outputs, i * width, width);
    }
  }
}

/** Carries the gradient of one unit vector back to the rows and weights that made it. */
function pass(
  table: Table,
  rows: Uint32Array,
  outputs: Float32Array,
  gradients: Float32Array,
  at: number,
  length: number,
  vectors: SparseAdam,
  weights: SparseAdam,
): void {
  if (length === 0) return;
  const width = table.dimensions;
  // Through y = s / |s|: (g − (g·y) y) / |s|.
  const along = dot(gradients, at, outputs, at, width);
  addScaled(gradients, at, -along, outputs, at, width);
  for (const row of rows) {
    vectors.add(row, (table.weights[row] ?? 0) / length, gradients, at);
    weights.add(row, dot(gradients, at, table.vectors, row * width, width) / length, ONE, 0);
  }
}

export interface Fidelity {
  /** Mean cosine to the target. */
  readonly cosine: number;
  /** Pearson correlation of the similarities of neighbouring texts with their targets' similarities. */
  readonly correlation: number;
}

/** How near texts that were not learnt from come to their targets. */
export function measureFidelity(table: Table, lessons: Lessons, texts: Uint32Array): Fidelity {
  const width = table.dimensions;
  const outputs = new Float32Array(texts.length * width);
  const targets = new Float32Array(texts.length * width);
  texts.forEach((text, i) => {
    embedRows(table, lessons.rows[text] ?? new Uint32Array(), outputs, i * width);
    const target = (lessons.targetOf[text] ?? 0) * width;
    targets.set(lessons.targets.subarray(target, target + width), i * width);
  });
  normaliseRows(targets, width);
  const pairs: [number, number][] = [];
  let cosine = 0;
  for (let i = 0; i < texts.length; i++) {
    cosine += dot(outputs, i * width, targets, i * width, width);
    for (let j = Math.max(0, i - BLOCK); j < i; j++) {
      pairs.push([
        dot(outputs, i * width, outputs, j * width, width),
        dot(targets, i * width, targets, j * width, width),
      ]);
    }
  }
  return { cosine: cosine / texts.length, correlation: correlate(pairs) };
}

function correlate(pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length;
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / n;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}
