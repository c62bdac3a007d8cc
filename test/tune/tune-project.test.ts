import { createFixture } from 'fs-fixture';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { applyEdits } from '../../src/edits/apply-edits.ts';
import { readProject } from '../../src/project/read-project.ts';
import { parseHost } from '../../src/sizing/host.ts';
import { detectTier } from '../../src/tune/detect-tier.ts';
import { tuneProject } from '../../src/tune/tune-project.ts';

const PROJECT = fileURLToPath(new URL('../fixtures/stacks/cv-analyzer', import.meta.url));

test('every edit can be made and changes something; more users never get a smaller pool of vectors', async () => {
  const project = await readProject({ root: PROJECT, env: {} });
  const sized = tuneProject(project, { users: 300, host: parseHost('8x32') });
  if (!sized.fits) throw new Error(sized.message);
  expect(sized.tier).toBe('medium');
  expect(sized.restart).toEqual(expect.arrayContaining(['postgres', 'nginx', 'backend', 'redis']));
  const files = new Map(sized.edits.map(({ file }) => [file, project.read(file) ?? '']));
  const result = applyEdits(files, sized.edits);
  expect(result.refused).toEqual([]);
  expect(result.changes.map(({ file }) => file).toSorted()).toEqual([...files.keys()].toSorted());
});

test('without users the tier is told from what only a larger one has', async () => {
  expect(detectTier(await readProject({ root: PROJECT, env: {} }))).toBe('medium');
  const small =
    'services:\n  api:\n    image: example.com/api:1\n    environment:\n      UVICORN_WORKERS: 2\n';
  const standby = `${small}  db:\n    image: postgres:17\n  db-replica:\n    image: postgres:17\n`;
  for (const [compose, tier] of [
    ['services:\n  api:\n    image: example.com/api:1\n', 'baseline'],
    [small, 'optimized'],
    [standby, 'high'],
  ] as const) {
    await using fixture = await createFixture({ 'compose.yaml': compose });
    expect(detectTier(await readProject({ root: fixture.path, env: {} }))).toBe(tier);
  }
});

test('what cannot fit says why and what would', async () => {
  const project = await readProject({ root: PROJECT, env: {} });
  const sized = tuneProject(project, { users: 1000, host: parseHost('2x4') });
  if (sized.fits) throw new Error('It fits');
  expect(sized.waysOut.join('\n')).toMatch(/--host \d+x\d+/);
});
