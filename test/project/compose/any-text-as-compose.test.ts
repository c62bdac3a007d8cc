import { execaSync } from 'execa';
import { createFixture, type FileTree } from 'fs-fixture';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { interpolate } from '../../../src/project/compose/interpolate.ts';
import { splitWords } from '../../../src/project/compose/words.ts';
import { parseDotenv } from '../../../src/project/dotenv.ts';
import { hasCompose } from '../compose-answer.ts';
import { fc } from '../../lib/fast-check.ts';

/** Enough that every rule meets every other one, few enough for one call of Compose each. */
const numRuns = 1500;
const VARIABLES: Readonly<Record<string, string>> = { A: 'va', B: '', C: 'x y', COMPOSE_PROJECT_NAME: 'any' };
const lookup = (name: string) => VARIABLES[name];

const answer = z.object({
  services: z.record(
    z.string(),
    z.object({
      command: z.array(z.string()).nullish(),
      environment: z.record(z.string(), z.string().nullable()).default({}),
    }),
  ),
});

/** Compose's services, dollar signs as it prints them: doubled. */
async function askCompose(compose: string, files: FileTree = {}) {
  await using fixture = await createFixture({ 'compose.yaml': `name: any\nservices:\n${compose}`, ...files });
  const { stdout } = execaSync('docker', ['compose', 'config', '--format', 'json'], {
    cwd: fixture.path,
    env: { PATH: process.env['PATH'], HOME: fixture.path, ...VARIABLES },
    extendEnv: false,
  });
  return answer.parse(JSON.parse(stdout)).services;
}

const printed = (text: string) => text.replaceAll('$', '$$$$');
const distinct = (texts: readonly string[]) => [...new Set(texts)].filter((text) => text.trim() !== '');
const joined = (parts: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...parts), { maxLength }).map((chosen) => chosen.join(''));

test.skipIf(!hasCompose)('any template means what it means to Compose', async () => {
  const parts = [
    '$',
    '{',
    '}',
    '${A',
    '${B',
    '${N',
    '${A}',
    '$A',
    '$$',
    ':-',
    '-',
    ':+',
    '+',
    ' ',
    '.',
    '\n',
    '"',
    '\\',
  ];
  const templates = distinct(fc.sample(joined(parts, 12), numRuns)).filter(
    (template) => interpolate(template, lookup).refused === undefined,
  );
  expect(templates.length).toBeGreaterThan(100);
  const lines = templates.map((template, i) => `      V${i}: ${JSON.stringify(template)}\n`);
  const { a } = await askCompose(`  a:\n    image: x\n    environment:\n${lines.join('')}`);
  const ours = templates.map((template, i) => [`V${i}`, printed(interpolate(template, lookup).value)]);
  expect(Object.fromEntries(ours)).toEqual(a?.environment);
});

test.skipIf(!hasCompose)('any command is split as Compose splits it', async () => {
  const parts = [
    'a',
    'b',
    ' ',
    '  ',
    '"',
    "'",
    '\\',
    '(',
    ')',
    '`',
    ';',
    '|',
    '>',
    '2',
    '-c',
    '=',
    '\t',
    '\n',
  ];
  const commands = distinct(fc.sample(joined(parts, 10), numRuns)).filter((command) => splitWords(command));
  expect(commands.length).toBeGreaterThan(100);
  const services = await askCompose(
    commands
      .map((command, i) => `  s${i}:\n    image: x\n    command: ${JSON.stringify(command)}\n`)
      .join(''),
  );
  for (const [i, command] of commands.entries())
    expect({ command, words: splitWords(command) }).toEqual({
      command,
      words: services[`s${i}`]?.command ?? [],
    });
});

test.skipIf(!hasCompose)('any .env file says what it says to Compose', async () => {
  const parts = [
    '\\n',
    '\\$',
    '\\\\',
    '\\0101',
    '$',
    '${A}',
    '${N:-d}',
    '$K',
    '#',
    ' #',
    ' ',
    '"',
    "'",
    '\\',
    'é',
    '\t',
  ];
  const line = fc
    .tuple(
      fc.constantFrom('A', 'K', 'L', 'export E', 'S '),
      fc.constantFrom('=', '= ', ': '),
      fc.constantFrom('', '"', "'"),
      joined(parts, 5),
      fc.constantFrom('', ' # c', '#c'),
    )
    .map(([key, equals, quote, value, comment]) => `${key}${equals}${quote}${value}${quote}${comment}`);
  const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => `${lines.join('\n')}\n`);
  const texts = distinct(fc.sample(text, numRuns / 3)).filter(
    (one) => parseDotenv(one, lookup).refused.length === 0,
  );
  expect(texts.length).toBeGreaterThan(100);
  const services = await askCompose(
    texts.map((_, i) => `  s${i}:\n    image: x\n    env_file: e${i}.env\n`).join(''),
    Object.fromEntries(texts.map((one, i) => [`e${i}.env`, one])),
  );
  for (const [i, one] of texts.entries()) {
    const { entries } = parseDotenv(one, lookup);
    const ours = Object.fromEntries(
      entries.flatMap(({ key, value }) => (value === undefined ? [] : [[key, printed(value)]])),
    );
    expect({ one, values: ours }).toEqual({ one, values: services[`s${i}`]?.environment });
  }
});

if (!hasCompose)
  console.warn('docker compose is not here: random texts are not compared with what it makes of them.');
