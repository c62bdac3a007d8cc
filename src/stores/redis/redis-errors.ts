/** What a server says that cannot serve now but will: start-up, failover, a script that runs too long. */
const PASSING = new Set([
  'LOADING',
  'READONLY',
  'MASTERDOWN',
  'TRYAGAIN',
  'BUSY',
  'CLUSTERDOWN',
  'UNKILLABLE',
]);

/**
 * The first word of what Redis answered (WRONGPASS, OOM, ...) or the code of a network error; '' where there is none.
 * The rest of the text can quote arguments of the command.
 */
export function errorWord(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (/timed out|timeout/i.test(error.message)) return 'ETIMEDOUT';
  return isReply(error) ? (/^[A-Z][A-Z0-9_]*/.exec(error.message)?.[0] ?? '') : '';
}

/** True where the same command may succeed once the server is back; false where it answered and refused. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isReply(error)) return PASSING.has(errorWord(error));
  return (
    errorWord(error) !== '' || error.name === 'MaxRetriesPerRequestError' || NOT_CONNECTED.test(error.message)
  );
}

/** ioredis gives these no code. */
const NOT_CONNECTED =
  /^(?:Connection is closed|Stream isn't writeable|Command aborted due to connection close)/;

/** An answer of the server itself, as against a failure to reach it. */
function isReply(error: Error): boolean {
  return error.name === 'ReplyError';
}
