import { parseDocument, isScalar, Scalar } from 'yaml';
import type { YamlValue } from '../edit.ts';

export type YamlScalar = string | number | boolean | null;

export function isYamlScalar(value: YamlValue): value is YamlScalar {
  return value === null || typeof value !== 'object';
}

/** What no plain value may start with or hold: indicators, document marks, characters that are not printed. */
const PLAIN = /^(?![-?:]\s|[-?:]$|[,[\]{}#&*!|>'"%@`]|---|\.\.\.)[^\p{C}\u2028\u2029]+$/u;

/**
 * A scalar on one line. A string keeps the quotes of `present` where they can hold it, and is plain only where YAML 1.1 and
 * 1.2 both read that very string (so never `yes`, `22:22` or `0x1f`).
 */
export function scalarText(value: YamlScalar, present?: string, inFlow = false): string {
  if (typeof value !== 'string') return Object.is(value, -0) ? '-0' : String(value);
  if (present === Scalar.QUOTE_SINGLE && fitsSingle(value)) return single(value);
  if (present === Scalar.QUOTE_DOUBLE) return double(value);
  return isPlain(value, inFlow) ? value : double(value);
}

function isPlain(value: string, inFlow: boolean): boolean {
  // `8000:8000` may be read as base 60, `<<` merges: what only looks like a number or an operator is quoted too.
  if (/^(?:[\d.:_+-]+|<<|=)$/.test(value)) return false;
  if (!PLAIN.test(value) || value !== value.trim() || /:(?:\s|$)|\s#/.test(value)) return false;
  if (inFlow && /[,[\]{}]/.test(value)) return false;
  return (['1.1', '1.2'] as const).every((version) => {
    const { contents, errors, warnings } = parseDocument(value, { version });
    return errors.length === 0 && warnings.length === 0 && isScalar(contents) && contents.value === value;
  });
}

function fitsSingle(value: string): boolean {
  return !/[\p{Cc}\u2028\u2029\uFEFF\p{Cs}]/u.test(value);
}

function single(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** JSON's form is one of YAML's; JSON leaves a few characters that YAML does not print. */
function double(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
