import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { ignoreRulesOf, ruleAgainst } from '../../../src/project/image/docker-ignore.ts';
import { readProject } from '../../../src/project/read-project.ts';

// Each line was built with BuildKit of Docker 20.10.24: it found the path, or said "not found".
test.each<[string, string, string | undefined]>([
  ['a.txt', 'a.txt', 'a.txt'],
  ['/a.txt', 'a.txt', '/a.txt'],
  ['d', 'd', 'd'],
  ['d/', 'd/sub/f', 'd/'],
  ['d/*', 'd', undefined],
  ['d/**', 'd', undefined],
  ['d/**', 'd/sub/f', 'd/**'],
  ['d\n!d/sub/f', 'd', undefined],
  ['d\n!d/sub/f', 'd/sub/f', undefined],
  ['*\n!d/sub', 'd/sub/f', undefined],
  ['!d/sub\n*', 'd/sub/f', '*'],
  ['**/sub', 'd/sub/f', '**/sub'],
  ['**/d', 'd', '**/d'],
  ['sub', 'd/sub/f', undefined],
  ['*.txt', 'd/a.txt', undefined],
  ['**/*.txt', 'a.txt', '**/*.txt'],
  ['?.txt', 'a.txt', '?.txt'],
  ['[ab].txt', 'a.txt', '[ab].txt'],
  ['a+txt', 'a.txt', undefined],
  ['# a.txt\n\n  a.txt  ', 'a.txt', 'a.txt'],
])('%j against %s: %s', async (text, path, expected) => {
  await using fixture = await createFixture({ 'compose.yaml': '', '.dockerignore': `${text}\n` });
  const project = await readProject({ root: fixture.path, env: {} });
  expect(ruleAgainst(ignoreRulesOf(project, '.', 'Dockerfile'), path)?.pattern).toBe(expected);
});
