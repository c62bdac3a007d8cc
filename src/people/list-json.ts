import type { CandidateRecord } from '../stores/candidate-store.ts';

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** `cvx list --json`. Keys are only ever added. */
export function listJson(
  records: readonly CandidateRecord[],
  total: number,
  { limit, offset }: Page,
): object {
  return { schema: 1, people: records.map(personJson), total, limit, offset };
}

function personJson({ candidate, files }: CandidateRecord): object {
  const { id, name, headline, location, seniority, yearsExperience } = candidate;
  return {
    id,
    name: name?.value ?? null,
    headline: headline?.value ?? null,
    location: location?.value ?? null,
    seniority: seniority?.value ?? null,
    yearsExperience: yearsExperience?.value ?? null,
    files,
  };
}
