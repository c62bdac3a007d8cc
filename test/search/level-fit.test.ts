import { expect, test } from 'vitest';
import type { Seniority } from '../../src/domain/profile.ts';
import { rankByLevel, type Ranked } from '../../src/search/level-fit.ts';
import { readQuery } from '../../src/search/query.ts';

function person(id: string, score: number, level?: Seniority): Ranked {
  const seniority =
    level === undefined ? {} : { seniority: { value: level, from: { document: 'd', start: 0, end: 1 } } };
  const candidate = {
    id,
    revision: 1,
    emails: [],
    phones: [],
    links: [],
    skills: [],
    experience: [],
    education: [],
    languages: [],
    flags: [],
    ...seniority,
  };
  return { fused: { candidate: id, score }, record: { candidate, documents: [], files: [] } };
}

const order = (text: string, ...people: Ranked[]) =>
  rankByLevel(people, readQuery(text)).map(({ fused }) => fused.candidate);

test('a junior goes below seniors who match a little less', () => {
  expect(order('senior dev', person('junior', 0.9, 'junior'), person('senior', 0.8, 'senior'))).toEqual([
    'senior',
    'junior',
  ]);
});

test('more senior than senior is no miss, and silence is none', () => {
  expect(
    order('senior dev', person('lead', 0.9, 'lead'), person('silent', 0.85), person('senior', 0.8, 'senior')),
  ).toEqual(['lead', 'silent', 'senior']);
});

test('who asks for a junior does not want a director', () => {
  expect(order('junior dev', person('cto', 0.9, 'executive'), person('junior', 0.6, 'junior'))).toEqual([
    'junior',
    'cto',
  ]);
});

test('a much better match outweighs a step', () => {
  expect(order('senior dev', person('mid', 0.9, 'mid'), person('senior', 0.5, 'senior'))).toEqual([
    'mid',
    'senior',
  ]);
});

test('without a level in the query nothing moves', () => {
  const people = [person('a', 0.9, 'junior'), person('b', 0.8, 'senior')];
  expect(rankByLevel(people, readQuery('typescript'))).toBe(people);
});
