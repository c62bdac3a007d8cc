import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { relevanceFiles, relevancePeople } from './labels.ts';
import { KINDS } from './queries/query.ts';

const People = z.array(z.strictObject({ id: z.string().regex(/^p-[0-9a-f]{5}$/), text: z.string() }));
const Queries = z.array(
  z.strictObject({
    id: z.string().regex(/^q-[0-9a-f]{6}$/),
    kind: z.enum(KINDS),
    query: z.string().min(3),
    grades: z.record(z.string(), z.literal([1, 2, 3])),
  }),
);

const raw = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const rows = (name: string): unknown[] =>
  raw(name)
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
const people = People.parse(rows('people.jsonl'));
const queries = Queries.parse(rows('queries.jsonl'));
const textOf = new Map(people.map(({ id, text }) => [id, text]));

/** Words that say nothing of what is searched. */
const EMPTY_WORDS = new Set(
  'a after an and are as at be before between by can company find for from get good had has have help her his how i if in into is it its keep look my new no not of on one or our out over own people person somebody someone something that the their them they this to two up us was we what when where which who whose will with year you your'.split(
    ' ',
  ),
);
const contentWords = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/\p{L}+/gu) ?? [])
      .map((word) => [word, word.replace(/(ing|ed|es|s|ly)$/, '')] as const)
      .filter(([word, stem]) => !EMPTY_WORDS.has(word) && !EMPTY_WORDS.has(stem))
      .map(([, stem]) => stem),
  );
const exact = (grades: Record<string, number>): string[] =>
  Object.keys(grades).filter((id) => grades[id] === 3);

describe('relevance set', () => {
  it('is what the generator writes', () => {
    const files = relevanceFiles();
    expect(files['people.jsonl']).toBe(raw('people.jsonl'));
    expect(files['queries.jsonl']).toBe(raw('queries.jsonl'));
  });

  it('has enough people, each with a CV of plausible length', () => {
    expect(people.length).toBeGreaterThanOrEqual(300);
    expect(textOf.size).toBe(people.length);
    expect(people.filter(({ text }) => text.length < 1500 || text.length > 4000).map(({ id }) => id)).toEqual(
      [],
    );
  });

  it('has no two people with the same name, address or number', () => {
    const truth = relevancePeople();
    for (const key of ['name', 'email', 'phone'] as const)
      expect(new Set(truth.map((one) => one[key])).size).toBe(truth.length);
  });

  it.each(KINDS)('has at least ten different queries of kind %s', (kind) => {
    const texts = queries.filter((one) => one.kind === kind).map(({ query }) => query);
    expect(texts.length).toBeGreaterThanOrEqual(10);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('grades only people that exist, and at least one of them 3', () => {
    expect(new Set(queries.map(({ id }) => id)).size).toBe(queries.length);
    for (const { query, grades } of queries) {
      expect(
        Object.keys(grades).filter((id) => !textOf.has(id)),
        query,
      ).toEqual([]);
      expect(exact(grades).length, query).toBeGreaterThan(0);
    }
  });

  it('grades 5 to 40 people per query, fewer only for facts', () => {
    for (const { kind, query, grades } of queries) {
      const count = Object.keys(grades).length;
      expect(count, query).toBeLessThanOrEqual(40);
      expect(count, query).toBeGreaterThanOrEqual(kind === 'fact' ? 1 : 5);
    }
  });

  it('gives no answer away by a whole query, facts aside', () => {
    for (const { query, kind } of queries.filter((one) => one.kind !== 'fact')) {
      const holders = people.filter(({ text }) => text.toLowerCase().includes(query.toLowerCase())).length;
      // A role's own name may stand in a family's CVs; a described need may stand nowhere.
      expect(holders, query).toBeLessThanOrEqual(kind === 'role' || kind === 'role-skill' ? 12 : 0);
    }
  });

  it('paraphrases share at most one content word with each CV that is exactly right', () => {
    for (const { query, grades } of queries.filter(({ kind }) => kind === 'paraphrase')) {
      const asked = contentWords(query);
      for (const id of exact(grades)) {
        const held = contentWords(textOf.get(id) ?? '');
        expect([...asked].filter((word) => held.has(word)).length, `${query}: ${id}`).toBeLessThanOrEqual(1);
      }
    }
  });

  it('is partly German and partly French', () => {
    const truth = relevancePeople();
    expect(truth.filter(({ language }) => language === 'de').length / truth.length).toBeCloseTo(0.06, 1);
    expect(truth.filter(({ language }) => language === 'fr').length).toBeGreaterThanOrEqual(10);
  });
});
