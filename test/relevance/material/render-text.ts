import type { TextLanguage } from './family.ts';
import type { Job, Person } from './person.ts';
import { hash } from './random.ts';

/** A CV before its layout: what a page designer gets. */
export interface Sheet {
  readonly name: string;
  readonly headline?: string;
  readonly contact: readonly string[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly title?: string;
  readonly meta?: string;
  readonly lines: readonly string[];
  readonly bulleted: boolean;
}

type Headings = readonly [
  summary: string,
  work: string,
  education: string,
  skills: string,
  languages: string,
  projects: string,
  interests: string,
];

const HEADINGS: Readonly<Record<TextLanguage, readonly Headings[]>> = {
  en: [
    ['Summary', 'Experience', 'Education', 'Skills', 'Languages', 'Projects and volunteering', 'Interests'],
    [
      'PROFILE',
      'PROFESSIONAL EXPERIENCE',
      'EDUCATION',
      'KEY SKILLS',
      'LANGUAGES',
      'OTHER ACTIVITIES',
      'INTERESTS',
    ],
    [
      'About me',
      'Work History',
      'Education and Training',
      'Core Competencies',
      'Languages',
      'Beyond work',
      'Hobbies',
    ],
    [
      'Personal Statement',
      'Employment',
      'Qualifications',
      'Technical and professional skills',
      'Language skills',
      'Voluntary work',
      'Leisure',
    ],
  ],
  de: [['Profil', 'Berufserfahrung', 'Ausbildung', 'Kenntnisse', 'Sprachen', 'Ehrenamt', 'Interessen']],
  fr: [
    [
      'Profil',
      'Expérience professionnelle',
      'Formation',
      'Compétences',
      'Langues',
      'Engagements',
      "Centres d'intérêt",
    ],
  ],
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TODAY: Readonly<Record<TextLanguage, string>> = { en: 'Present', de: 'heute', fr: "aujourd'hui" };
const LANGUAGE_NAMES: Readonly<Record<'de' | 'fr', Readonly<Record<string, string>>>> = {
  de: {
    English: 'Englisch',
    German: 'Deutsch',
    French: 'Französisch',
    Spanish: 'Spanisch',
    Italian: 'Italienisch',
    Turkish: 'Türkisch',
    Hindi: 'Hindi',
    Mandarin: 'Mandarin',
    Arabic: 'Arabisch',
    Portuguese: 'Portugiesisch',
    native: 'Muttersprache',
  },
  fr: {
    English: 'anglais',
    German: 'allemand',
    French: 'français',
    Spanish: 'espagnol',
    Italian: 'italien',
    Turkish: 'turc',
    Hindi: 'hindi',
    Mandarin: 'mandarin',
    Arabic: 'arabe',
    Portuguese: 'portugais',
    native: 'langue maternelle',
  },
};

function dateOf(month: number, style: number, language: TextLanguage): string {
  const year = Math.floor(month / 12);
  const numeric = `${String((month % 12) + 1).padStart(2, '0')}/${year}`;
  if (language !== 'en' || style === 1) return numeric;
  return style === 2 ? String(year) : `${MONTHS[month % 12]} ${year}`;
}

function datesOf(job: Job, style: number, language: TextLanguage): string {
  const end = job.end === undefined ? TODAY[language] : dateOf(job.end, style, language);
  return `${dateOf(job.start, style, language)} ${style === 1 ? '-' : '–'} ${end}`;
}

function jobEntry(job: Job, style: number, person: Person): Entry {
  const dates = datesOf(job, style, person.language);
  const at = job.company === 'self-employed' ? 'Self-employed' : job.company;
  const heads = [
    { title: `${job.title}, ${at}`, meta: dates },
    { title: at, meta: `${job.title} | ${dates}` },
    { title: `${dates}  ${job.title}`, meta: at },
    { title: job.title, meta: `${at} (${dates})` },
  ];
  return {
    ...(heads[style] ?? { title: job.title, meta: dates }),
    lines: [job.note, ...job.lines.map((line) => line.text)],
    bulleted: true,
  };
}

const word = (person: Person, name: string): string =>
  person.language === 'en' ? name : (LANGUAGE_NAMES[person.language][name] ?? name);

/** Lays a person's truth out as sections; headings, date forms and order vary from person to person, not from run to run. */
export function sheetOf(person: Person): Sheet {
  const choice = hash(person.id);
  const style = choice % 4;
  const headings = HEADINGS[person.language][style % HEADINGS[person.language].length] ?? HEADINGS.en[0];
  if (!headings) throw new RangeError('No headings');
  const [summary, work, education, skills, languages, projects, interests] = headings;
  const prose = (heading: string, text: string): Section => ({
    heading,
    entries: [{ lines: [text], bulleted: false }],
  });
  const main = { heading: work, entries: person.jobs.map((job) => jobEntry(job, style, person)) };
  const claimed = prose(skills, person.claimed.join(style === 1 ? ' | ' : ', '));
  return {
    name: person.name,
    ...(person.headline ? { headline: person.headline } : {}),
    contact: [person.town.name + (style === 3 ? `, ${person.town.country}` : ''), person.email, person.phone],
    sections: [
      prose(summary, person.summary),
      ...((choice >>> 8) % 3 === 0 ? [claimed, main] : [main]),
      {
        heading: education,
        entries: person.education.map((one) => ({
          lines: [`${one.degree}, ${one.school}, ${one.year}`],
          bulleted: false,
        })),
      },
      ...((choice >>> 8) % 3 === 0 ? [] : [claimed]),
      prose(
        languages,
        person.spoken.map((one) => `${word(person, one.name)} (${word(person, one.level)})`).join(', '),
      ),
      { heading: projects, entries: [{ lines: person.projects, bulleted: true }] },
      prose(interests, person.interests.join('. ') + '.'),
    ],
  };
}

/** The CV as plain text. */
export function renderText(person: Person): string {
  const sheet = sheetOf(person);
  const mark = ['• ', '- ', '* ', '• '][hash(person.id) % 4] ?? '- ';
  const entry = (one: Entry): string =>
    [one.title, one.meta, ...one.lines.map((line) => (one.bulleted ? mark : '') + line)]
      .filter((line) => line !== undefined)
      .join('\n');
  const sections = sheet.sections.map((section) =>
    [section.heading, ...section.entries.map(entry)].join('\n'),
  );
  return (
    [
      [sheet.name, ...(sheet.headline ? [sheet.headline] : []), sheet.contact.join(' | ')].join('\n'),
      ...sections,
    ].join('\n\n') + '\n'
  );
}
