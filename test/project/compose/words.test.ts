import { expect, test } from 'vitest';
import { splitWords } from '../../../src/project/compose/words.ts';
import { fc } from '../../lib/fast-check.ts';

test.each([
  ['redis-server --requirepass ', ['redis-server', '--requirepass']],
  [`a "b c" 'd "e"' f\\ g`, ['a', 'b c', 'd "e"', 'f g']],
  [`--empty "" ''`, ['--empty', '', '']],
  [`-c"x y"z`, ['-cx yz']],
  ['  a\tb\n', ['a', 'b']],
  ['a && b', ['a']],
  ['echo 2> file', ['echo']],
  ['echo $(date +%s) end', ['echo', '$(date +%s)', 'end']],
])('%j gives %j', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

test.each([`a "b`, `a 'b`, 'a \\', 'a (b)', 'a `b'])('%j is refused, as Compose refuses it', (line) => {
  expect(splitWords(line)).toBeUndefined();
});

test('words in single quotes come back as they are', () => {
  const word = fc.string().filter((text) => !text.includes("'"));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(splitWords(words.map((text) => `'${text}'`).join(' '))).toEqual(words);
    }),
  );
});
