import type { CandidateId } from '../domain/document.ts';
import { CvxError } from '../lib/errors.ts';
import { shortId } from '../lib/format.ts';
import type { Call } from '../lib/call.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';

/** As many as fit a message; more do not help to choose. */
const LISTED = 5;

/** The beginning of a UUID, its first four digits at least (candidate-store.ts). */
const PREFIX = /^[0-9a-f]{4}[0-9a-f-]{0,32}$/;

/**
 * The id that `given` is, or is the beginning of.
 * @throws CvxError CVX_ID_INVALID, CVX_ID_UNKNOWN, or CVX_ID_AMBIGUOUS, which lists the candidates.
 */
export async function findPerson(store: CandidateStore, given: string, call?: Call): Promise<CandidateId> {
  const prefix = given.trim().toLowerCase();
  if (!PREFIX.test(prefix)) {
    throw new CvxError(
      'CVX_ID_INVALID',
      `"${given}" is not an id: give at least 4 characters of one, such as 3f2a9c1e.`,
      {
        hint: 'Ids are shown by cvx search and cvx list.',
      },
    );
  }
  const found = await store.resolve(prefix, LISTED + 1, call);
  const [only] = found;
  if (only === undefined) {
    throw new CvxError('CVX_ID_UNKNOWN', `There is nobody with the id ${given}.`, {
      hint: 'Ids are shown by cvx search and cvx list.',
    });
  }
  if (found.length === 1) return only;
  const more = found.length > LISTED ? ' …' : '';
  throw new CvxError(
    'CVX_ID_AMBIGUOUS',
    `More than one id begins with ${given}. Give more characters of it.`,
    {
      hint: `They are: ${distinct(found.slice(0, LISTED)).join(' ')}${more}`,
    },
  );
}

/** Short ids where they differ, whole ones otherwise. */
function distinct(ids: readonly CandidateId[]): readonly string[] {
  const short = ids.map(shortId);
  return new Set(short).size === ids.length ? short : ids;
}
