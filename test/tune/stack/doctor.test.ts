import { createFixture } from 'fs-fixture';
import process from 'node:process';
import { expect, test } from 'vitest';
import { CHECKS } from '../../../src/doctor/checks/index.ts';
import { collect } from '../../../src/doctor/collect.ts';
import { type Diagnosis, diagnose, isAtLeast } from '../../../src/doctor/diagnose.ts';
import { stackFor, writeStack } from '../render/stacks.ts';

async function diagnosisOf(root: string): Promise<Diagnosis> {
  const { evidence, problems } = await collect(CHECKS, {
    root,
    files: [],
    logs: [],
    since: '24h',
    live: false,
    services: new Map(),
    cwd: root,
    stdin: process.stdin,
    env: {},
    now: new Date(),
  });
  expect(problems).toEqual([]);
  return diagnose(CHECKS, evidence);
}

/** Three tiers, with all that only the larger one has: replica, PgBouncer, three nodes of Qdrant. */
test.each([
  [50, 5000, '2x8', 1, 17],
  [500, 100_000, '8x32', 1, 17],
  [1000, 200_000, '32x128', 1, 17],
] as const)('the doctor finds nothing to say of a rendered stack for %i users', async (...wish) => {
  await using folder = await createFixture({});
  await writeStack(folder.path, stackFor(wish).files);
  const { findings, healthy, crashed } = await diagnosisOf(folder.path);
  expect(crashed).toEqual([]);
  const told = findings.filter(({ severity }) => isAtLeast(severity, 'warning'));
  expect(told.map(({ id, at, message }) => `${id} ${at.file}:${at.line} ${message}`)).toEqual([]);
  // A stack that nobody could read would be as silent.
  expect(healthy.length).toBeGreaterThan(40);
  expect(healthy).toContain('pg-connection-budget');
});

test('and tells what somebody breaks in it', async () => {
  await using folder = await createFixture({});
  const broken = new Map(stackFor([50, 5000, '2x8', 1, 17]).files);
  const nginx = broken.get('nginx.conf');
  if (nginx === undefined) throw new Error('The stack has no nginx.conf');
  broken.set('nginx.conf', {
    ...nginx,
    text: nginx.text.replace('server backend:8080', 'server backend:8081'),
  });
  await writeStack(folder.path, broken);
  const { findings } = await diagnosisOf(folder.path);
  expect(findings.map(({ id }) => id)).toEqual(['nginx-wrong-upstream-port']);
});

test("it counts the connections of cvx's own containers, with the variables that they read", async () => {
  await using folder = await createFixture({});
  const broken = new Map(stackFor([50, 5000, '2x8', 1, 17]).files);
  const env = broken.get('.env');
  if (env === undefined) throw new Error('The stack has no .env');
  broken.set('.env', { ...env, text: env.text.replace(/^DATABASE_POOL_SIZE=.*$/m, 'DATABASE_POOL_SIZE=50') });
  await writeStack(folder.path, broken);
  const { findings } = await diagnosisOf(folder.path);
  const budget = findings.find(({ id }) => id === 'pg-connection-budget');
  expect(budget?.message).toContain(
    'backend: 1 × 2 processes × (50 + 1) = 102; worker: 1 × 1 processes × (50 + 1) = 51',
  );
});
