import { describe, expect, it } from 'vitest';
import type { Span } from '../../../src/domain/profile.ts';
import { extractProfile } from '../../../src/ingest/extract/extract.ts';
import { fc } from '../../lib/fast-check.ts';

const now = '2026-11';

describe('any text at all', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'Experience\n',
      'Skills: ',
      '2017 – 2020',
      'since 2019',
      'Engineer, Acme GmbH',
      'a@example.org',
      '+49 30 23125 123',
      ' - ',
      '\n\n',
      '\t',
      '(',
      'Languages\nEnglish C1',
      'BSc, University of Leeds',
    ),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.lorem({ maxCount: 12 }),
  );
  const anyText = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('').normalize('NFC'));

  it('gives only spans that lie in it, and the same twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { profile, sections } = extractProfile(text, { now });
        const lists = [
          profile.emails,
          profile.phones,
          profile.links,
          profile.skills,
          profile.experience,
          profile.education,
          profile.languages,
        ];
        const single = [
          profile.name,
          profile.location,
          profile.headline,
          profile.seniority,
          profile.yearsExperience,
        ];
        const spans: Span[] = [...lists.flat(), ...single.filter((found) => found !== undefined)].map(
          ({ at }) => at,
        );
        for (const { start, end } of [...spans, ...sections]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        expect(extractProfile(text, { now })).toEqual({ profile, sections });
      }),
    );
  });

  it('gives a profile of nothing but flags for an empty text', () => {
    expect(extractProfile('', { now }).profile).toEqual({
      emails: [],
      phones: [],
      links: [],
      skills: [],
      experience: [],
      education: [],
      languages: [],
      flags: ['no-contact'],
    });
  });

  it.each([
    'a',
    ' ',
    '1',
    '(',
    '2019 - ',
    'A, ',
    'a.',
    'a@',
    '+49 30 1234 ',
    'Experience\n',
    'www.a.com/',
    'Engineer, Acme (2019 - 2020)\n- did\n',
    'English German ',
  ])(
    'takes time in proportion to its length: %j repeated',
    (unit) => {
      // A square of 200,000 would run into the limit of the test, many times over.
      expect(
        extractProfile(unit.repeat(Math.ceil(200_000 / unit.length)), { now }).sections.length,
      ).toBeGreaterThan(0);
    },
    20_000,
  );
});
