import { expect, test } from 'vitest';
import { outcomeOf, textOf } from './documents.ts';

test.each([
  ['escapes and code page', String.raw`{\rtf1\ansi\ansicpg1252 Caf\'e9 \{x\} a\\b\~c}`, 'Café {x} a\\b c'],
  [
    'unicode with its replacement skipped',
    String.raw`{\rtf1\uc1 Z\u252?rich \u8211\'96 {\uc2\u8364 ??}Euro \u-10179?\u-8704?}`,
    'Zürich – €Euro 😀',
  ],
  ['lines, tabs and cells', String.raw`{\rtf1 a\tab b\line c\par d\cell e\cell\row f}`, 'a\tb\nc\nd\te\nf'],
  [
    'groups that are no text',
    String.raw`{\rtf1{\fonttbl{\f0 Arial;}}{\stylesheet{Normal;}}{\info{\author Jim}}{\pict 00ff}{\*\unknown x}a}`,
    'a',
  ],
  [
    'headers first, footers last',
    String.raw`{\rtf1{\footer foot}body\par{\header head\par}}`,
    'head\n\nbody\n\nfoot',
  ],
  ['hidden text', String.raw`{\rtf1 a{\v hidden}b\v c\v0 d}`, 'abd'],
  [
    'fonts of another script',
    String.raw`{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}{\f1 \'c8\'e2\'e0\'ed} I}`,
    'Иван I',
  ],
  [
    'links',
    String.raw`{\rtf1 {\field{\*\fldinst{HYPERLINK "mailto:jane@example.com"}}{\fldrslt{Mail}}} x}`,
    'Mail jane@example.com x',
  ],
  [
    'text boxes',
    String.raw`{\rtf1 body{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt boxed\par}}}\par end}`,
    'body\n\nboxed\n\nend',
  ],
  ['raw bytes', '{\\rtf1 a{\\pict\\bin3 }}}}b}', 'ab'],
])('%s', async (_, rtf, text) => {
  expect(await textOf(Buffer.from(rtf, 'latin1'), 'a.rtf')).toBe(text);
});

test('no nesting is too deep, and a file that lost its end is partial', async () => {
  const deep = `{\\rtf1 ${'{'.repeat(100_000)}deep${'}'.repeat(100_000)} end}`;
  expect(await textOf(deep, 'a.rtf')).toBe('deep end');
  expect(await outcomeOf('{\\rtf1 Jane {\\b Exa', 'a.rtf')).toMatchObject({ outcome: 'partial' });
  expect(await outcomeOf('{\\rtf1{\\fonttbl{\\f0 Ar', 'a.rtf')).toMatchObject({ outcome: 'corrupt' });
});
