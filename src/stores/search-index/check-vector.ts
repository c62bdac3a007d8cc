import { CvxError, EXIT } from '../../lib/errors.ts';
import type { IndexSpec } from '../search-index.ts';

/** Rejects with CVX_INDEX_VECTOR what is no vector of this spec: another length, or a number that is not finite. */
export function checkVector(vector: Float32Array, { name, dimensions }: IndexSpec): void {
  if (vector.length === dimensions && vector.every((number) => Number.isFinite(number))) return;
  const fault = vector.length === dimensions ? 'a number that is not finite' : `${vector.length} numbers`;
  throw new CvxError(
    'CVX_INDEX_VECTOR',
    `The index ${name} takes vectors of ${dimensions} numbers, not one with ${fault}`,
    { exit: EXIT.bug },
  );
}
