import { WRITTEN, type Job, type Level, type Person } from './material/person.ts';

/** 3 exactly what was asked for, 2 good, 1 partly, 0 not. */
export type Grade = 0 | 1 | 2 | 3;
export type Rule = (person: Person) => Grade;

/** What a searcher wants; everything that is given must hold for grade 3. */
export interface Wish {
  /** Families that are exactly right. */
  readonly role?: readonly string[];
  /** Families that are close enough for grade 1. */
  readonly near?: readonly string[];
  readonly level?: Level;
  /** Each entry is one demand; the tags in it are alternatives. */
  readonly skills?: readonly (readonly string[])[];
  readonly towns?: readonly string[];
  readonly countries?: readonly string[];
  readonly freelance?: boolean;
  /** English name of a language, spoken at B2 or better. */
  readonly speaks?: string;
}

const ORDER: readonly Level[] = ['junior', 'mid', 'senior', 'lead'];
const FLUENT: ReadonlySet<string> = new Set(['native', 'C2', 'C1', 'B2']);

const grade = (value: number): Grade => (value >= 3 ? 3 : value >= 2 ? 2 : value >= 1 ? 1 : 0);
const yearsAgo = (job: Job): number => (job.end === undefined ? 0 : (WRITTEN - job.end) / 12);
const months = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, job) => sum + (job.end ?? WRITTEN) - job.start, 0);

/** How much the level misses what was asked; more senior than "senior" is no miss. */
function miss(level: Level, asked: Level): number {
  const distance = ORDER.indexOf(level) - ORDER.indexOf(asked);
  return asked === 'senior' && distance > 0 ? 0 : Math.min(2, Math.abs(distance));
}

/** Same work today 3 (less by level); left within the last two years after two years of it 2; earlier, or close work, 1. */
function roleGrade(person: Person, wish: Wish): number {
  const role = wish.role ?? [];
  if (role.includes(person.family)) return Math.max(1, 3 - (wish.level ? miss(person.level, wish.level) : 0));
  const former = person.jobs.filter((job) => role.includes(job.family));
  if (former.some((job) => yearsAgo(job) <= 2) && months(former) >= 24) return 2;
  return former.length > 0 || wish.near?.includes(person.family) ? 1 : 0;
}

/** Skills that German and French lists name in their own words. */
const TRANSLATED: Readonly<Record<string, string>> = {
  Lohnabrechnung: 'payroll',
  SPS: 'plc',
  Pâtisserie: 'pastry',
  Wundmanagement: 'wound-care',
};
const tagOf = (skill: string): string => TRANSLATED[skill] ?? skill.toLowerCase().replaceAll(' ', '-');

/** A title shows what it names: a pastry chef knows pastry. */
const titleNames = (title: string, tag: string): boolean =>
  ` ${title.toLowerCase().replaceAll(/[^\p{L}\d+#]+/gu, ' ')} `.includes(` ${tag.replaceAll('-', ' ')} `);
const shows = (job: Job, tags: readonly string[]): boolean =>
  tags.some((tag) => titleNames(job.title, tag) || job.lines.some((line) => line.tags.includes(tag)));

/** Shown in a job of the last four years 3; of the last eight, or only claimed, 2; longer ago 1. */
function skillGrade(person: Person, tags: readonly string[]): number {
  const shown = person.jobs.filter((job) => shows(job, tags));
  const age = Math.min(...shown.map(yearsAgo));
  if (age <= 4) return 3;
  if (age <= 8 || person.claimed.some((skill) => tags.includes(tagOf(skill)))) return 2;
  return shown.length > 0 ? 1 : 0;
}

/** Rows: how well the role fits (0 to 3); columns: how well the skills do. A right role without the skill is only partly right. */
const ROLE_AND_SKILL: readonly (readonly number[])[] = [
  [0, 0, 0, 0],
  [0, 0, 1, 1],
  [0, 1, 2, 2],
  [1, 1, 2, 3],
];

/** Several demands count by their mean, rounded down: 3 needs every one shown of late. */
function workGrade(person: Person, wish: Wish): number {
  const skills = wish.skills?.map((tags) => skillGrade(person, tags)) ?? [];
  const mean = skills.reduce((sum, one) => sum + one, 0) / skills.length;
  const skill = skills.length === 0 ? undefined : Math.floor(mean);
  if (!wish.role) return skill ?? 3;
  const role = roleGrade(person, wish);
  return skill === undefined ? role : (ROLE_AND_SKILL[role]?.[skill] ?? 0);
}

/** Turns a wish into the rule that grades everybody. */
export function want(wish: Wish): Rule {
  return (person) => {
    let value = workGrade(person, wish);
    const elsewhere = wish.towns
      ? !wish.towns.includes(person.town.name)
      : wish.countries
        ? !wish.countries.includes(person.town.country)
        : false;
    if (elsewhere) value = value >= 2 ? 1 : 0;
    if (wish.freelance && !person.freelance) value -= 1;
    const speaks = person.spoken.some((one) => one.name === wish.speaks && FLUENT.has(one.level));
    if (wish.speaks && !speaks) value = value >= 2 ? 1 : 0;
    return grade(value);
  };
}

/** Worked there at any time. */
export const workedAt =
  (company: string): Rule =>
  (person) =>
    person.jobs.some((job) => job.company === company) ? 3 : 0;

/** Lives there. */
export const livesIn =
  (town: string): Rule =>
  (person) =>
    person.town.name === town ? 3 : 0;

/** Studied there. */
export const studiedAt =
  (school: string): Rule =>
  (person) =>
    person.education.some((one) => one.school === school) ? 3 : 0;

/** Both hold: the lower grade counts. */
export const both =
  (first: Rule, second: Rule): Rule =>
  (person) => {
    const [a, b] = [first(person), second(person)];
    return a > 0 && b > 0 ? grade(Math.min(a, b)) : 0;
  };
