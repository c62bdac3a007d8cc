import type { YamlValue } from '../edit.ts';
import { isYamlScalar, scalarText } from './scalar-text.ts';

/** How the rest of a file is laid out, so that what is new looks the same. */
export interface YamlLayout {
  /** Spaces of one level. */
  readonly unit: number;
  /** Whether `- item` stands below its key by one level, or in the key's own column. */
  readonly indentItems: boolean;
  /** A literal block (`|`) may be written; it would take over `\r` otherwise. */
  readonly literals: boolean;
}

/** On one line: `{a: 1, b: [x]}`. */
export function flowText(value: YamlValue): string {
  if (isYamlScalar(value)) return scalarText(value, undefined, true);
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, inner]) => `${keyText(key, true)}: ${flowText(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** `key: value` as block lines whose first is in column `column`, the first line without its indentation. */
export function pairText(key: string, value: YamlValue, column: number, layout: YamlLayout): string {
  return `${keyText(key)}:${valueText(value, column, layout)}`;
}

/** `- value` likewise. */
export function itemText(value: YamlValue, column: number, layout: YamlLayout): string {
  if (isInline(value)) return `-${valueText(value, column, layout)}`;
  // Of a collection the first line follows the dash.
  return `- ${collectionText(value, column + 2, layout)}`;
}

/** What follows `key:` or `-`, from the space on. */
export function valueText(value: YamlValue, column: number, layout: YamlLayout): string {
  if (typeof value === 'string' && layout.literals && fitsLiteral(value)) {
    const indent = ' '.repeat(column + layout.unit);
    const lines = value.replace(/\n$/, '').split('\n');
    const header = value.endsWith('\n') ? '|' : '|-';
    return ` ${header}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
  }
  if (isInline(value)) return ` ${isYamlScalar(value) ? scalarText(value) : flowText(value)}`;
  const inner = isList(value) && !layout.indentItems ? column : column + layout.unit;
  return `\n${' '.repeat(inner)}${collectionText(value, inner, layout)}`;
}

function collectionText(value: YamlValue, column: number, layout: YamlLayout): string {
  const lines = isList(value)
    ? value.map((item) => itemText(item, column, layout))
    : Object.entries(value ?? {}).map(([key, inner]) => pairText(key, inner, column, layout));
  return lines.join(`\n${' '.repeat(column)}`);
}

export function keyText(key: string, inFlow = false): string {
  return scalarText(key, undefined, inFlow);
}

export function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isInline(value: YamlValue): boolean {
  return isYamlScalar(value) || Object.keys(value).length === 0;
}

/** Several lines of printable text without white space at the ends, which a reader would not see. */
function fitsLiteral(value: string): boolean {
  return (
    /\n./.test(value) &&
    !/^[\s]|[ \t]$|[ \t]\n|\n\n$/.test(value) &&
    !/[^\n\P{C}]|[\u2028\u2029]/u.test(value)
  );
}
