import type { Candidate } from '../domain/candidate.ts';
import type { Skill } from '../domain/profile.ts';
import { seniorityGap } from '../domain/seniority.ts';
import { analyse } from '../domain/terms.ts';
import type { Query } from './query.ts';

/**
 * Short reasons in words, the weightiest first: the asked skills with how long and until when, the level, the title that
 * matches, then words that the CVs do not have. Only what the CVs say; nothing is inferred.
 */
export function reasons(candidate: Candidate, query: Query, found: ReadonlySet<string>): string[] {
  const skills = candidate.skills
    .map(({ value }) => value)
    .filter(({ name }) => query.skills.has(name))
    .toSorted((a, b) => (b.months ?? -1) - (a.months ?? -1));
  return [
    ...skills.map(describe),
    ...seniorityReason(candidate, query),
    ...titleReason(candidate, query),
    ...missingReason(query, found),
  ];
}

function describe({ name, kind, months, lastUsed }: Skill): string {
  if (kind === 'claimed') return `${name}: in a list of skills`;
  const long = months === undefined ? 'in a position' : duration(months);
  return lastUsed === undefined ? `${name}: ${long}` : `${name}: ${long}, until ${lastUsed}`;
}

function duration(months: number): string {
  if (months < 24) return `${months} months`;
  const years = Math.round((months / 12) * 10) / 10;
  return `${years} years`;
}

function seniorityReason({ seniority }: Candidate, query: Query): string[] {
  if (query.seniority === undefined || seniority === undefined) return [];
  const { value } = seniority;
  return [
    seniorityGap(query.seniority, value) === 0
      ? `level: ${value}`
      : `level: ${value}, not ${query.seniority}`,
  ];
}

function titleReason({ headline, experience }: Candidate, query: Query): string[] {
  const titles = [headline?.value, ...experience.map(({ value }) => value.title)].filter(
    (title) => title !== undefined,
  );
  for (const title of titles) {
    const shared = new Set(
      analyse(title)
        .map(({ term }) => term)
        .filter((term) => query.terms.has(term)),
    );
    if (shared.size > 1 || (shared.size === 1 && query.terms.size === 1)) return [`title: ${title}`];
  }
  return [];
}

function missingReason({ text, tokens }: Query, found: ReadonlySet<string>): string[] {
  const missing = tokens
    .filter(({ term }) => !found.has(term))
    .map(({ start, end }) => text.slice(start, end));
  return missing.length === 0 ? [] : [`not in the CV: ${[...new Set(missing)].join(', ')}`];
}
