import { expect, test } from 'vitest';
import { fuse } from '../../src/search/fuse.ts';
import { fc } from '../lib/fast-check.ts';

const dense = (...hits: [string, number][]) =>
  hits.map(([candidate, score]) => ({ candidate, score, chunk: { document: 'd', ordinal: 0 } }));
const lexical = (...hits: [string, number][]) => hits.map(([candidate, score]) => ({ candidate, score }));

test('a person whom both legs find goes before one whom a single leg finds as well', () => {
  const fused = fuse(
    dense(['both', 0.8], ['dense', 0.8], ['low', 0.1]),
    lexical(['both', 9], ['word', 9], ['weak', 1]),
    'hybrid',
  );
  expect(fused.map(({ candidate }) => candidate)).toEqual(['both', 'dense', 'word', 'low', 'weak']);
  expect(fused[0]).toEqual({
    candidate: 'both',
    score: 1,
    dense: { rank: 1, score: 0.8 },
    lexical: { rank: 1, score: 9 },
  });
  expect(fused[1]?.score).toBe(0.5);
});

test('a clear lexical winner beats a narrow dense one: how far apart scores are counts, not ranks alone', () => {
  const fused = fuse(
    dense(['a', 0.52], ['b', 0.51], ['c', 0.5]),
    lexical(['b', 12], ['a', 2], ['c', 1]),
    'hybrid',
  );
  expect(fused[0]?.candidate).toBe('b');
});

test('a leg that finds nobody leaves the score range of the other whole', () => {
  expect(fuse(dense(['a', 0.9], ['b', 0.1]), [], 'hybrid').map(({ score }) => score)).toEqual([1, 0]);
});

test('one mode uses one leg', () => {
  const legs = [dense(['a', 0.9]), lexical(['b', 3])] as const;
  expect(fuse(...legs, 'dense').map(({ candidate }) => candidate)).toEqual(['a']);
  expect(fuse(...legs, 'lexical').map(({ candidate }) => candidate)).toEqual(['b']);
});

test('equal scores are ordered by id', () => {
  expect(
    fuse([], lexical(['c', 2], ['a', 2], ['b', 2]), 'lexical').map(({ candidate }) => candidate),
  ).toEqual(['a', 'b', 'c']);
});

test('every score lies in [0, 1], the order is descending, nobody is lost or doubled', () => {
  const leg = fc.uniqueArray(
    fc.tuple(fc.constantFrom(...'abcdefgh'), fc.double({ min: 0.01, max: 30, noNaN: true })),
    {
      selector: ([id]) => id,
    },
  );
  fc.assert(
    fc.property(leg, leg, (a, b) => {
      const best = (hits: [string, number][]) => hits.toSorted((x, y) => y[1] - x[1]);
      const fused = fuse(dense(...best(a)), lexical(...best(b)), 'hybrid');
      expect(fused.map(({ candidate }) => candidate).toSorted()).toEqual(
        [...new Set([...a, ...b].map(([id]) => id))].toSorted(),
      );
      for (const [i, { score }] of fused.entries()) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(score).toBeLessThanOrEqual(fused[i - 1]?.score ?? 1);
      }
    }),
  );
});
