/** Dot product of `width` values at two offsets; `width` a multiple of 4. Four sums, so that the CPU adds in parallel. */
export function dot(a: Float32Array, atA: number, b: Float32Array, atB: number, width: number): number {
  let w = 0;
  let x = 0;
  let y = 0;
  let z = 0;
  for (let i = 0; i < width; i += 4) {
    w += (a[atA + i] ?? 0) * (b[atB + i] ?? 0);
    x += (a[atA + i + 1] ?? 0) * (b[atB + i + 1] ?? 0);
    y += (a[atA + i + 2] ?? 0) * (b[atB + i + 2] ?? 0);
    z += (a[atA + i + 3] ?? 0) * (b[atB + i + 3] ?? 0);
  }
  return w + x + y + z;
}

/** target += scale · source, over `width` values at two offsets. */
export function addScaled(
  target: Float32Array,
  atTarget: number,
  scale: number,
  source: Float32Array,
  atSource: number,
  width: number,
): void {
  for (let i = 0; i < width; i++)
    target[atTarget + i] = (target[atTarget + i] ?? 0) + scale * (source[atSource + i] ?? 0);
}

/** Makes each row of `width` values a unit vector, in place; a zero row stays zero. */
export function normaliseRows(vectors: Float32Array, width: number): Float32Array {
  for (let at = 0; at < vectors.length; at += width) {
    const length = Math.sqrt(dot(vectors, at, vectors, at, width));
    if (length > 0) for (let i = 0; i < width; i++) vectors[at + i] = (vectors[at + i] ?? 0) / length;
  }
  return vectors;
}
