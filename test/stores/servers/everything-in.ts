import { inspect } from 'node:util';
import { CvxError } from '../../../src/lib/errors.ts';

/** Everything that a log or a bug report could print of an error. */
export function everythingIn(error: unknown): string {
  return `${inspect(error, { depth: 10, showHidden: true })}\n${messagesOf(error)}`;
}

function messagesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = error instanceof CvxError ? error.hint : '';
  const cause = error.cause === undefined ? '' : messagesOf(error.cause);
  return [error.message, hint, cause].join('\n');
}
