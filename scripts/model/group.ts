import { dot } from './dot.ts';
import { seededRandom } from './random.ts';

/** Enough that a batch of 1,024 has about one block of 64 for each. */
const GROUPS = 32;

/** Puts each unit vector with the nearest of some vectors drawn by chance. */
export function groupVectors(vectors: Float32Array, width: number, seed: number): Uint16Array {
  const random = seededRandom(seed);
  const rows = vectors.length / width;
  const centres = Array.from({ length: GROUPS }, () => Math.floor(random() * rows) * width);
  return Uint16Array.from({ length: rows }, (_, row) => {
    let best = 0;
    let highest = -Infinity;
    for (const [i, centre] of centres.entries()) {
      const similarity = dot(vectors, row * width, vectors, centre, width);
      if (similarity > highest) [best, highest] = [i, similarity];
    }
    return best;
  });
}
