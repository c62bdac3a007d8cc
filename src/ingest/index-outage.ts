import { type CvxError, isUnavailable } from '../lib/errors.ts';

/**
 * Lets a run go on storing people while the search index cannot be reached: they stay pending, and the next run indexes
 * them. A database that cannot be reached ends the run all the same, at its next statement.
 */
export interface IndexOutage {
  /** What ended the last attempt. */
  readonly error: CvxError | undefined;
  /** Indexes, unless the index has been found unreachable: each attempt would wait for it again. */
  tolerate(index: () => Promise<void>): Promise<void>;
  /** As `tolerate`, but tries in any case. */
  retry(index: () => Promise<void>): Promise<void>;
}

export function indexOutage(): IndexOutage {
  let found: CvxError | undefined;
  const retry = async (index: () => Promise<void>): Promise<void> => {
    try {
      await index();
      found = undefined;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      found = error;
    }
  };
  return {
    get error() {
      return found;
    },
    retry,
    tolerate: async (index) => {
      if (found === undefined) await retry(index);
    },
  };
}
