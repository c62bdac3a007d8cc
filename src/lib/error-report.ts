import { inspect } from 'node:util';
import { CvxError } from './errors.ts';
import { neutralise } from './terminal-text.ts';

/** An error as the user sees it. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
}

/** Words for an error: a CvxError speaks for itself, anything else is a bug of cvx and says how to report it. */
export function describeError(error: unknown, version: string): ErrorReport {
  if (error instanceof CvxError) return { code: error.code, message: error.message, hint: error.hint };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'CVX_BUG',
    message: `This is a bug in cvx: ${message}`,
    hint: `Run it again with --debug and report what it prints (cvx ${version}, Node ${process.version}, ${process.platform}).`,
  };
}

/** The message, then each line of the hint indented. Foreign text in it (paths, values) is neutralised. */
export function errorText({ message, hint }: ErrorReport): string {
  const lines = hint === undefined ? [] : hint.split('\n').map((line) => `  ${line}`);
  return neutralise([message, ...lines].join('\n'));
}

/** Stack and causes, for `--debug`. */
export function errorStack(error: unknown): string {
  const parts: string[] = [];
  let at = error;
  while (at instanceof Error) {
    parts.push(at.stack ?? at.message);
    at = at.cause;
  }
  if (at !== undefined) parts.push(inspect(at));
  return neutralise(parts.join('\nCaused by: '));
}
