import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatted, generateTables } from '../../scripts/facts/generate.ts';
import { FACTS } from '../../scripts/facts/source.ts';

const TABLES = new URL('../../src/facts/tables/', import.meta.url);

const reason = existsSync(FACTS) ? '' : ' (skipped: the checked facts are not on this machine)';

test.skipIf(reason !== '')(`the committed tables are what the checked facts give${reason}`, () => {
  const tables = generateTables(FACTS);
  expect([...tables.keys()].toSorted()).toEqual(readdirSync(TABLES).toSorted());
  for (const [file, text] of tables)
    expect(
      readFileSync(new URL(file, TABLES), 'utf8') === formatted(file, text),
      `${file} is up to date`,
    ).toBe(true);
});
