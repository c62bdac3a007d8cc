import type { Profile } from '../../../src/domain/profile.ts';
import { fold } from '../../../src/domain/fold.ts';
import { canonicalSkill } from '../../../src/domain/skills.ts';
import type { Truth } from '../../fixtures/truth.ts';

export const FIELDS = [
  'name',
  'emails',
  'phones',
  'links',
  'location',
  'headline',
  'titles',
  'companies',
  'dates',
  'education',
  'skills',
  'languages',
  'levels',
  'years',
] as const;
export type Field = (typeof FIELDS)[number];

/** Counts of one field, over any number of documents. */
export interface Count {
  hits: number;
  extra: number;
  missed: number;
}

export const f1 = ({ hits, extra, missed }: Count): number =>
  hits + extra + missed === 0 ? 1 : (2 * hits) / (2 * hits + extra + missed);

const plain = (text: string): string =>
  fold(text)
    .replaceAll(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim();

/** Equal but for case, accents, punctuation. */
const same = (a: string, b: string): boolean => plain(a) === plain(b);

/** Equal, or one holds the other and little more: a degree with its mark, a school with its town. */
const near = (a: string, b: string): boolean => {
  const [short = '', long = ''] = [plain(a), plain(b)].toSorted((x, y) => x.length - y.length);
  return short === long || (short.length >= 0.6 * long.length && ` ${long} `.includes(` ${short} `));
};

/** Each expected value is met by at most one found value. */
const compare = <T>(
  found: readonly T[],
  expected: readonly T[],
  equal: (a: T, b: T) => boolean,
): Count & { wrong: string } => {
  const left = [...found];
  const missing: T[] = [];
  for (const want of expected) {
    const at = left.findIndex((have) => equal(have, want));
    if (at < 0) missing.push(want);
    else left.splice(at, 1);
  }
  return {
    hits: expected.length - missing.length,
    extra: left.length,
    missed: missing.length,
    wrong: JSON.stringify({ missing, extra: left }),
  };
};

const optional = (value: string | undefined): string[] => (value === undefined ? [] : [value]);

/** What a profile has right and wrong against the truth of its CV, per field. */
export const score = (profile: Profile, truth: Truth): Record<Field, Count & { wrong: string }> => {
  const jobs = profile.experience.map(({ value }) => value);
  const dates = (job: {
    start?: string | undefined;
    end?: string | undefined;
    current?: boolean | undefined;
  }): string => `${job.start}..${job.current === true ? 'now' : job.end}`;
  const studies = profile.education.map(({ value }) => value);
  const tongues = profile.languages.map(({ value }) => value);
  const graded = truth.languages.filter(({ level }) => level !== undefined);
  const ungraded = new Set(
    truth.languages.filter(({ level }) => level === undefined).map(({ name }) => name),
  );
  const years = profile.yearsExperience?.value;
  const yearsRight =
    years === undefined
      ? truth.yearsExperience === 0
      : Math.abs(years - truth.yearsExperience) <= Math.max(0.3, truth.yearsTolerance);
  return {
    name: compare(optional(profile.name?.value), [truth.name], same),
    emails: compare(
      profile.emails.map(({ value }) => value),
      truth.emails,
      (a, b) => a === b,
    ),
    phones: compare(
      profile.phones.map(({ value }) => value),
      truth.phones,
      (a, b) => a === b,
    ),
    links: compare(
      profile.links.map(({ value }) => value),
      // A profile is normalised without www; truth files keep it where the CV prints it.
      truth.links.map((link) => link.replace('://www.', '://')),
      (a, b) => a === b,
    ),
    location: compare(optional(profile.location?.value), [truth.location], same),
    headline: compare(optional(profile.headline?.value), optional(truth.headline), same),
    titles: compare(
      jobs.flatMap(({ title }) => optional(title)),
      truth.experience.map(({ title }) => title),
      same,
    ),
    companies: compare(
      jobs.flatMap(({ company }) => optional(company)),
      truth.experience.map(({ company }) => company),
      same,
    ),
    dates: compare(jobs.map(dates), truth.experience.map(dates), (a, b) => a === b),
    education: compare(
      studies.map(({ degree, school, year }) => ({ degree: degree ?? '', school: school ?? '', year })),
      truth.education.map(({ degree, school, year }) => ({ degree, school, year })),
      (a, b) => near(a.degree, b.degree) && near(a.school, b.school) && a.year === b.year,
    ),
    skills: compare(
      profile.skills.map(({ value }) => value.name),
      [...new Set(truth.skills.map((skill) => canonicalSkill(skill) ?? skill))],
      same,
    ),
    languages: compare(
      tongues.map(({ name }) => name),
      truth.languages.map(({ name }) => name),
      (a, b) => a === b,
    ),
    levels: compare(
      tongues
        .filter(({ name, level }) => level !== undefined && !ungraded.has(name))
        .map(({ name, level }) => `${name} ${level}`),
      graded.map(({ name, level }) => `${name} ${level}`),
      (a, b) => a === b,
    ),
    years: {
      hits: yearsRight ? 1 : 0,
      extra: 0,
      missed: yearsRight ? 0 : 2,
      wrong: `${years} for ${truth.yearsExperience}`,
    },
  };
};
