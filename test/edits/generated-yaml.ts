import type { YamlValue } from '../../src/edits/edit.ts';
import { fc } from '../lib/fast-check.ts';

/** A YAML document as people write them: comments, blank lines, flow and block, three quote styles, two layouts of lists. */
export interface Generated {
  readonly text: string;
  readonly value: YamlValue;
}

interface Look {
  readonly unit: 2 | 4;
  readonly indentItems: boolean;
  readonly end: '\n' | '\r\n';
  readonly finalEnd: boolean;
  readonly bom: boolean;
}

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/);

/** Values that need quotes in one YAML version or the other are among them. */
export const scalar: fc.Arbitrary<string | number | boolean | null> = fc.oneof(
  word,
  fc.constantFrom(
    'yes',
    'off',
    '22:22',
    '0x1f',
    '0o7',
    '1e3',
    'null',
    '~',
    '',
    ' lead',
    'trail ',
    'a: b',
    'a #b',
    '#c',
    '- x',
    "it's",
  ),
  fc.constantFrom(
    '"quoted"',
    '${NAME:?set it}',
    '*x',
    '&y',
    '!z',
    '[a',
    '{b',
    '%d',
    '@e',
    '`f',
    'a\\b',
    'tab\there',
    '512m',
    '127.0.0.1:6379:6379',
    '=',
    '<<',
    '2001-01-01',
    '.5',
    '1_000',
  ),
  fc.string({ maxLength: 6 }),
  fc.integer({ min: -9999, max: 9999 }),
  fc.boolean(),
  fc.constant(null),
);

const tree: fc.Arbitrary<YamlValue> = fc.letrec<{ node: YamlValue; map: YamlValue; list: YamlValue }>(
  (tie) => ({
    node: fc.oneof({ maxDepth: 4, depthSize: 'small' }, scalar, tie('map'), tie('list')),
    map: fc.dictionary(word, tie('node'), { minKeys: 0, maxKeys: 4 }),
    list: fc.array(tie('node'), { maxLength: 3 }),
  }),
).node;

const look: fc.Arbitrary<Look> = fc.record({
  unit: fc.constantFrom(2, 4),
  indentItems: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n'),
  finalEnd: fc.boolean(),
  bom: fc.boolean(),
});

export const document: fc.Arbitrary<Generated> = fc
  .record({
    value: fc.dictionary(word, tree, { minKeys: 1, maxKeys: 4 }),
    look,
    noise: fc.infiniteStream(fc.nat(11)),
  })
  .map(({ value, look, noise }) => ({ value, text: written(value, look, noise) }));

function written(value: YamlValue, look: Look, noise: Iterator<number>): string {
  const next = (): number => noise.next().value ?? 0;
  const comment = (): string => (next() === 0 ? '   # why so' : '');
  const lines: string[] = next() < 3 ? ['# Header of the file', ''] : [];

  function inline(item: YamlValue, inFlow: boolean): string {
    if (item === null) return inFlow || next() < 6 ? 'null' : '';
    if (Array.isArray(item)) return `[${item.map((one: YamlValue) => inline(one, true)).join(', ')}]`;
    if (typeof item === 'object') {
      const pairs = Object.entries(item).map(
        ([key, one]: [string, YamlValue]) => `${quoted(key, true)}: ${inline(one, true)}`,
      );
      return pairs.length === 0 ? '{}' : `{${pairs.join(', ')}}`;
    }
    return typeof item === 'string' ? quoted(item, inFlow) : String(item);
  }

  function quoted(text: string, inFlow: boolean): string {
    const simple = /^[a-z][a-z0-9_-]*$/.test(text) && !/^(?:yes|no|on|off|true|false|null|y|n)$/.test(text);
    const style = next() % 3;
    if (simple && style === 0) return text;
    if (style === 1 && !/[\p{Cc}\u2028\u2029\ufeff]/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
    return inFlow || !simple ? JSON.stringify(text) : `"${text}"`;
  }

  function block(item: YamlValue, column: number): void {
    const indent = ' '.repeat(column);
    const members: [string, YamlValue][] = Array.isArray(item)
      ? item.map((one: YamlValue) => ['-', one])
      : Object.entries(item ?? {}).map(([key, one]: [string, YamlValue]) => [`${quoted(key, false)}:`, one]);
    for (const [mark, one] of members) {
      if (next() === 0) lines.push('');
      if (next() === 0) lines.push(`${indent}# about the next line`);
      const isBlock = one !== null && typeof one === 'object' && Object.keys(one).length > 0 && next() < 9;
      if (!isBlock) {
        const value = inline(one, false);
        lines.push(value === '' ? `${indent}${mark}${comment()}` : `${indent}${mark} ${value}${comment()}`);
        continue;
      }
      if (mark === '-') {
        const from = lines.length;
        block(one, column + 2);
        const first = lines.findIndex(
          (line, at) => at >= from && line.trim() !== '' && !line.trim().startsWith('#'),
        );
        // The first member stands behind the dash: what stood above it goes above the dash.
        const line = lines[first] ?? '';
        lines[first] = `${indent}- ${line.slice(column + 2)}`;
        for (let at = from; at < first; at += 1) lines[at] = (lines[at] ?? '').replace(/^ {2}/, '');
        continue;
      }
      lines.push(`${indent}${mark}${comment()}`);
      block(one, Array.isArray(one) && !look.indentItems ? column : column + look.unit);
    }
  }

  block(value, 0);
  return `${look.bom ? '\uFEFF' : ''}${lines.join(look.end)}${look.finalEnd ? look.end : ''}`;
}
