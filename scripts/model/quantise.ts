import type { Table } from './fit.ts';

/**
 * The layout that `openBundledEmbedder` reads, little-endian: rows and dimensions (uint32 each), one scale per row
 * (float32, the row's weight folded in), then the rows (int8, scale · value = weight · vector).
 */
export function quantise({ dimensions, vectors, weights }: Table): Uint8Array {
  const rows = weights.length;
  const bytes = new Uint8Array(8 + rows * 4 + rows * dimensions);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, rows, true);
  view.setUint32(4, dimensions, true);
  const values = new Int8Array(bytes.buffer, 8 + rows * 4);
  for (let row = 0; row < rows; row++) {
    const from = row * dimensions;
    let largest = 0;
    for (let i = 0; i < dimensions; i++) largest = Math.max(largest, Math.abs(vectors[from + i] ?? 0));
    const scale = largest / 127;
    view.setFloat32(8 + row * 4, scale * (weights[row] ?? 0), true);
    if (scale > 0)
      for (let i = 0; i < dimensions; i++) values[from + i] = Math.round((vectors[from + i] ?? 0) / scale);
  }
  return bytes;
}
