import type { Sourced } from '../domain/candidate.ts';
import type { CandidateRecord } from '../stores/candidate-store.ts';

/**
 * `cvx show --json`: the values under `candidate`, and under `candidate.evidence` the place that each was read from,
 * key for key and item for item: `{document, start, end}`, offsets in UTF-16 units. Keys are only ever added.
 */
export function personJson({ candidate, documents, files }: CandidateRecord): object {
  const one = <T>(found: Sourced<T> | undefined): T | null => found?.value ?? null;
  const all = <T>(found: readonly Sourced<T>[]): T[] => found.map(({ value }) => value);
  const { id, flags, ...fields } = candidate;
  return {
    schema: 1,
    candidate: {
      id,
      name: one(fields.name),
      emails: all(fields.emails),
      phones: all(fields.phones),
      links: all(fields.links),
      location: one(fields.location),
      headline: one(fields.headline),
      seniority: one(fields.seniority),
      yearsExperience: one(fields.yearsExperience),
      skills: all(fields.skills),
      // An absent `current` or `year` is left out by JSON; the other keys are always there.
      experience: all(fields.experience).map(
        ({ title = null, company = null, start = null, end = null, current }) => ({
          title,
          company,
          start,
          end,
          current,
        }),
      ),
      education: all(fields.education).map(({ degree = null, school = null, year }) => ({
        degree,
        school,
        year,
      })),
      languages: all(fields.languages),
      flags,
      evidence: evidence(fields),
    },
    files,
    documents: documents.map(({ path, document, current, storedAt }) => ({
      id: document.id,
      path: path ?? null,
      current,
      storedAt: storedAt.toISOString(),
    })),
  };
}

type Place = Sourced<unknown>['from'];

function evidence(fields: Omit<CandidateRecord['candidate'], 'id' | 'flags'>): object {
  const one = (found: Sourced<unknown> | undefined): Place | null =>
    found === undefined ? null : place(found);
  return {
    name: one(fields.name),
    emails: fields.emails.map(place),
    phones: fields.phones.map(place),
    links: fields.links.map(place),
    location: one(fields.location),
    headline: one(fields.headline),
    seniority: one(fields.seniority),
    yearsExperience: one(fields.yearsExperience),
    skills: fields.skills.map(place),
    experience: fields.experience.map(place),
    education: fields.education.map(place),
    languages: fields.languages.map(place),
  };
}

function place({ from: { document, start, end } }: Sourced<unknown>): Place {
  return { document, start, end };
}
