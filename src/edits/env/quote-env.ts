import type { EnvStatement } from './statements.ts';

/** Means the same to Compose, to `docker run --env-file` and to a shell. */
const BARE = /^[A-Za-z0-9_./:@%+,=-]*$/;

/**
 * A value in the form that Compose reads back as exactly that value: the present form where it can hold it, else bare, else
 * single quotes (the same to Compose 1 and 2, no `$` surprises), else double quotes with escapes.
 */
export function quoteEnv(value: string, present: EnvStatement['quote'] = 'none'): string {
  if (present === 'double') return doubled(value);
  if (present === 'single' && fitsSingle(value)) return `'${value}'`;
  if (present === 'none' && BARE.test(value)) return value;
  return fitsSingle(value) ? `'${value}'` : doubled(value);
}

/** In single quotes a backslash stands for itself, except before a quote or at the end. Line ends are kept readable in double quotes. */
function fitsSingle(value: string): boolean {
  return !/['\r\n]/.test(value) && !value.endsWith('\\');
}

function doubled(value: string): string {
  const text = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('$', '$$$$')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
  return `"${text}"`;
}
