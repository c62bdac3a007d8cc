import { COMPANY_NOTES, RARITIES } from './asides.ts';
import { DAILY_WORK } from './daily-work.ts';
import { COMPANY_KINDS, COMPANY_STEMS } from './employers.ts';
import { englishFamily, PAST } from './families/families.ts';
import type { Family, Line, TextLanguage } from './family.ts';
import { WRITTEN, type Job, type Level } from './person.ts';
import { filled, type Random } from './random.ts';

const YEARS: Readonly<Record<Level, readonly [number, number]>> = {
  junior: [1, 3],
  mid: [4, 7],
  senior: [9, 14],
  lead: [13, 22],
};
const JOBS: Readonly<Record<Level, number>> = { junior: 2, mid: 3, senior: 3, lead: 4 };
const RANKED =
  /head|senior|junior|director|vp |lead|foreman|charge|leit|meister|manager|consultant|chef de cuisine|cheffe/i;
const BOSS = /head|director|vp |foreman|charge|leit|meister/i;

function titleFor(family: Family, level: Level, random: Random): string {
  const fitting = family.titles.filter(
    (title) =>
      (level === 'lead' ? true : !BOSS.test(title)) && (level === 'junior' ? !RANKED.test(title) : true),
  );
  const title = random.pick(fitting.length > 0 ? fitting : family.titles);
  if (family.language !== 'en' || RANKED.test(title) || level === 'mid') return title;
  const before = {
    junior: ['Junior', 'Graduate', 'Trainee'],
    senior: ['Senior'],
    lead: ['Lead', 'Principal', 'Senior'],
  }[level];
  return `${random.pick(before)} ${title}`;
}

/** The lines of a person's work in one family, newest first and without repetition: the specialty shows early. */
function linesOf(family: Family, specialties: readonly string[], random: Random): Line[] {
  const special = specialties.flatMap((name) => family.specialties[name] ?? []);
  const core = random.sample(family.core, family.core.length - random.int(1, 2));
  return [
    ...special.slice(0, 2),
    ...core.slice(0, 2),
    ...special.slice(2, 3),
    ...core.slice(2),
    ...special.slice(3),
  ];
}

const companyFor = (family: Family, random: Random): string =>
  `${random.pick(COMPANY_STEMS)} ${random.pick(COMPANY_KINDS[family.sector])}`;

/** What a person's jobs are dealt from. */
interface Career {
  readonly family: Family;
  readonly level: Level;
  readonly index: number;
  readonly freelance: boolean;
  /** Everyday lines per job beyond the two to four that everybody has: makes CVs longer. */
  readonly more: number;
  readonly random: Random;
  /** Deals employers only, so that new material leaves the fact queries' companies where they are. */
  readonly employers: Random;
}

/** What each job was in, newest first: career changers did something else before. */
function familiesOf({ family, level, index, random }: Career): Family[] {
  const past = family.language === 'en' && index % 7 >= 3 && level !== 'junior' ? PAST[family.id] : undefined;
  const before = past ? englishFamily(random.pick(past)) : family;
  const changed = past && (family.id === 'eng-manager' || index % 7 === 4 || index % 7 === 6);
  return Array.from({ length: JOBS[level] }, (_, at) =>
    changed && at >= JOBS[level] - (level === 'mid' ? 1 : 2) ? before : family,
  );
}

/** In turn, so that every specialty has its people; every third person has two. */
function specialtiesOf(family: Family, index: number): string[] {
  const names = Object.keys(family.specialties);
  const turned = [...names.slice(index % names.length), ...names.slice(0, index % names.length)];
  return turned.slice(0, index % 3 === 0 ? 2 : 1);
}

/** Everyday lines without repetition within one person. */
function everydayLines(random: Random): (language: TextLanguage, count: number) => Line[] {
  const left = new Map<TextLanguage, string[]>();
  return (language, count) => {
    const stock = left.get(language) ?? random.sample(DAILY_WORK[language], DAILY_WORK[language].length);
    left.set(language, stock);
    return stock.splice(0, count).map((text) => ({ text: filled(text, random), tags: [] }));
  };
}

/** How senior somebody of `level` was, `at` jobs ago. */
function levelThen(level: Level, at: number): Level {
  if (at === 0 || level === 'junior') return level;
  if (at >= 2) return 'junior';
  return level === 'lead' ? 'senior' : 'mid';
}

function rareLines({ family, index }: Career): Line[] {
  const own = RARITIES.filter((rarity) => rarity.family === family.id && rarity.index === index);
  return family.language === 'en' ? own.map(({ line }) => line) : [];
}

/** A person's jobs, newest first. */
export function jobsOf(career: Career): Job[] {
  const { level, freelance, random, index } = career;
  const families = familiesOf(career);
  const months = random.int(...YEARS[level]) * 12 + random.int(0, 11);
  const stock = new Map(
    [...new Set(families)].map((one) => [one, linesOf(one, specialtiesOf(one, index), random)]),
  );
  const everyday = everydayLines(random);
  let end: number | undefined;
  const jobs: Job[] = [];
  for (const [at, family] of families.entries()) {
    const own = freelance && at === 0;
    const start =
      (end ?? WRITTEN) - Math.max(5, Math.round((months / families.length) * (0.7 + random.int(0, 6) / 10)));
    const left = stock.get(family) ?? [];
    const share = Math.min(5, Math.max(at === 0 ? 4 : 3, Math.ceil(left.length / (families.length - at))));
    const proofs = [...(at === 0 ? rareLines(career) : []), ...left.splice(0, share)].map(
      ({ text, tags }) => ({ text: filled(text, random), tags }),
    );
    const title = titleFor(family, levelThen(level, at), random);
    const company = companyFor(family, career.employers);
    const note = filled(random.pick(COMPANY_NOTES[family.language]), random);
    jobs.push({
      family: family.id,
      title: own ? `Freelance ${title}` : title,
      company: own ? 'self-employed' : company,
      note: own ? 'Projects for clients of all sizes' : note,
      start,
      ...(end === undefined ? {} : { end }),
      lines: [
        ...proofs,
        ...everyday(family.language, career.more + (families.length === 2 ? 4 : random.int(2, 3))),
      ],
    });
    end = start - (random.chance(0.2) ? random.int(2, 9) : 0);
  }
  return jobs;
}
