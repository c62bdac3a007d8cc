import { describe, expect, test } from 'vitest';
import { analyse, countTerms, foldWord } from '../../src/domain/terms.ts';
import { fc } from '../lib/fast-check.ts';

const terms = (text: string) => analyse(text).map(({ term }) => term);

describe('what a recruiter types meets what a CV says', () => {
  test.each([
    ['senior TS dev', 'Senior TypeScript developers'],
    ['k8s', 'Kubernetes'],
    ['NodeJS', 'Node.js'],
    ['React.js', 'React'],
    ['Muller', 'Müller'],
    ['company', 'companies'],
    ['frontend', 'front end'],
    ['full-stack', 'full stack'],
    ['ML', 'machine learning'],
    ['C++', 'c++'],
  ])('%s and %s', (query, cv) => {
    const inCv = new Set(terms(cv));
    const missing = terms(query).filter((term) => !inCv.has(term));
    // A compound also gives its parts; its joined form is what must meet.
    expect(missing.filter((term) => !['full', 'stack'].includes(term))).toEqual([]);
  });
});

test('technologies keep the signs that tell them apart', () => {
  expect(terms('C++, C#, F# and C')).toEqual(['c++', 'c#', 'f#', 'c']);
  expect(terms('.NET and ASP.NET')).toEqual(['net', 'aspnet', 'asp', 'net']);
  expect(terms('CI/CD')).toEqual(['cicd', 'ci', 'cd']);
});

test('Node.js is no claim of plain JavaScript', () => {
  expect(terms('Node.js')).not.toContain('javascript');
  expect(terms('JS')).toEqual(['javascript']);
});

test('function words are left out, the field of work IT is not', () => {
  expect(terms('IT manager with the team, it is')).toEqual(['it', 'manager', 'team']);
  expect(terms('Entwicklung für die Bank und mit dem Team')).toEqual(['entwicklung', 'bank', 'team']);
});

test('numbers stay', () => {
  expect(terms('ISO 27001, 2019')).toEqual(['iso', '27001', '2019']);
});

test('a run of letters too long to be a word is dropped', () => {
  expect(terms(`ok ${'x'.repeat(41)}`)).toEqual(['ok']);
});

test('every token stands where it says, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      for (const { term, start, end } of analyse(text)) {
        expect(term).not.toBe('');
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(text.slice(start, end)).toMatch(/[\p{L}\p{M}\p{N}]/u);
      }
    }),
  );
});

test('foldWord removes accents and what looks like one', () => {
  expect(foldWord('Łukasz Müßig, Ærø, São')).toBe('lukasz mussig, aero, sao');
});

test('counting adds up', () => {
  expect(countTerms(analyse('Java, Java and Go'))).toEqual(
    new Map([
      ['java', 2],
      ['go', 1],
    ]),
  );
});
