import { describe, expect, test } from 'vitest';
import { uniteProfiles } from '../../src/domain/candidate.ts';
import type { Found, Profile } from '../../src/domain/profile.ts';

const EMPTY: Profile = {
  emails: [],
  phones: [],
  links: [],
  skills: [],
  experience: [],
  education: [],
  languages: [],
  flags: [],
};

const found = <T>(value: T, start = 0): Found<T> => ({ value, at: { start, end: start + 1 } });
const united = (...profiles: readonly Partial<Profile>[]) =>
  uniteProfiles(
    'id',
    3,
    profiles.map((profile, n) => ({ id: `document ${n}`, profile: { ...EMPTY, ...profile } })),
  );
const values = <T>(sourced: readonly { readonly value: T }[]): readonly T[] =>
  sourced.map(({ value }) => value);

describe('uniteProfiles', () => {
  test('takes each single value from the newest document that has one, with its place', () => {
    const candidate = united(
      { headline: found('Lead', 7), yearsExperience: found(9) },
      { name: found('Anna Berg'), headline: found('Engineer'), yearsExperience: found(12) },
    );
    expect(candidate).toMatchObject({ id: 'id', revision: 3, yearsExperience: { value: 9 } });
    expect(candidate.headline).toEqual({ value: 'Lead', from: { document: 'document 0', start: 7, end: 8 } });
    expect(candidate.name?.from.document).toBe('document 1');
    expect(candidate).not.toHaveProperty('location');
  });

  test('of nobody is empty', () => {
    expect(united()).toEqual({ ...EMPTY, id: 'id', revision: 3 });
  });

  test('unites contacts however they are written', () => {
    const candidate = united(
      {
        emails: [found('anna@example.com')],
        phones: [found('+493023125001')],
        links: [found('https://github.com/anna')],
      },
      {
        emails: [found('Anna@example.com'), found('a@example.org')],
        phones: [found('+49 30 23125 001')],
        links: [found('http://www.github.com/anna/')],
      },
    );
    expect(values(candidate.emails)).toEqual(['anna@example.com', 'a@example.org']);
    expect(values(candidate.phones)).toEqual(['+493023125001']);
    expect(values(candidate.links)).toEqual(['https://github.com/anna']);
  });

  test('counts a skill as evidenced where any document does, with most months and the latest use', () => {
    const candidate = united(
      {
        skills: [
          found({ name: 'Rust', kind: 'claimed' }),
          found({ name: 'C#', kind: 'evidenced', months: 5, lastUsed: '2024' }),
        ],
      },
      {
        skills: [
          found({ name: 'rust', kind: 'evidenced', months: 20, lastUsed: '2023-04' }),
          found({ name: 'C#', kind: 'evidenced', months: 30, lastUsed: '2021-12' }),
          found({ name: 'C', kind: 'claimed' }),
        ],
      },
      { skills: [found({ name: 'Rust', kind: 'claimed' })] },
    );
    expect(values(candidate.skills)).toEqual([
      { name: 'rust', kind: 'evidenced', months: 20, lastUsed: '2023-04' },
      { name: 'C#', kind: 'evidenced', months: 30, lastUsed: '2024' },
      { name: 'C', kind: 'claimed' },
    ]);
    expect(candidate.skills[0]?.from.document).toBe('document 1');
  });

  test('takes positions of the same title, company and start for one, as the newer document has it', () => {
    const job = { title: 'Engineer', company: 'Müller AG', start: '2019-03' };
    const candidate = united(
      { experience: [found({ ...job, end: '2024-01' })] },
      {
        experience: [
          found({ ...job, company: 'MULLER AG', current: true }),
          found({ ...job, start: '2011-01' }),
        ],
      },
    );
    expect(values(candidate.experience)).toEqual([
      { ...job, end: '2024-01' },
      { ...job, start: '2011-01' },
    ]);
  });

  test('keeps the level of a language that any document gives', () => {
    const candidate = united(
      { languages: [found({ name: 'German' }), found({ name: 'French', level: 'B1' })] },
      { languages: [found({ name: 'German', level: 'C1' }), found({ name: 'French', level: 'A2' })] },
    );
    expect(values(candidate.languages)).toEqual([
      { name: 'German', level: 'C1' },
      { name: 'French', level: 'B1' },
    ]);
  });

  test('drops the flag that there is no contact once there is one', () => {
    expect(united({ flags: ['no-contact', 'dates-reversed'] }, { flags: ['dates-reversed'] }).flags).toEqual([
      'no-contact',
      'dates-reversed',
    ]);
    expect(united({ flags: ['no-contact'] }, { emails: [found('a@example.com')] }).flags).toEqual([]);
  });
});
