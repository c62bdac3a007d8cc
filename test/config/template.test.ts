import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema } from '../../src/config/schema.ts';
import { SETTINGS } from '../../src/config/settings.ts';

const text = await readFile(new URL('../../templates/cvx.yaml', import.meta.url), 'utf8');

test('the template of cvx.yaml names every setting, and nothing else', () => {
  const keys = [...text.matchAll(/^#(\w+):/gm)].map(([, key]) => key);
  expect(keys).toEqual(SETTINGS.map(({ key }) => key));
});

test('as it is it sets nothing; the values that it shows are valid', () => {
  expect(parse(text)).toBeNull();
  const shown = z.record(z.string(), z.unknown()).parse(parse(text.replaceAll(/^#(?=\w+: \S)/gm, '')));
  expect(Object.keys(shown).length).toBeGreaterThan(3);
  expect(configSchema.partial().safeParse(shown).error?.issues).toBeUndefined();
});
