import type { Candidate } from '../domain/candidate.ts';
import type { Position, ProfileFlag, Skill } from '../domain/profile.ts';
import { shortId } from '../lib/format.ts';
import type { Style } from '../lib/style.ts';
import { oneLine } from '../lib/terminal-text.ts';
import type { CandidateRecord } from '../stores/candidate-store.ts';

const FLAG_WORDS: Readonly<Record<ProfileFlag, string>> = {
  'dates-reversed': 'A position ends before it begins.',
  'dates-in-future': 'A date lies in the future.',
  'positions-undated': 'Some positions have no dates, so the years of experience may be too few.',
  'no-contact': 'No e-mail address, phone number or profile link was found.',
  'unknown-headings': 'Some headings were not recognised.',
};

/** One person for a reader: who, what they can do, where they learnt it; groups without content are left out. */
export function personText({ candidate, files }: CandidateRecord, { bold, dim, warn }: Style): string {
  const { name, headline } = candidate;
  const group = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', dim(title), ...lines.map((line) => `  ${oneLine(line)}`)];
  const values = (found: readonly { readonly value: string }[]): string[] => found.map(({ value }) => value);
  const lines = [
    `${bold(oneLine(name?.value ?? 'Name unknown'))}  ${dim(shortId(candidate.id))}`,
    ...(headline === undefined ? [] : [oneLine(headline.value)]),
    ...about(candidate),
    ...group('Contact', [
      ...values(candidate.emails),
      ...values(candidate.phones),
      ...values(candidate.links),
    ]),
    ...group(
      'Experience',
      candidate.experience.map(({ value }) => positionText(value)),
    ),
    ...group('Skills, with evidence', skills(candidate, 'evidenced')),
    ...group('Skills, named only', joined(skills(candidate, 'claimed'))),
    ...group(
      'Education',
      candidate.education.map(({ value: { degree, school, year } }) => commas([degree, school, year])),
    ),
    ...group(
      'Languages',
      joined(candidate.languages.map(({ value: { name, level } }) => (level ? `${name} (${level})` : name))),
    ),
    ...group('Files', files),
    ...candidate.flags.flatMap((flag, i) => [...(i === 0 ? [''] : []), warn(FLAG_WORDS[flag])]),
  ];
  return `${lines.join('\n')}\n`;
}

function about({ location, seniority, yearsExperience }: Candidate): string[] {
  const years = yearsExperience === undefined ? undefined : `${yearsExperience.value} years of experience`;
  const parts = [location?.value, seniority?.value, years].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [oneLine(parts.join(' · '))];
}

function positionText({ title, company, start, end, current }: Position): string {
  const until = current === true ? 'today' : end;
  const dates = start === undefined && until === undefined ? '' : `${start ?? '?'} to ${until ?? '?'}`;
  // Both ends padded to the longest form, `2019-03 to 2021-06`, so that titles stand in one column.
  return `${dates.padEnd(18)}  ${commas([title, company])}`;
}

function skills({ skills }: Candidate, kind: Skill['kind']): string[] {
  return skills
    .map(({ value }) => value)
    .filter((skill) => skill.kind === kind)
    .map(({ name, months, lastUsed }) => {
      const facts = [
        months === undefined ? undefined : span(months),
        lastUsed === undefined ? undefined : `until ${lastUsed}`,
      ];
      const known = facts.filter((fact) => fact !== undefined);
      return known.length === 0 ? name : `${name}: ${known.join(', ')}`;
    });
}

function span(months: number): string {
  return months < 24 ? `${months} months` : `${(months / 12).toFixed(1)} years`;
}

function joined(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [items.join(', ')];
}

function commas(parts: readonly (string | number | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(', ');
}
