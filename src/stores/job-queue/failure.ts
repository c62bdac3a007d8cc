import { CvxError, PermanentError } from '../../lib/errors.ts';

/** Tries of a job in all: two retries outlast what passes by itself (a busy file, a restart), more only delay the news. */
export const TRIES = 3;

/** Long enough for any path and message, short enough for a table. */
const REASON_CHARS = 500;

/** Whether another try is of use after `attempt` failed with `error`. */
export function isFinal(error: unknown, attempt: number): boolean {
  return error instanceof PermanentError || attempt >= TRIES;
}

/** Wait before the try after `attempt`: four times as long each time. */
export function backoff(attempt: number, firstMs: number): number {
  return firstMs * 4 ** (attempt - 1);
}

/** What may be kept of an error: messages of other classes than CvxError can quote the CV that caused them. */
export function reasonOf(error: unknown): string {
  if (error instanceof CvxError) return `${error.code}: ${error.message}`.slice(0, REASON_CHARS);
  return error instanceof Error ? error.name : 'unknown error';
}
