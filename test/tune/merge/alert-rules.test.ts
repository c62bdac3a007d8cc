import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { mergeProject } from '../../../src/tune/merge/merge-project.ts';
import { openProject } from '../../../src/tune/merge/open-project.ts';
import { wishesOfProject } from '../../../src/tune/merge/wishes-of-project.ts';
import { planFor } from '../../sizing/sizing-inputs.ts';

const COMPOSE = `services:
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes:
      - ./monitoring:/etc/prometheus:ro
`;
const SCRAPES = 'scrape_configs: []\n';
const RULES = 'groups:\n  - name: own\n    rules:\n      - { alert: Down, expr: up == 0 }\n';

async function unplaced(files: Record<string, string>): Promise<readonly string[]> {
  await using fixture = await createFixture(files);
  const project = await openProject({ root: fixture.path, env: {} });
  const { unmapped } = mergeProject(project, planFor(50, '8x32', wishesOfProject(project)));
  return unmapped.filter(({ what }) => what === 'alert rules').map(({ why }) => why);
}

test.each([
  ['none are named', SCRAPES],
  ['what is named is not there', `rule_files: [rules/*.yml]\n${SCRAPES}`],
])('a Prometheus whose project has no rules is told where there are some: %s', async (_, config) => {
  const files = { 'compose.yaml': COMPOSE, 'monitoring/prometheus.yml': config };
  expect(await unplaced(files)).toEqual([
    expect.stringMatching(/^monitoring\/prometheus\.yml loads none.*--out DIR/),
  ]);
});

test('one that has rules, or whose configuration is elsewhere, is left alone', async () => {
  const config = `rule_files: [rules/*.yml]\n${SCRAPES}`;
  const files = { 'compose.yaml': COMPOSE, 'monitoring/prometheus.yml': config };
  expect(await unplaced({ ...files, 'monitoring/rules/own.yml': RULES })).toEqual([]);
  expect(
    await unplaced({ 'compose.yaml': 'services:\n  prometheus:\n    image: prom/prometheus:v3.5.3\n' }),
  ).toEqual([]);
});
