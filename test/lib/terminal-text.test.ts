import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { neutralise, oneLine, toJson } from '../../src/lib/terminal-text.ts';
import { fc } from './fast-check.ts';

test('an escape sequence in a name becomes visible text', () => {
  expect(neutralise('\u001b]0;owned\u0007Ada \u001b[31mred')).toBe('␛]0;owned␇Ada ␛[31mred');
});

test('the one-byte CSI and a right-to-left override are replaced', () => {
  expect(neutralise('a\u009b31mb\u202efdp.exe')).toBe('a\ufffd31mb\ufffdfdp.exe');
});

test('ordinary text, accents, wide characters and emoji stay as they are', () => {
  const text = 'Zoë Müller 山田 👩‍💻 – C++';
  expect(neutralise(text)).toBe(text);
});

test('offsets into the text stay right, and nothing is left that moves the cursor', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const safe = neutralise(text);
      expect(safe).toHaveLength(text.length);
      expect(/\p{Cc}/u.test(safe.replaceAll('\n', ''))).toBe(false);
    }),
  );
});

test('oneLine leaves no line break of any kind', () => {
  expect(oneLine('a\r\nb\nc\rd\u2028e')).toBe('a b c d\ufffde');
});

test('JSON stays the same value and carries no raw control character', () => {
  const value = { name: 'x\u009b31m\u007f\u202e\u001b', at: 1 };
  const text = toJson(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).toMatch(/^[\x20-\x7e]+\n$/);
  expect(stringWidth(text)).toBe(text.length - 1);
});
