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

/** What becomes of the ports of a service when two repairs each want one of them gone. */
async function withoutPorts(first: number, second: number) {
  await using fixture = await createFixture({
    'compose.yaml': 'services:\n  a:\n    image: a:1\n    ports:\n      - "1"\n      - "2"\n      - "3"\n',
  });
  const project = await readProject({ root: fixture.path, env: {} });
  const without = (id: string, port: number): Diagnosed =>
    finding(id, [
      { do: 'remove-yaml', file: 'compose.yaml', path: ['services', 'a', 'ports', port] },
      { do: 'set-yaml', file: 'compose.yaml', path: ['services', 'a', id], value: 'x' },
    ]);
  const plan = planRepairs(project, [without('one', first), without('two', second)]);
  return {
    taken: plan.taken.map(({ id }) => id),
    deferred: plan.deferred.map(({ id }) => id),
    ports: /ports:\n((?: +- .*\n)*)/.exec(plan.changes[0]?.after ?? '')?.[1]?.match(/\d/g),
  };
}

test('a repair that would take away another line after the ones before it waits for the next round', async () => {
  expect(await withoutPorts(0, 1)).toEqual({ taken: ['one'], deferred: ['two'], ports: ['2', '3'] });
});

test('repairs that each take away the lines they mean are made together', async () => {
  expect(await withoutPorts(1, 0)).toEqual({ taken: ['one', 'two'], deferred: [], ports: ['3'] });
});

test('two repairs that want the same are both made by it', async () => {
  await using fixture = await createFixture({ 'compose.yaml': 'services:\n  a:\n    image: a:1\n' });
  const project = await readProject({ root: fixture.path, env: {} });
  const same: Edit = { do: 'set-yaml', file: 'compose.yaml', path: ['services', 'a', 'init'], value: true };
  const { taken, changes } = planRepairs(project, [finding('one', [same]), finding('two', [same])]);
  expect(taken.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(changes[0]?.after).toBe('services:\n  a:\n    image: a:1\n    init: true\n');
});
