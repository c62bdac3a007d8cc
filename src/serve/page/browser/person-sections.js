/** What a CV says of a person, section by section; what it does not say is left out. */
import { el, theirs } from './dom.js';
import { facts } from './hit.js';
import { duration, fileName, month, nameOf } from './words.js';

/** @typedef {{name: string, kind: 'evidenced' | 'claimed', months?: number, lastUsed?: string}} Skill */
/** @typedef {{title: string | null, company: string | null, start: string | null, end: string | null, current?: boolean}} Position */
/** @typedef {{degree: string | null, school: string | null, year?: number}} Education */

/**
 * @typedef {object} PersonRecord
 * @property {{id: string, name: string | null, emails: string[], phones: string[], links: string[], location: string | null,
 *   headline: string | null, seniority: string | null, yearsExperience: number | null, skills: Skill[], experience: Position[],
 *   education: Education[], languages: {name: string, level?: string}[], flags: string[]}} candidate
 * @property {string[]} files
 * @property {{path: string | null, current: boolean, storedAt: string}[]} [documents]
 */

/** The wording of `cvx show`. @type {Readonly<Record<string, string>>} */
const FLAGS = {
  'dates-reversed': 'A position ends before it begins.',
  'dates-in-future': 'A date lies in the future.',
  'positions-undated': 'Some positions have no dates, so the years of experience may be too few.',
  'no-contact': 'No e-mail address, phone number or profile link was found.',
  'unknown-headings': 'Some headings were not recognised.',
};

/** @param {PersonRecord} record */
export function personHead({ candidate, files }) {
  const { name, headline, seniority } = candidate;
  return [
    el('h2', { id: 'person-name', tabindex: '-1' }, theirs(nameOf(name, files))),
    headline !== null && el('p', { class: 'headline' }, theirs(headline)),
    facts(candidate),
    seniority !== null && el('ul', { class: 'why' }, el('li', {}, `level: ${seniority}`)),
    ...candidate.flags.map((flag) => el('p', { class: 'flag' }, FLAGS[flag] ?? flag)),
  ];
}

/** @param {PersonRecord} record */
export function personBody({ candidate, files, documents = [] }) {
  const { emails, phones, links, experience, skills, education, languages } = candidate;
  return [
    section('Contact', [
      ...emails.map((email) => link(email, `mailto:${encodeURIComponent(email)}`)),
      ...phones.map((phone) => link(phone, `tel:${phone.replaceAll(/[^\d+]/g, '')}`)),
      ...links.map((url) => link(url.replace(/^https?:\/\//, ''), webAddress(url))),
    ]),
    section('Experience', experience.map(position), 'timeline'),
    skillSection(skills),
    section('Education', education.map(study)),
    section(
      'Languages',
      languages.map(({ name, level }) => el('li', {}, theirs(name), level && ` (${level})`)),
      'chips',
    ),
    fileSection(files, documents),
  ];
}

/** @param {string} title @param {HTMLElement[]} items @param {string} [kind] */
function section(title, items, kind) {
  return (
    items.length > 0 && el('section', {}, el('h3', {}, title), el('ul', { class: kind ?? 'lines' }, items))
  );
}

/** @param {string} text @param {string | undefined} href */
function link(text, href) {
  if (href === undefined) return el('li', {}, theirs(text));
  const away = href.startsWith('http');
  const rel = away ? { target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
  return el('li', {}, el('a', { href, ...rel }, theirs(text)));
}

/** A CV may link to anything (`javascript:` …); only the web is offered. @param {string} url */
function webAddress(url) {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Position} position */
function position({ title, company, start, end, current }) {
  const until = current === true ? 'today' : end === null ? undefined : month(end);
  const dates = [start === null ? undefined : month(start), until].filter((date) => date !== undefined);
  return el(
    'li',
    { class: current === true && 'current' },
    el('span', { class: 'when' }, dates.length === 0 ? 'undated' : dates.join(' – ')),
    el(
      'span',
      { class: 'what' },
      title !== null && el('b', {}, theirs(title)),
      company !== null && theirs(company),
    ),
  );
}

/** @param {Education} education */
function study({ degree, school, year }) {
  const parts = [degree, school].filter((part) => part !== null);
  return el(
    'li',
    {},
    parts.flatMap((part, i) => [i > 0 && ', ', theirs(part)]),
    year !== undefined && el('span', { class: 'quiet' }, ` ${year}`),
  );
}

/** Longest first, each with a bar against the longest. @param {Skill[]} skills */
function skillSection(skills) {
  const evidenced = skills
    .filter(({ kind }) => kind === 'evidenced')
    .toSorted((a, b) => (b.months ?? 0) - (a.months ?? 0));
  const claimed = skills.filter(({ kind }) => kind === 'claimed');
  const longest = Math.max(1, ...evidenced.map(({ months }) => months ?? 0));
  return (
    skills.length > 0 &&
    el(
      'section',
      {},
      el('h3', {}, 'Skills'),
      evidenced.length > 0 &&
        el(
          'ul',
          { class: 'skills' },
          evidenced.map((skill) => skillItem(skill, longest)),
        ),
      claimed.length > 0 &&
        el('p', { class: 'quiet' }, 'Named in a list only, without a position that shows them'),
      claimed.length > 0 &&
        el(
          'ul',
          { class: 'chips' },
          claimed.map(({ name }) => el('li', {}, theirs(name))),
        ),
    )
  );
}

/** @param {Skill} skill @param {number} longest */
function skillItem({ name, months, lastUsed }, longest) {
  const bar = el('span', { class: 'bar', 'aria-hidden': 'true' });
  bar.style.setProperty('--share', String((months ?? 0) / longest));
  return el(
    'li',
    {},
    el('span', { class: 'skill' }, theirs(name)),
    bar,
    el('span', { class: 'long' }, months === undefined ? 'in a position' : duration(months)),
    el('span', { class: 'quiet' }, lastUsed !== undefined && `until ${month(lastUsed)}`),
  );
}

/** @param {string[]} files @param {NonNullable<PersonRecord['documents']>} documents */
function fileSection(files, documents) {
  const stored = new Map(documents.map((one) => [one.path, one]));
  return section(
    'Files',
    files.map((path) => {
      const { storedAt, current } = stored.get(path) ?? {};
      return el(
        'li',
        { title: path },
        theirs(fileName(path)),
        storedAt !== undefined && el('span', { class: 'quiet' }, ` read ${storedAt.slice(0, 10)}`),
        current === false && el('span', { class: 'quiet' }, ', replaced by a newer version'),
      );
    }),
  );
}
