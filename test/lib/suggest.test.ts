import { expect, test } from 'vitest';
import { suggest } from '../../src/lib/suggest.ts';

const KNOWN = ['home', 'concurrency', 'file_timeout', 'database_url'];

test.each([
  ['hom', 'home'],
  ['concurency', 'concurrency'],
  ['FILE_TIMEOUT', 'file_timeout'],
  ['databse_url', 'database_url'],
  ['colour', undefined],
  ['x', undefined],
])('suggest(%j)', (word, expected) => {
  expect(suggest(word, KNOWN)).toBe(expected);
});
