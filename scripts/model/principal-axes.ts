import { dot } from './dot.ts';

/** Enough for a symmetric matrix of a few hundred rows: Jacobi converges quadratically after the first sweeps. */
const MAX_SWEEPS = 14;
const NEGLIGIBLE = 1e-9;

interface Axes {
  /** Row-major, `count` × `width`: orthonormal, the strongest first. */
  readonly axes: Float32Array;
  /** Share of the squared length that the axes keep. */
  readonly kept: number;
}

/**
 * The `count` strongest axes of the rows of `vectors` through the origin: not centred, so that rotating onto all axes
 * keeps every dot product.
 */
export function principalAxes(vectors: Float32Array, width: number, count: number): Axes {
  const moments = secondMoments(vectors, width);
  const basis = jacobi(moments, width);
  const strength = (i: number): number => moments[i * width + i] ?? 0;
  const order = Array.from({ length: width }, (_, i) => i).sort((a, b) => strength(b) - strength(a));
  const axes = new Float32Array(count * width);
  order.slice(0, count).forEach((column, row) => {
    for (let i = 0; i < width; i++) axes[row * width + i] = basis[i * width + column] ?? 0;
  });
  const total = order.reduce((sum, i) => sum + strength(i), 0);
  return { axes, kept: order.slice(0, count).reduce((sum, i) => sum + strength(i), 0) / total };
}

/** Coordinates of each row of `vectors` on `axes`. */
export function rotate(vectors: Float32Array, width: number, axes: Float32Array): Float32Array {
  const rows = vectors.length / width;
  const count = axes.length / width;
  const rotated = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    for (let axis = 0; axis < count; axis++) {
      rotated[row * count + axis] = dot(vectors, row * width, axes, axis * width, width);
    }
  }
  return rotated;
}

function secondMoments(vectors: Float32Array, width: number): Float64Array {
  const moments = new Float64Array(width * width);
  for (let row = 0; row < vectors.length; row += width) {
    for (let i = 0; i < width; i++) {
      const value = vectors[row + i] ?? 0;
      for (let j = i; j < width; j++)
        moments[i * width + j] = (moments[i * width + j] ?? 0) + value * (vectors[row + j] ?? 0);
    }
  }
  for (let i = 0; i < width; i++)
    for (let j = 0; j < i; j++) moments[i * width + j] = moments[j * width + i] ?? 0;
  return moments;
}

/** Cyclic Jacobi (Golub and Van Loan, 8.5): makes `matrix` diagonal in place; returns the eigenvectors as columns. */
function jacobi(matrix: Float64Array, n: number): Float64Array {
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let turned = 0;
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) if (turn(matrix, basis, n, p, q)) turned++;
    if (turned === 0) break;
  }
  return basis;
}

function turn(matrix: Float64Array, basis: Float64Array, n: number, p: number, q: number): boolean {
  const off = matrix[p * n + q] ?? 0;
  const first = matrix[p * n + p] ?? 0;
  const second = matrix[q * n + q] ?? 0;
  if (Math.abs(off) <= NEGLIGIBLE * Math.sqrt(Math.abs(first * second))) return false;
  const theta = (second - first) / (2 * off);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) mix(matrix, k * n + p, k * n + q, c, s);
  for (let k = 0; k < n; k++) mix(matrix, p * n + k, q * n + k, c, s);
  for (let k = 0; k < n; k++) mix(basis, k * n + p, k * n + q, c, s);
  return true;
}

function mix(values: Float64Array, i: number, j: number, c: number, s: number): void {
  const a = values[i] ?? 0;
  const b = values[j] ?? 0;
  values[i] = c * a - s * b;
  values[j] = s * a + c * b;
}
