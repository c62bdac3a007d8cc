import { codeOf, CvxError, EXIT } from '../../lib/errors.ts';

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
function errorWord(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code = codeOf(error);
  if (code !== undefined) return code;
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

/** Without the text of the error, which can quote the arguments of a command: secrets, paths, cached results. */
export function redisError(error: unknown, address: string, setting: string): CvxError {
  const word = errorWord(error);
  const cause = new Error(word);
  const unavailable = (message: string, hint: string): CvxError =>
    new CvxError('CVX_STORE_UNAVAILABLE', message, { exit: EXIT.unavailable, hint, cause });
  if (word === 'OOM')
    return new CvxError('CVX_REDIS_FULL', `Redis at ${address} has no memory left`, {
      exit: EXIT.unavailable,
      hint: 'Raise maxmemory in redis.conf, or let workers empty the queue first.',
      cause,
    });
  if (word === 'MISCONF')
    return unavailable(
      `Redis at ${address} cannot write to its disk (MISCONF)`,
      'Its log says why; most often the disk is full.',
    );
  if (['WRONGPASS', 'NOAUTH', 'NOPERM'].includes(word))
    return unavailable(
      `Redis at ${address} refuses the user or the password (${word})`,
      `Check the user and the password in ${setting}.`,
    );
  if (error instanceof Error && isReply(error) && !PASSING.has(word))
    return new CvxError('CVX_STORE_FAILED', `Redis at ${address} refused a command (${word})`, {
      exit: EXIT.bug,
      cause,
    });
  const certificate = word.includes('CERT')
    ? ' For a certificate authority of your own set NODE_EXTRA_CA_CERTS=file.'
    : '';
  return unavailable(
    `Redis at ${address} does not answer${word === '' ? '' : ` (${word})`}`,
    `Check that it runs and that ${setting} names it.${certificate}`,
  );
}
