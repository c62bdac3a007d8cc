import { expect, test } from 'vitest';
import { createStyle, wantsColour } from '../../src/lib/style.ts';

test.each([
  ['a terminal', { isTTY: true, env: {}, refused: false }, true],
  ['a pipe', { isTTY: false, env: {}, refused: false }, false],
  ['NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' }, refused: false }, false],
  ['an empty NO_COLOR', { isTTY: true, env: { NO_COLOR: '' }, refused: false }, true],
  ['TERM=dumb', { isTTY: true, env: { TERM: 'dumb' }, refused: false }, false],
  ['--no-color', { isTTY: true, env: { FORCE_COLOR: '1' }, refused: true }, false],
  ['FORCE_COLOR in a pipe', { isTTY: false, env: { FORCE_COLOR: '1' }, refused: false }, true],
  ['FORCE_COLOR=0 on a terminal', { isTTY: true, env: { FORCE_COLOR: '0' }, refused: false }, false],
  [
    'NO_COLOR against FORCE_COLOR',
    { isTTY: true, env: { NO_COLOR: '1', FORCE_COLOR: '1' }, refused: false },
    false,
  ],
])('colour with %s', (_, wish, expected) => {
  expect(wantsColour(wish)).toBe(expected);
});

test('styles are the identity without colour, and escape sequences with it', () => {
  expect(createStyle(false).bad('x')).toBe('x');
  expect(createStyle(true).bad('x')).toBe('\u001b[31mx\u001b[39m');
});
