import { expect, test } from 'vitest';
import { inverseDocumentFrequency, weighTerms } from '../../src/domain/bm25.ts';
import { fc } from '../lib/fast-check.ts';

test('a text of average length weighs tf 1 as 1', () => {
  const counts = new Map([
    ['typescript', 1],
    ['filler', 299],
  ]);
  expect(weighTerms(counts).get('typescript')).toBeCloseTo(1, 10);
});

test('the tenth mention adds less than the second, and a long text less than a short one', () => {
  const weight = (tf: number, others: number) =>
    weighTerms(
      new Map([
        ['x', tf],
        ['y', others],
      ]),
    ).get('x') ?? 0;
  expect(weight(2, 298) - weight(1, 299)).toBeGreaterThan(weight(10, 290) - weight(9, 291));
  expect(weight(2, 100)).toBeGreaterThan(weight(2, 1000));
});

test('IDF by hand: ln(1 + (10 − 2 + ½) / (2 + ½))', () => {
  expect(inverseDocumentFrequency(10, 2)).toBeCloseTo(Math.log(1 + 8.5 / 2.5), 12);
});

test('IDF is positive and falls as a word gets more common', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (documents, share) => {
        const containing = Math.floor(share * (documents - 1));
        const idf = inverseDocumentFrequency(documents, containing);
        expect(idf).toBeGreaterThan(0);
        expect(idf).toBeGreaterThan(inverseDocumentFrequency(documents, containing + 1));
      },
    ),
  );
});
