import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import {
  type Check,
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  notApplicable,
  notObservable,
} from '../../src/doctor/check.ts';
import { chooseChecks } from '../../src/doctor/choose-checks.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { evidenceOf } from './test-check.ts';

const FILES = {
  'compose.yaml': `services:
  redis:
    image: redis:8
  # cvx-ignore env-placebo until=2026-12-31 -- read by the entrypoint
  # cvx-ignore compose-no-restart -- starts by hand
  api:
    image: api:1 # cvx-ignore compose-unpinned-image until=2026-05-01 -- soon
`,
};

function checkOf(id: string, run: Check['run'], more: Partial<Check> = {}): Check {
  const text = { title: id, why: id, repair: id, source: id };
  return defineCheck({ id, area: 'compose', severity: 'warning', fixClass: 'never', run, ...text, ...more });
}

function findingAt(
  line: number,
  by: Finding['evidence'][number]['by'][] = ['config'],
  message = 'wrong',
): Finding {
  return {
    message,
    at: { file: 'compose.yaml', line, column: 3 },
    evidence: by.map((one) => ({ by: one, text: one })),
  };
}

async function diagnosis(checks: readonly Check[]) {
  await using fixture = await createFixture(FILES);
  const [first] = checks;
  if (first === undefined) throw new Error('no check');
  return diagnose(checks, await evidenceOf(first, fixture.path, {}));
}

test('each check has one of five results, and one that crashes costs no other', async () => {
  const result = await diagnosis([
    checkOf('a-healthy', () => HEALTHY),
    checkOf('b-crashed', () => {
      throw new TypeError('x is undefined');
    }),
    checkOf('c-applies-not', () => notApplicable('no Redis')),
    checkOf('d-unseen', () => notObservable('no log')),
    checkOf('e-found', () => found([findingAt(2)])),
  ]);
  expect(result).toMatchObject({
    healthy: ['a-healthy'],
    crashed: [{ id: 'b-crashed', error: 'x is undefined' }],
    notApplicable: [{ id: 'c-applies-not', why: 'no Redis' }],
    notObservable: [{ id: 'd-unseen', why: 'no log' }],
    findings: [{ id: 'e-found' }],
  });
});

test('two kinds of witnesses confirm; findings of one place are one, and their witnesses add up', async () => {
  const { findings } = await diagnosis([
    checkOf('one', () => found([findingAt(2, ['config', 'config'])])),
    checkOf('two', () => found([findingAt(3, ['log']), findingAt(3, ['live', 'log'])])),
  ]);
  expect(findings.map(({ id, confidence, evidence }) => [id, confidence, evidence.length])).toEqual([
    ['one', 'likely', 2],
    ['two', 'confirmed', 2],
  ]);
});

test('the check that knows more speaks alone at a place', async () => {
  const { findings } = await diagnosis([
    checkOf('knows-less', () => found([findingAt(2), findingAt(3)])),
    checkOf('knows-more', () => found([findingAt(2)]), { supersedes: ['knows-less'] }),
  ]);
  expect(findings.map(({ id, at }) => `${id} ${at.line}`)).toEqual(['knows-less 3', 'knows-more 2']);
});

test('the most severe first, then by area, then by place', async () => {
  const { findings } = await diagnosis([
    checkOf('info', () => found([findingAt(2)]), { severity: 'info', area: 'backend' }),
    checkOf('late', () => found([findingAt(3), findingAt(2)]), { severity: 'error', area: 'nginx' }),
    checkOf('early', () => found([{ ...findingAt(2), severity: 'error' }]), { area: 'redis' }),
  ]);
  expect(findings.map(({ id, at }) => `${id} ${at.line}`)).toEqual(['early 2', 'late 2', 'late 3', 'info 2']);
});

test('a suppression hides its finding on its line and on the line after its block, until its day and for its id only', async () => {
  const { findings, suppressed } = await diagnosis([
    checkOf('compose-no-restart', () => found([findingAt(2), findingAt(6)])),
    checkOf('env-placebo', () => found([findingAt(6)])),
    checkOf('compose-unpinned-image', () => found([findingAt(7)])),
  ]);
  expect(suppressed.map(({ finding, by }) => `${finding.id} ${finding.at.line}: ${by.reason}`)).toEqual([
    'compose-no-restart 6: starts by hand',
    'env-placebo 6: read by the entrypoint',
  ]);
  expect(findings.map(({ id, at }) => `${id} ${at.line}`)).toEqual([
    'compose-no-restart 2',
    'compose-unpinned-image 7',
  ]);
});

test('--only and --skip take ids and areas, and say what an unknown one was probably meant to be', () => {
  const checks = [
    checkOf('redis-thp', () => HEALTHY, { area: 'redis' }),
    checkOf('compose-no-restart', () => HEALTHY),
  ];
  const ids = (choice: Parameters<typeof chooseChecks>[1]): string[] =>
    chooseChecks(checks, choice).map(({ id }) => id);
  expect(ids({})).toEqual(['redis-thp', 'compose-no-restart']);
  expect(ids({ only: ['redis'] })).toEqual(['redis-thp']);
  expect(ids({ skip: ['redis-thp'] })).toEqual(['compose-no-restart']);
  expect(() => ids({ only: ['compose-no-restrat'] })).toThrow(
    expect.objectContaining({ exit: 2, hint: expect.stringContaining('Did you mean compose-no-restart?') }),
  );
});
