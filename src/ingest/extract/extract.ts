import type { Education, Found, Profile, ProfileFlag, Span, YearMonth } from '../../domain/profile.ts';
import { fold } from '../../domain/fold.ts';
import { findEmails, findLinks } from './contacts.ts';
import { type DateRange, findDates } from './dates.ts';
import { educationIn, findEducation, isEducation } from './education.ts';
import { type FoundPosition, findPositions, positionsIn } from './experience.ts';
import { findHeadline } from './headline.ts';
import { findLanguages } from './languages.ts';
import { type Line, linesOf } from './lines.ts';
import { findLocation, isHomeLabel } from './location.ts';
import { findName } from './name.ts';
import { findPhones } from './phones.ts';
import { type Section, findSections } from './sections.ts';
import { findSeniority } from './seniority.ts';
import { type Evidence, findSkills } from './skills.ts';
import { inOrder, spansIn } from './spans.ts';
import { countYears, intervalOf } from './years.ts';

export type { Section } from './sections.ts';

/** What one CV says about one person, and where its sections lie. */
export interface Extraction {
  readonly profile: Profile;
  readonly sections: readonly Section[];
}

const linesIn = (lines: readonly Line[], spans: readonly Span[]): readonly Line[] =>
  spans.flatMap((span) => spansIn(lines, span));

/** Dated positions and projects: where a skill is named there, it is in evidence. */
const evidenceOf = (positions: readonly FoundPosition[], now: YearMonth): readonly Evidence[] =>
  positions.flatMap(({ at, date }) => {
    const interval = intervalOf(date, now);
    if (typeof interval === 'string' || date === undefined) return [];
    return [{ ...at, interval, until: date.current ? now : (date.end ?? now) }];
  });

const projectsOf = (
  lines: readonly Line[],
  sections: readonly Section[],
  dates: readonly DateRange[],
): readonly FoundPosition[] =>
  sections
    .filter(({ kind }) => kind === 'projects')
    .flatMap((section) =>
      positionsIn(
        linesIn(lines, [{ start: section.heading?.end ?? section.start, end: section.end }]),
        dates,
      ),
    );

/** Lines in which a person says where they live: those of the header, else those beside an address. */
const homeLines = (lines: readonly Line[], sections: readonly Section[]): readonly Line[] =>
  lines.filter(
    (line) => line.text.includes('@') || isHomeLabel(line) || spansIn(sections, line)[0]?.kind === 'header',
  );

/** Sections that may hold positions where no heading announces them. */
const OPEN: ReadonlySet<string> = new Set(['header', 'summary', 'other', 'projects']);

/** Positions and studies: those below their headings, else, in a CV without such headings, all that dates and titles tell. */
const findHistory = (
  lines: readonly Line[],
  sections: readonly Section[],
  dates: readonly DateRange[],
): { readonly positions: readonly FoundPosition[]; readonly education: readonly Found<Education>[] } => {
  const positions = findPositions(lines, sections, dates);
  const education = findEducation(lines, sections, dates);
  const kinds = new Set(sections.map(({ kind }) => kind));
  const open = linesIn(
    lines,
    sections.filter(({ kind }) => OPEN.has(kind)),
  );
  return {
    positions: kinds.has('experience')
      ? positions
      : positionsIn(open, dates, (entry) => !isEducation(entry) && entry.date?.form !== 'single').filter(
          ({ value }) => value.title !== undefined && value.company !== undefined,
        ),
    education:
      kinds.has('education') || kinds.has('experience') ? education : educationIn(open, dates, isEducation),
  };
};

/**
 * Reads a CV: every value with the place in `text` that it was read from. Pure and deterministic; linear in the text.
 * `options.now` is the month that "present" stands for.
 */
export const extractProfile = (text: string, options: { readonly now: YearMonth }): Extraction => {
  const { now } = options;
  const lines = linesOf(text);
  const folded = fold(text);
  const sections = findSections(text, lines);
  const dates = findDates(text, folded);
  const emails = findEmails(text);
  const links = findLinks(lines, sections);
  const name = findName(lines, emails);
  const place = findLocation(homeLines(lines, sections));
  const phones = findPhones(text, folded, dates, place?.country);
  const top = linesIn(
    lines,
    sections.filter(({ kind }) => kind === 'header'),
  );
  const headline = findHeadline(
    name === undefined || top.some((line) => name.at.start >= line.start && name.at.end <= line.end)
      ? top
      : lines,
    name?.at,
  );
  const history = findHistory(lines, sections, dates);
  const { positions, education } = history;
  const projects = projectsOf(lines, sections, dates);
  const { years, flags } = countYears(positions, now);
  const seniority = findSeniority(positions, headline, now);
  const companies = positions.flatMap(({ companyAt }) => companyAt ?? []);
  const masked = inOrder([
    ...companies,
    ...[...emails, ...links, ...(name === undefined ? [] : [name])].map(({ at }) => at),
  ]);
  const profile: Profile = {
    ...(name && { name }),
    emails,
    phones,
    links,
    ...(place && { location: { value: place.value, at: place.at } }),
    ...(headline && { headline }),
    ...(seniority && { seniority }),
    ...(years && { yearsExperience: years }),
    skills: findSkills({
      lines,
      sections,
      evidence: inOrder(evidenceOf([...positions, ...projects], now)),
      masked,
      headline: headline?.at,
    }),
    experience: positions.map(({ value, at }) => ({ value, at })),
    education,
    languages: findLanguages(lines, sections),
    flags: flagsOf(flags, [...emails, ...phones], sections),
  };
  return { profile, sections };
};

const flagsOf = (
  dated: readonly ProfileFlag[],
  contacts: readonly unknown[],
  sections: readonly Section[],
): readonly ProfileFlag[] => [
  ...dated,
  ...(contacts.length === 0 ? (['no-contact'] as const) : []),
  ...(sections.some(({ known }) => !known) ? (['unknown-headings'] as const) : []),
];
