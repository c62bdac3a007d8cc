import { expect, test } from 'vitest';
import { readQuery } from '../../src/search/query.ts';

test('short forms are spelled out for the dense leg, and said', () => {
  const query = readQuery('senior TS dev, k8s');
  expect(query.spelledOut).toBe('senior TypeScript developer, Kubernetes');
  expect(query.understood).toEqual([
    { text: 'TS', as: 'TypeScript' },
    { text: 'dev', as: 'developer' },
    { text: 'k8s', as: 'Kubernetes' },
  ]);
  expect([...query.skills]).toEqual(['TypeScript', 'Kubernetes']);
  expect(query.seniority).toBe('senior');
});

test('what is no short form stays letter by letter', () => {
  const text = 'someone who keeps servers up at night (Berlin)';
  expect(readQuery(text)).toMatchObject({ spelledOut: text, understood: [], seniority: undefined });
});

test('a job description asks for no level by its every word', () => {
  const text =
    'You lead incident reviews and mentor junior colleagues while our platform team grows in two offices and at home.';
  expect(readQuery(text).seniority).toBeUndefined();
});

test('a job is not a level: a project manager need not be one that leads', () => {
  expect(readQuery('project manager').seniority).toBeUndefined();
  expect(readQuery('lead data scientist').seniority).toBe('lead');
});
