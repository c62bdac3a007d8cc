import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProject } from '../../../src/project/read-project.ts';
import { askCompose, ENVIRONMENT, fromProject, hasCompose } from '../compose-answer.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures');
const STACKS = path.resolve(import.meta.dirname, '../../fixtures/stacks');

/** Each is a folder, with Compose's answer beside it as `<name>.json`. Record anew: run this file with `-u` where Compose is. */
const projects = [
  ...readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, root: path.join(FIXTURES, name) })),
  { name: 'cv-analyzer', root: path.join(STACKS, 'cv-analyzer') },
];

describe.each(projects)('$name', ({ name, root }) => {
  const recorded = path.join(FIXTURES, `${name}.json`);

  test.skipIf(!hasCompose)('the recorded answer is what `docker compose config` says', async () => {
    await expect(`${JSON.stringify(askCompose(root), undefined, 2)}\n`).toMatchFileSnapshot(recorded);
  });

  test('cvx reads the project as Compose does', async () => {
    const answer: unknown = JSON.parse(readFileSync(recorded, 'utf8'));
    const project = await readProject({ root, env: ENVIRONMENT });
    expect(JSON.parse(JSON.stringify(fromProject(project)))).toEqual(answer);
  });
});

if (!hasCompose) console.warn('docker compose is not here: its recorded answers are not compared with it.');
