import { expect, test } from 'vitest';
import { bytes, count, duration, parseDuration } from '../../src/lib/format.ts';

test.each([
  ['10s', 10_000],
  ['500ms', 500],
  ['2m', 120_000],
  ['1.5h', 5_400_000],
  ['7', 7000],
  ['', undefined],
  ['ten', undefined],
  ['-1s', undefined],
  ['5 parsecs', undefined],
])('parseDuration(%j)', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test('durations and sizes for people', () => {
  expect([0.42, 12, 59.6, 200, 3900].map(duration)).toEqual([
    '0.4 s',
    '12 s',
    '1 min 0 s',
    '3 min 20 s',
    '1 h 5 min',
  ]);
  expect([999, 4_500_000].map(bytes)).toEqual(['999 bytes', '4.5 MB']);
  expect([count(1, 'file'), count(1200, 'person', 'people')]).toEqual(['1 file', '1,200 people']);
});
