import { symlink } from 'node:fs/promises';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import type { Diagnosed } from '../../../src/doctor/diagnose.ts';
import { planRepairs } from '../../../src/doctor/repair/plan.ts';
import type { Edit } from '../../../src/edits/edit.ts';
import { readProject } from '../../../src/project/read-project.ts';

function finding(id: string, edits: readonly Edit[]): Diagnosed {
  return {
    id,
    area: 'env',
    severity: 'warning',
    confidence: 'likely',
    title: id,
    message: id,
    at: { file: 'prod.env', line: 1, column: 1 },
    related: [],
    evidence: [],
    repair: id,
    fix: { class: 'safe', edits },
  };
}

test('repairs of one file under two names make one change of it', async () => {
  await using fixture = await createFixture({
    'compose.yaml': 'services: {a: {image: "a:1", env_file: prod.env}}\n',
    'prod.env': 'A=1\nB=1\n',
  });
  await symlink('prod.env', fixture.getPath('.env'));
  const project = await readProject({ root: fixture.path, env: {} });
  const { taken, changes } = planRepairs(project, [
    finding('one', [{ do: 'set-env', file: '.env', key: 'A', value: '2' }]),
    finding('two', [{ do: 'set-env', file: 'prod.env', key: 'B', value: '2' }]),
  ]);
  expect(taken.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(changes).toEqual([{ file: 'prod.env', before: 'A=1\nB=1\n', after: 'A=2\nB=2\n' }]);
});
