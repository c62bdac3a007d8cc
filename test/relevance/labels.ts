import { makePeople } from './material/make-people.ts';
import type { Person } from './material/person.ts';
import { hash } from './material/random.ts';
import { renderText } from './material/render-text.ts';
import { FACT_QUERIES } from './queries/facts.ts';
import { JOB_DESCRIPTIONS } from './queries/job-descriptions.ts';
import { PARAPHRASE_QUERIES, RECRUITER_QUERIES } from './queries/needs.ts';
import type { Query } from './queries/query.ts';
import { ROLE_QUERIES, ROLE_SKILL_QUERIES } from './queries/roles.ts';

/** Seven of each line of work and some more; enough that every role has exact, close and wrong people. */
const PEOPLE = 320;
/** Another number makes another world, in which the fact queries' companies need not exist. */
const SEED = 7;

export const QUERIES: readonly Query[] = [
  ...ROLE_QUERIES,
  ...ROLE_SKILL_QUERIES,
  ...PARAPHRASE_QUERIES,
  ...FACT_QUERIES,
  ...RECRUITER_QUERIES,
  ...JOB_DESCRIPTIONS,
];

/** The people of the relevance set, in an order that tells nothing. */
export const relevancePeople = (): Person[] =>
  makePeople(PEOPLE, SEED).sort((a, b) => (a.id < b.id ? -1 : 1));

const jsonLines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row) + '\n').join('');

function gradesOf(query: Query, people: readonly Person[]): Record<string, number> {
  return Object.fromEntries(
    people.map((person) => [person.id, query.rule(person)] as const).filter(([, value]) => value > 0),
  );
}

/** The committed files by name: CVs, and queries with the grades that their rules give. */
export function relevanceFiles(): Readonly<Record<'people.jsonl' | 'queries.jsonl', string>> {
  const people = relevancePeople();
  const queries = QUERIES.map((one) => ({
    id: `q-${hash(one.query).toString(16).padStart(8, '0').slice(0, 6)}`,
    kind: one.kind,
    query: one.query,
    grades: gradesOf(one, people),
  }));
  return {
    'people.jsonl': jsonLines(people.map((person) => ({ id: person.id, text: renderText(person) }))),
    'queries.jsonl': jsonLines(queries),
  };
}
