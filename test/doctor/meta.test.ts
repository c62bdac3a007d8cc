import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFixture } from 'fs-fixture';
import { describe, expect, test } from 'vitest';
import { checkFiles, REGENERATE, REGISTRY, registryText } from '../../scripts/new-check.ts';
import type { Check } from '../../src/doctor/check.ts';
import { CHECKS } from '../../src/doctor/checks/index.ts';
import { composeNoRestart } from '../../src/doctor/checks/compose/compose-no-restart.ts';
import { missingParts } from './check-parts.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('the registry names every check file', () => {
  const text = readFileSync(join(ROOT, REGISTRY), 'utf8');
  expect(plain(text), `${REGISTRY} is stale. Write it anew: ${REGENERATE}`).toBe(
    plain(registryText(checkFiles())),
  );
});

/** Without what the formatter may change. */
function plain(text: string): string {
  return text.replaceAll(/[\s,]/g, '');
}

test('ids are unique', () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
});

test.each(checkFiles())('%s lacks nothing', (file) => {
  const check = CHECKS.find(({ id }) => id === file.split('/')[1]);
  expect(missingParts(check, file, ROOT)).toEqual([]);
});

describe('a part that is missing is told', () => {
  const file = 'compose/compose-no-restart';
  const whole = `testCheck(composeNoRestart, { sick: [{ name: 'a' }], healthy: [{ name: 'b' }] });\n`;
  const lacking = async (change: Partial<Check>, testText: string | undefined = whole): Promise<string[]> => {
    await using fixture = await createFixture(
      testText === '' ? {} : { [`test/doctor/checks/${file}.test.ts`]: testText },
    );
    return missingParts({ ...composeNoRestart, ...change }, file, fixture.path);
  };

  test('nothing is missing of the sample that the others are made from', async () => {
    expect(await lacking({})).toEqual([]);
  });

  test.each<[string, Partial<Check>]>([
    ['its id is compose-restart, its file compose-no-restart.ts', { id: 'compose-restart' }],
    ['compose-restart is not in test/doctor/catalogue.ts', { id: 'compose-restart' }],
    ['its area is env, its folder compose', { area: 'env' }],
    ['title is empty', { title: '' }],
    ['why is empty', { why: ' ' }],
    ['repair is empty', { repair: '' }],
    ['source is empty', { source: '' }],
    ['the literal of a is no ASCII of 8 characters or more', { logs: [{ name: 'a', literal: 'short' }] }],
    [
      'two log patterns have one name',
      {
        logs: [
          { name: 'a', literal: 'long enough' },
          { name: 'a', literal: 'long enough' },
        ],
      },
    ],
    [
      'the pattern of a keeps a state (flag g or y)',
      { logs: [{ name: 'a', literal: 'long enough', pattern: /long/g }] },
    ],
  ])('%s', async (fault, change) => {
    expect(await lacking(change)).toContain(fault);
  });

  test.each([
    ['there is no test', ''],
    [
      'its test never calls testCheck(composeNoRestart, {…})',
      'testCheck(other, { sick: [1], healthy: [1] });',
    ],
    ['its test never calls testCheck(composeNoRestart, {…})', `if (false) { ${whole} }`],
    ['its test has no sick case', 'testCheck(composeNoRestart, { sick: [], healthy: [{}] });'],
    ['its test has no healthy case', 'testCheck(composeNoRestart, { sick: [{}] });'],
  ])('%s: %j', async (fault, text) => {
    expect(await lacking({}, text)).toContain(fault);
  });

  test('a file without the export', () => {
    expect(missingParts(undefined, file, ROOT)).toEqual([`${file}.ts exports no const composeNoRestart`]);
  });
});
