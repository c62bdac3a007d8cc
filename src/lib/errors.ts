/** Exit codes of every cvx command; documented in the README and at the foot of `cvx --help`. */
export const EXIT = {
  ok: 0,
  /** Done, and something was found or lost: a file was not indexed, a check found a fault. */
  findings: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** A store or required evidence cannot be reached. */
  unavailable: 3,
  /** A bug in cvx. */
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type CvxErrorCode = `CVX_${string}`;

interface CvxErrorOptions {
  readonly exit?: ExitCode;
  /** What to do next: a command to run or a setting to change. One or more lines. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * An error that the user can act on. It names the file or setting at fault and says what to do next.
 * Anything else that reaches cli.ts is a bug: it exits 70 and asks for a report.
 * The message never holds CV text, contact details or secrets.
 */
export class CvxError extends Error {
  readonly code: CvxErrorCode;
  readonly exit: ExitCode;
  readonly hint: string | undefined;

  constructor(code: CvxErrorCode, message: string, options: CvxErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CvxError';
    this.code = code;
    this.exit = options.exit ?? EXIT.usage;
    this.hint = options.hint;
  }
}

/** Whether a store, wherever it is, could not answer: what callers put up with, or try again. */
export function isUnavailable(error: unknown): error is CvxError {
  return error instanceof CvxError && error.code === 'CVX_STORE_UNAVAILABLE';
}

/** Of an error of the system (`ENOENT`), of a client or of cvx; undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether it is one of these. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  const code = codeOf(error);
  return code !== undefined && codes.includes(code);
}

/** A job handler throws it to say: do not retry, the input itself is bad. */
export class PermanentError extends CvxError {
  override readonly name = 'PermanentError';
}
