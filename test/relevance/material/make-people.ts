import { COMPANY_NOTES, INTERESTS, PASSING_MENTIONS, PROJECTS, RARITIES } from './asides.ts';
import { CHARACTER, DAILY_WORK } from './daily-work.ts';
import { COLLEGES, COMPANY_KINDS, COMPANY_STEMS } from './employers.ts';
import { englishFamily, FAMILY_IDS, familyIn, PAST } from './families/families.ts';
import type { Family, Line, TextLanguage } from './family.ts';
import { FRENCH_NAMES, GERMAN_NAMES, NAME_POOLS } from './names.ts';
import { WRITTEN, type Job, type Level, type Person } from './person.ts';
import { phoneOf, TOWNS, type Town } from './places.ts';
import { hash, randomOf, type Random } from './random.ts';

const LEVELS: readonly Level[] = ['senior', 'mid', 'junior', 'lead', 'senior', 'mid', 'mid'];
const YEARS: Readonly<Record<Level, readonly [number, number]>> = {
  junior: [1, 3],
  mid: [4, 7],
  senior: [9, 14],
  lead: [13, 22],
};
const JOBS: Readonly<Record<Level, number>> = { junior: 2, mid: 3, senior: 3, lead: 4 };
const RANKED =
  /head|senior|director|vp |lead|foreman|charge|leit|meister|manager|consultant|chef de cuisine|cheffe/i;
const BOSS = /head|director|vp |foreman|charge|leit|meister/i;

/** Replaces each `{3-9}` by a number of that range. */
export const filled = (text: string, random: Random): string =>
  text.replaceAll(/\{(\d+)-(\d+)\}/g, (_, low, high) => String(random.int(Number(low), Number(high))));

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

function companyFor(family: Family, random: Random): string {
  return `${random.pick(COMPANY_STEMS)} ${random.pick(COMPANY_KINDS[family.sector])}`;
}

interface Career {
  readonly family: Family;
  readonly level: Level;
  readonly index: number;
  readonly freelance: boolean;
  readonly random: Random;
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

function jobsOf(career: Career): Job[] {
  const { family, level, freelance, random, index } = career;
  const families = familiesOf(career);
  const months = random.int(...YEARS[level]) * 12 + random.int(0, 11);
  const stock = new Map<Family, Line[]>();
  for (const one of new Set(families)) {
    stock.set(one, linesOf(one, specialtiesOf(one, index), random));
  }
  const rare = RARITIES.filter(
    (rarity) => family.language === 'en' && rarity.family === family.id && rarity.index === index,
  );
  const daily = new Map<TextLanguage, string[]>();
  const everyday = (language: TextLanguage): Line => {
    const left = daily.get(language)?.length
      ? (daily.get(language) ?? [])
      : random.sample(DAILY_WORK[language], 30);
    daily.set(language, left);
    return { text: filled(left.pop() ?? '', random), tags: [] };
  };
  let end: number | undefined;
  return families.map((one, at) => {
    const span = Math.max(5, Math.round((months / families.length) * (0.7 + random.int(0, 6) / 10)));
    const start = (end ?? WRITTEN) - span;
    const left = stock.get(one) ?? [];
    const share = Math.max(at === 0 ? 4 : 3, Math.ceil(left.length / (families.length - at)));
    const lines = [
      ...(at === 0 ? rare.map((rarity) => rarity.line) : []),
      ...left.splice(0, Math.min(5, share)),
    ].map((line) => ({ ...line, text: filled(line.text, random) }));
    const job: Job = {
      family: one.id,
      title:
        freelance && at === 0
          ? `Freelance ${titleFor(one, level, random)}`
          : titleFor(
              one,
              at === 0 ? level : at === 1 && level === 'lead' ? 'senior' : at >= 2 ? 'junior' : 'mid',
              random,
            ),
      company: freelance && at === 0 ? 'self-employed' : companyFor(one, random),
      note:
        freelance && at === 0
          ? 'Projects for clients of all sizes'
          : filled(random.pick(COMPANY_NOTES[one.language]), random),
      start,
      ...(end === undefined ? {} : { end }),
      lines: [
        ...lines,
        ...Array.from({ length: families.length === 2 ? 4 : random.int(2, 3) }, () => everyday(one.language)),
      ],
    };
    end = start - (random.chance(0.2) ? random.int(2, 9) : 0);
    return job;
  });
}

function spokenOf(town: Town, language: TextLanguage, random: Random): Person['spoken'] {
  const local: Record<string, string> = {
    Germany: 'German',
    Austria: 'German',
    France: 'French',
    Belgium: 'French',
    Spain: 'Spanish',
    Netherlands: 'Dutch',
    Poland: 'Polish',
    Portugal: 'Portuguese',
    Sweden: 'Swedish',
  };
  const home = { en: 'English', de: 'German', fr: 'French' }[language];
  const others = [
    'English',
    local[town.country] ?? 'Spanish',
    random.pick(['French', 'German', 'Italian', 'Turkish', 'Hindi', 'Mandarin', 'Arabic', 'Portuguese']),
  ];
  const names = [...new Set(others)].filter((name) => name !== home).slice(0, random.int(1, 2));
  return [
    { name: home, level: 'native' },
    ...names.map((name) => ({ name, level: random.pick(['A2', 'B1', 'B2', 'C1', 'C2']) })),
  ];
}

const plain = (name: string): string =>
  name
    .replaceAll(/[łŁ]/g, 'l')
    .replaceAll(/[øØ]/g, 'o')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z -]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.');

/** Hands out what no two people may share: names, addresses, numbers, ids. */
class Registry {
  readonly #names = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #phones = new Map<string, number>();

  name(language: TextLanguage, random: Random): string {
    const pool =
      language === 'de' ? GERMAN_NAMES : language === 'fr' ? FRENCH_NAMES : random.pick(NAME_POOLS);
    for (;;) {
      const given = random.pick(pool.given);
      const middle = random.chance(this.#names.size / 4000) ? ` ${random.pick(pool.given)}` : '';
      const name = `${given}${middle} ${random.pick(pool.family)}`;
      if (this.#names.has(plain(name))) continue;
      this.#names.add(plain(name));
      return name;
    }
  }

  phone(country: Town['phone']): string {
    const serial = this.#phones.get(country) ?? 0;
    this.#phones.set(country, serial + 1);
    // 7,919 is prime and does not divide the ranges' sizes: neighbours differ, nothing repeats.
    return phoneOf(
      country,
      (serial * 7919 + 137) % (country === 'us' ? 2000 : country === 'de' ? 5000 : 10_000),
    );
  }

  id(key: string): string {
    for (let round = 0; ; round += 1) {
      const id = `p-${(hash(`${key}:${round}`) >>> 8).toString(16).padStart(6, '0').slice(0, 5)}`;
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      return id;
    }
  }
}

function languageOf(id: string, index: number): TextLanguage {
  if (familyIn(id, 'de') && [1, 3, 5].includes(index % 7)) return 'de';
  if (familyIn(id, 'fr') && [2, 4, 6].includes(index % 7)) return 'fr';
  return 'en';
}

function onePerson(id: string, index: number, seed: number, registry: Registry): Person {
  const random = randomOf(`${seed}:${id}:${index}`);
  const language = languageOf(id, index);
  const family = familyIn(id, language) ?? englishFamily(id);
  const level = LEVELS[index % LEVELS.length] ?? 'mid';
  const freelance =
    language === 'en' &&
    ['tech', 'office'].includes(family.sector) &&
    id !== 'eng-manager' &&
    (random.chance(0.15) || (id === 'mobile-cross' && index % 7 === 4));
  const town = random.pick(TOWNS.filter((one) => one.writes.includes(language)));
  const jobs = jobsOf({ family, level, index, freelance, random });
  const name = registry.name(language, random);
  const studied = Math.floor((jobs.at(-1)?.start ?? WRITTEN) / 12);
  const interests = random.sample(INTERESTS[language], random.int(1, 2));
  return {
    id: registry.id(`${seed}:${id}:${index}`),
    name,
    email: `${plain(name)}@example.${['com', 'org', 'net'][index % 3]}`,
    phone: registry.phone(town.phone),
    family: id,
    level,
    freelance,
    town,
    language,
    ...(random.chance(0.75) ? { headline: jobs[0]?.title ?? '' } : {}),
    summary: [random.pick(family.summaries), ...random.sample(CHARACTER[language], 2)].join(' '),
    jobs,
    education: [
      { degree: random.pick(family.degrees), school: random.pick(COLLEGES[language]), year: studied },
      ...(random.chance(0.3) && language === 'en'
        ? [
            {
              degree: 'Secondary School Certificate',
              school: `${town.name} Comprehensive School`,
              year: studied - 4,
            },
          ]
        : []),
    ],
    claimed: random.sample(family.skills, random.int(6, 9)),
    spoken: spokenOf(town, language, random),
    projects: [
      ...random.sample(PROJECTS[language], level === 'junior' ? 3 : 2).map((text) => filled(text, random)),
      ...(language === 'en' && random.chance(0.35) ? [filled(random.pick(PASSING_MENTIONS), random)] : []),
    ],
    interests,
  };
}

/** Endless different people: every family gets its first person, then every family its second, and so on. */
export function* people(seed: number): Generator<Person, never> {
  const registry = new Registry();
  for (let index = 0; ; index += 1) {
    for (const id of FAMILY_IDS) yield onePerson(id, index, seed, registry);
  }
}

/** The first `count` of them. Up to about 10,000 no two share a name, an address or a number. */
export function makePeople(count: number, seed: number): Person[] {
  const source = people(seed);
  return Array.from({ length: count }, () => source.next().value);
}
