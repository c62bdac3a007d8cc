import { expect, test } from 'vitest';
import { parseDotenv, parseRawEnv } from '../../src/project/dotenv.ts';
import { fc } from '../lib/fast-check.ts';

const none = () => undefined;
const values = (text: string) =>
  Object.fromEntries(parseDotenv(text, none).entries.map(({ key, value }) => [key, value]));

test('quotes decide what a value means, and where a comment begins', () => {
  const text = [
    'BARE=a b # comment',
    'HASH=a#b',
    'SINGLE=\'a $X\\n # "b"\' # comment',
    'DOUBLE="a\\tb # \\"c\\" \\$X"',
    'EMPTY=',
    'SPACED  =  v  ',
    'YAML: v',
    'export EXPORTED=1',
    'LINES="one',
    'two"',
  ].join('\r\n');
  expect(values(text)).toEqual({
    BARE: 'a b',
    HASH: 'a#b',
    SINGLE: 'a $X\\n # "b"',
    DOUBLE: 'a\tb # "c" $X',
    EMPTY: '',
    SPACED: 'v',
    YAML: 'v',
    EXPORTED: '1',
    LINES: 'one\r\ntwo',
  });
});

test('keeps the raw text, the quote and the place of each entry', () => {
  const text = '# first\nA="x y" # c\n\nB=\'z\'\n';
  expect(parseDotenv(text, none).entries).toMatchObject([
    { key: 'A', raw: '"x y"', quote: 'double', offset: text.indexOf('A=') },
    { key: 'B', raw: "'z'", quote: 'single', offset: text.indexOf('B=') },
  ]);
});

test('surroundings win over earlier lines, and these over earlier files', () => {
  const text = 'A=own\nB=$A-$OUTER-$BEFORE\nINHERITED\nNOBODY\n';
  const outer = (name: string) => ({ OUTER: 'outer', INHERITED: 'shell' })[name];
  const before = (name: string) => ({ A: 'before', BEFORE: 'before' })[name];
  const { entries } = parseDotenv(text, outer, before);
  expect(entries.map(({ key, value, inherited }) => [key, value, inherited])).toEqual([
    ['A', 'own', false],
    ['B', 'own-outer-before', false],
    ['INHERITED', 'shell', true],
    ['NOBODY', undefined, true],
  ]);
});

test('a line that Compose refuses costs itself, not the lines after it, and its text is not repeated', () => {
  const { entries, refused } = parseDotenv('GOOD=1\nse cret=x\nB@D=x\nLAST=2\nOPEN="secret\nmore', none);
  expect(entries.map(({ key }) => key)).toEqual(['GOOD', 'LAST']);
  expect(refused).toHaveLength(3);
  expect(JSON.stringify(refused)).not.toMatch(/cret|B@D/);
});

test('names variables that nothing sets', () => {
  expect(parseDotenv('A=pa$ss\nB="${X:-d}$Y"\nC=\'$Z\'\n', none).unset).toMatchObject([
    { name: 'ss' },
    { name: 'Y' },
  ]);
});

test('the raw form keeps quotes and dollar signs', () => {
  const text = '\uFEFF# c\nA="x $Y"\n  B= v \nSHELL_ONLY\n\nbad name=1\n';
  const { entries, refused } = parseRawEnv(text, (name) => (name === 'SHELL_ONLY' ? 's' : undefined));
  expect(entries.map(({ key, value }) => [key, value])).toEqual([
    ['A', '"x $Y"'],
    ['B', ' v '],
    ['SHELL_ONLY', 's'],
  ]);
  expect(refused).toHaveLength(1);
});

test('single quotes carry any value that has no quote and no backslash in it', () => {
  const value = fc.string({ unit: 'grapheme' }).filter((text) => !/['\\]/.test(text));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (list) => {
      const text = list.map((one, i) => `K${i}='${one}' # comment\n`).join('');
      expect(Object.values(values(text))).toEqual(list);
    }),
  );
});

test('no text makes it fail or hang, and every entry stands where it says', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('A', '=', '"', "'", '\\', '\n', '$', '{', '}', '#', ' '),
  });
  fc.assert(
    fc.property(fc.oneof(fc.string(), hostile), (text) => {
      for (const { key, offset } of parseDotenv(text, none).entries)
        expect(text.slice(offset, offset + key.length)).toBe(key);
    }),
    { numRuns: 2000 },
  );
});
