import { expect, test } from 'vitest';
import { toBytes, toCores } from '../../../src/project/compose/limits.ts';

test.each([
  ['64b', 64],
  ['2k', 2048],
  ['2kb', 2048],
  ['512m', 512 * 1024 ** 2],
  ['1.5G', 1.5 * 1024 ** 3],
  ['1GB', 1024 ** 3],
  ['1GiB', 1024 ** 3],
  ['1048576', 1048576],
  [1048576, 1048576],
])('%s is %d bytes', (text, bytes) => {
  expect(toBytes(text)).toBe(bytes);
});

test.each(['2Gi', 'lots', '-1', '0', 0, '', null, '1 2m'])('%j is no limit', (text) => {
  expect(toBytes(text)).toBeUndefined();
});

test.each([
  ['1.5', 1.5],
  [0.25, 0.25],
  ['0,5', undefined],
  ['0', undefined],
  ['', undefined],
  [null, undefined],
])('%j is %d cores', (text, cores) => {
  expect(toCores(text)).toBe(cores);
});
