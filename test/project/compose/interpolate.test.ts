import { expect, test } from 'vitest';
import { interpolate } from '../../../src/project/compose/interpolate.ts';
import { fc } from '../../lib/fast-check.ts';

const VARIABLES: Readonly<Record<string, string>> = { SET: 'v', EMPTY: '', lower: 'l' };
const lookup = (name: string) => VARIABLES[name];

test.each([
  ['$SET ${SET} $lower', 'v v l'],
  ['${NOPE-d}|${EMPTY-d}|${NOPE:-d}|${EMPTY:-d}', 'd||d|d'],
  ['${SET+a}|${EMPTY+a}|${EMPTY:+a}|${NOPE+a}', 'a|a||'],
  ['$$SET $${SET} $$$SET', '$SET ${SET} $v'],
  ['${NOPE:-${ALSO:-$SET}}-tail', 'v-tail'],
  ['${SET:-x}-${NOPE:-y}-$EMPTY!', 'v-y-!'],
  ['http://${NOPE:-a:b-c?d}/x', 'http://a:b-c?d/x'],
  ['costs $5, $ alone', 'costs $5, $ alone'],
])('%s becomes %s', (template, value) => {
  expect(interpolate(template, lookup)).toEqual({ value, unset: [], refused: undefined });
});

test('names what nothing sets, in order, and not what has a default', () => {
  expect(interpolate('$A ${B} ${C:-} ${D+x} $A', lookup)).toMatchObject({
    value: '    ',
    unset: ['A', 'B', 'A'],
  });
});

test.each([
  ['${NOPE:?say so}', 'NOPE'],
  ['${EMPTY:?say so}', 'EMPTY'],
  ['${NOPE?}', 'NOPE'],
])('%s is refused, by name and without its message', (template, name) => {
  const { value, refused } = interpolate(template, lookup);
  expect(value).toBe(template);
  expect(refused).toContain(name);
  expect(refused).not.toContain('say so');
});

test.each(['${', '${}', '${A B}', '${1}', 'x ${-}'])('%s is refused and stays as it is', (template) => {
  expect(interpolate(template, lookup)).toMatchObject({ value: template, refused: expect.any(String) });
});

test('any text with its dollar signs doubled comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { value, refused } = interpolate(text.replaceAll('$', '$$$$'), lookup);
      expect({ value, refused }).toEqual({ value: text, refused: undefined });
    }),
  );
});

test('a value is never interpolated again, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('$X', '${X}', '${X:-d}', '${NOPE:-$X}'), (text, template) => {
      fc.pre(text !== '');
      expect(interpolate(template, (name) => (name === 'X' ? text : undefined)).value).toBe(text);
    }),
  );
});

test('many variables on one line are fine; nesting without end and unclosed braces are refused', () => {
  expect(interpolate('${NOPE:-x}'.repeat(900), lookup).value).toBe('x'.repeat(900));
  expect(interpolate(`${'${NOPE:-'.repeat(40)}x${'}'.repeat(40)}`, lookup).value).toBe('x');
  expect(interpolate(`${'${NOPE:-'.repeat(900)}x${'}'.repeat(900)}`, lookup).refused).toMatch(
    /nests more than 50/,
  );
  expect(interpolate('${A:-'.repeat(100_000), lookup).refused).toMatch(/more than 1000 variables/);
});
