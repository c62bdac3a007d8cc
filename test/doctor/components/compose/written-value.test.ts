import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { writtenText } from '../../../../src/doctor/components/compose/written-value.ts';
import { readProject } from '../../../../src/project/read-project.ts';

test('of several documents in one file the last that has the value, and what only an earlier one has', async () => {
  await using fixture = await createFixture({
    'compose.yaml': `services:
  a: {image: "a:\${TAG}", hostname: first}
---
services:
  a: {image: "b:\${TAG}"}
`,
  });
  const project = await readProject({ root: fixture.path, env: {} });
  const at = (key: string) => writtenText(project, { file: 'compose.yaml', path: ['services', 'a', key] });
  expect(at('image')).toBe('b:${TAG}');
  expect(at('hostname')).toBe('first');
  expect(at('command')).toBeUndefined();
  expect(writtenText(project, { file: 'none.yaml', path: ['services'] })).toBeUndefined();
});
