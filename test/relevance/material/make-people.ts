import { INTERESTS, PASSING_MENTIONS, PROJECTS } from './asides.ts';
import { CHARACTER } from './daily-work.ts';
import { COLLEGES } from './employers.ts';
import { englishFamily, FAMILY_IDS, familyIn } from './families/families.ts';
import type { TextLanguage } from './family.ts';
import { jobsOf } from './make-career.ts';
import { WRITTEN, type Level, type Person } from './person.ts';
import { TOWNS, type Town } from './places.ts';
import { filled, randomOf, type Random } from './random.ts';
import { plain, Registry } from './registry.ts';

const LEVELS: readonly Level[] = ['senior', 'mid', 'junior', 'lead', 'senior', 'mid', 'mid'];

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

function languageOf(id: string, index: number): TextLanguage {
  if (familyIn(id, 'de') && [1, 3, 5].includes(index % 7)) return 'de';
  if (familyIn(id, 'fr') && [2, 4, 6].includes(index % 7)) return 'fr';
  return 'en';
}

/** What all people of one run share. */
interface World {
  readonly seed: number;
  readonly more: number;
  readonly registry: Registry;
}

function onePerson(id: string, index: number, { seed, more, registry }: World): Person {
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
  const fixed = randomOf(`${seed}:${id}:${index}:facts`);
  const jobs = jobsOf({ family, level, index, freelance, more, random, employers: fixed });
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
      { degree: random.pick(family.degrees), school: fixed.pick(COLLEGES[language]), year: studied },
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

/**
 * Endless different people: every family gets its first person, then every family its second, and so on. `more` lines per
 * job make longer CVs: 0 gives about 2,100 characters, 4 about 3,000. Up to 10,000 people no two share a name, an address
 * or a number.
 */
export function* people(seed: number, more = 0): Generator<Person, never> {
  const world: World = { seed, more, registry: new Registry() };
  for (let index = 0; ; index += 1) {
    for (const id of FAMILY_IDS) yield onePerson(id, index, world);
  }
}

/** The first `count` of them. */
export function makePeople(count: number, seed: number, more = 0): Person[] {
  const source = people(seed, more);
  return Array.from({ length: count }, () => source.next().value);
}
