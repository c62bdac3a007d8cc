import { createFixture } from 'fs-fixture';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Check, defineCheck, found, notObservable } from '../../../src/doctor/check.ts';
import { composeNoRestart } from '../../../src/doctor/checks/compose/compose-no-restart.ts';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import { planFindings } from '../../../src/doctor/repair/plan.ts';
import { githubReport } from '../../../src/doctor/report/github.ts';
import { jsonReport } from '../../../src/doctor/report/json.ts';
import { createRedact } from '../../../src/doctor/report/redact.ts';
import { redactReport } from '../../../src/doctor/report/redact-report.ts';
import type { Report } from '../../../src/doctor/report/report.ts';
import { summaryLine } from '../../../src/doctor/report/report.ts';
import { sarifReport } from '../../../src/doctor/report/sarif.ts';
import { textReport } from '../../../src/doctor/report/text.ts';
import { createStyle } from '../../../src/lib/style.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { evidenceOf } from '../test-check.ts';

/** Secrets in every place where a project keeps some. */
const CANARIES = {
  envFile: 'canary-env-file-1',
  url: 'canary-url-pass-2',
  encoded: 'canary@encoded/3',
  compose: 'canary-compose-4',
  command: 'canary-command-5',
  conf: 'canary-conf-6',
  bearer: 'canary-bearer-7',
  qdrant: 'canary-qdrant-8',
};

const FILES = {
  '.env': `POSTGRES_PASSWORD='${CANARIES.envFile}'\nDATABASE_URL=postgresql://app:${CANARIES.url}@db:5432/app\nCACHE_URL=redis://:${encodeURIComponent(CANARIES.encoded)}@redis:6379\n`,
  'compose.yaml': `services:
  db:
    image: postgres:18
    environment:
      - POSTGRES_PASSWORD
      - DATABASE_URL=\${DATABASE_URL}
      - JWT_SECRET=${CANARIES.compose}
  redis:
    image: redis:8
    command: redis-server /etc/redis.conf --requirepass ${CANARIES.command}
    volumes: ['./redis.conf:/etc/redis.conf']
  qdrant:
    image: qdrant/qdrant:v1.18.3
    volumes: ['./config.yaml:/qdrant/config/production.yaml']
`,
  'prometheus.yml': `scrape_configs:\n  - job_name: q\n    authorization: {credentials: ${CANARIES.bearer}}\n`,
  'redis.conf': `masterauth ${CANARIES.conf}\n`,
  'config.yaml': `service:\n  api_key: ${CANARIES.qdrant}\n`,
};

/** A check that tells all it knows, as none should. */
const blabbing: Check = defineCheck({
  id: 'env-default-secret',
  area: 'env',
  severity: 'error',
  title: 'Nothing is told',
  why: 'It would be.',
  repair: 'Say nothing.',
  fixClass: 'confirm',
  source: 'none',
  run: () => {
    const all = Object.values(CANARIES);
    const at = { file: 'compose.yaml', line: 7, column: 9 };
    return found([
      {
        message: `The password is ${all.join(' ')}`,
        at,
        evidence: [
          { by: 'config', text: `Authorization: Bearer ${CANARIES.bearer}, api_key ${CANARIES.qdrant}` },
        ],
        repair: `Run redis-cli -a ${CANARIES.command} and not ${all.join(', ')}`,
        fix: {
          class: 'never',
          edits: [
            {
              do: 'set-yaml',
              file: 'compose.yaml',
              path: ['services', 'db', 'environment', 2],
              value: `JWT_SECRET=new-${CANARIES.compose}`,
            },
            { do: 'set-env', file: '.env', key: 'POSTGRES_PASSWORD', value: 'freshly-made-9' },
          ],
        },
      },
    ]);
  },
});
const crashing: Check = {
  ...blabbing,
  id: 'env-mode',
  run: () => {
    throw new Error(`no ${CANARIES.envFile}`);
  },
};
const unseeing: Check = {
  ...blabbing,
  id: 'env-placebo',
  run: () => notObservable(`asked with ${CANARIES.url}`),
};
const CHECKS = [blabbing, crashing, unseeing, composeNoRestart];

let report: Report;
let raw: Report;
beforeAll(async () => {
  await using fixture = await createFixture(FILES);
  const evidence = await evidenceOf(blabbing, fixture.path, {});
  const diagnosis = diagnose(CHECKS, evidence);
  const diffs = planFindings(evidence.project, diagnosis.findings);
  raw = {
    ...diagnosis,
    findings: diagnosis.findings.map((finding, i) => ({ ...finding, diff: diffs[i] })),
    project: 'shop',
    root: '/srv/shop',
    composeFiles: ['compose.yaml'],
    problems: [{ file: 'x.conf', line: 3, message: `cannot read ${CANARIES.conf}` }],
    repaired: [
      { id: 'env-mode', at: '.env:1:1', outcome: 'refused', why: `not ${CANARIES.envFile}`, files: [] },
    ],
  };
  report = redactReport(raw, createRedact(evidence.project));
});

const FORMS: Record<string, (of: Report) => string> = {
  text: (of) => textReport(of, { style: createStyle(false), links: false }),
  json: jsonReport,
  sarif: (of) => sarifReport(of, CHECKS),
  github: githubReport,
};

describe.each(Object.entries(FORMS))('%s', (name, form) => {
  test('holds no secret', () => {
    const text = form(report);
    for (const canary of [...Object.values(CANARIES), 'freshly-made-9', encodeURIComponent(CANARIES.encoded)])
      expect(text).not.toContain(canary);
    expect(text).toContain('••••');
    expect(text, 'the canaries would be there').not.toBe(form(raw));
    expect(form(raw)).toContain(CANARIES.envFile);
  });

  test('names every finding, its place and the crashed check', () => {
    const text = form(report);
    for (const id of ['env-default-secret', 'compose-no-restart', 'env-mode']) expect(text).toContain(id);
    expect(text).toContain('compose.yaml');
    expect(name).toBeTruthy();
  });
});

test('a password that is also the name of a service is hidden beside its key and nowhere else', async () => {
  await using fixture = await createFixture({
    'compose.yaml':
      'services:\n  postgres:\n    image: postgres:18\n    environment: {POSTGRES_PASSWORD: postgres}\n',
  });
  const redact = createRedact(await readProject({ root: fixture.path, env: {} }));
  expect(redact('postgres has POSTGRES_PASSWORD: postgres')).toBe('postgres has POSTGRES_PASSWORD: ••••');
});

test.each([
  ['amqp://user:pw@host/', 'amqp://user:••••@host/'],
  ['REDIS_PASSWORD=${REDIS_PASSWORD}', 'REDIS_PASSWORD=${REDIS_PASSWORD}'],
  ['+  API_KEY: "abc"', '+  API_KEY: "••••"'],
  ['["redis-server", "--requirepass", "abc"]', '["redis-server", "--requirepass", "••••"]'],
  ['requirepass abc', 'requirepass ••••'],
  ['POSTGRES_PASSWORD_FILE=/run/secrets/pg', 'POSTGRES_PASSWORD_FILE=/run/secrets/pg'],
  ['max_tokens: 500 and a passing test', 'max_tokens: 500 and a passing test'],
  ['password authentication failed for user "app"', 'password authentication failed for user "app"'],
])('%s', async (text, expected) => {
  await using fixture = await createFixture({ 'compose.yaml': 'services: {}\n' });
  expect(createRedact(await readProject({ root: fixture.path, env: {} }))(text)).toBe(expected);
});

test.each([
  ['requirepass not set', 'requirepass not set'],
  ['protected-mode yes + requirepass in the config', 'protected-mode yes + requirepass in the config'],
  ['asks for no password: everybody reads it', 'asks for no password: everybody reads it'],
  ['Basic authentication, or a Bearer tokenized', 'Basic authentication, or a Bearer tokenized'],
  ['it has requirepass h8unter', 'it has requirepass ••••'],
  ['it has the password: Hunter2!', 'it has the password: ••••'],
  ['POSTGRES_PASSWORD: hunter', 'POSTGRES_PASSWORD: ••••'],
  ['run redis-cli -a hunter PING', 'run redis-cli -a •••• PING'],
  ['redis-server --requirepass hunter', 'redis-server --requirepass ••••'],
  ['redis://:hunter@redis:6379 is asked', 'redis://:••••@redis:6379 is asked'],
  ['password=hunter', 'password=••••'],
])('prose: %s', async (text, expected) => {
  await using fixture = await createFixture({ 'compose.yaml': 'services: {}\n' });
  const redact = createRedact(await readProject({ root: fixture.path, env: {} }));
  expect(redact(text, 'prose')).toBe(expected);
});

test('a comment of a configuration does not make its words secrets, and a line that ends in a key no word of the next', async () => {
  await using fixture = await createFixture({
    'compose.yaml': 'services:\n  redis:\n    image: redis:8\n    volumes: [./redis.conf:/etc/redis.conf]\n',
    'redis.conf': '# The requirepass option is global\n# requirepass 0ldcanary\nmaxmemory 1gb\n',
  });
  const redact = createRedact(await readProject({ root: fixture.path, env: {} }));
  expect(redact('no option is set', 'prose')).toBe('no option is set');
  expect(redact('and 0ldcanary too', 'prose')).toBe('and •••• too');
  expect(redact('+  credentials:\n+    username: app\n')).toBe('+  credentials:\n+    username: app\n');
});

test('the summary accounts for every check', () => {
  expect(summaryLine(report)).toBe(
    '4 checks: 0 healthy, 4 findings (of 2 checks), 0 not applicable, 1 not observable, 1 crashed',
  );
});

test('--json has the shape that scripts rely on, with nothing found too', () => {
  const shape = JSON.parse(jsonReport(report));
  expect(shape).toMatchObject({
    schema: 1,
    project: 'shop',
    checks: {
      healthy: [],
      notApplicable: [],
      notObservable: [{ id: 'env-placebo' }],
      crashed: [{ id: 'env-mode' }],
    },
  });
  expect(shape.findings[1]).toMatchObject({
    id: 'compose-no-restart',
    severity: 'warning',
    confidence: 'likely',
    file: 'compose.yaml',
    line: 2,
    column: 3,
    related: [],
    evidence: [{ by: 'config', file: 'compose.yaml', line: 2 }],
    fix: { class: 'safe', diff: expect.stringMatching(/^--- a\/compose\.yaml\n\+\+\+ b\/compose\.yaml\n@@/) },
  });
  const empty = JSON.parse(
    jsonReport({ ...report, findings: [], crashed: [], notObservable: [], problems: [], repaired: [] }),
  );
  expect(empty).toMatchObject({ schema: 1, findings: [], checks: { healthy: [], crashed: [] } });
});

test('SARIF: every result names a rule of the run and a region', () => {
  const { version, runs } = JSON.parse(sarifReport(report, CHECKS));
  expect(version).toBe('2.1.0');
  for (const { ruleId, ruleIndex, locations } of runs[0].results) {
    expect(runs[0].tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
  }
  expect(runs[0].results).toHaveLength(4);
});

test('annotations survive line ends, percent signs and colons', () => {
  const [finding] = report.findings;
  if (finding === undefined) throw new Error('nothing found');
  const odd = {
    ...finding,
    at: { file: 'a,b:c.yaml', line: 2, column: 1 },
    message: '50% of\nit',
    repair: 'do',
  };
  expect(githubReport({ ...report, findings: [odd], crashed: [] })).toMatch(
    /^::error file=a%2Cb%3Ac\.yaml,line=2,col=1,title=env-default-secret::50%25 of%0Ait%0Ado\n/,
  );
});

test('text of a file cannot command the terminal', () => {
  const [finding] = report.findings;
  if (finding === undefined) throw new Error('nothing found');
  const hostile = { ...finding, message: 'a\u001B]0;owned\u0007b', repair: 'x\u009B31m' };
  const text = textReport({ ...report, findings: [hostile] }, { style: createStyle(false), links: false });
  // oxlint-disable-next-line no-control-regex -- that none is left
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('places are links only where they are asked for', () => {
  const style = createStyle(false);
  expect(textReport(report, { style, links: true })).toContain(
    '\u001B]8;;file:///srv/shop/compose.yaml#L2\u0007compose.yaml:2:3\u001B]8;;\u0007',
  );
  expect(textReport(report, { style, links: false })).not.toContain('\u001B');
});

test('findings that differ in their place only are told together, with one repair', async () => {
  const names = ['api', 'web', 'job', 'mail'];
  await using fixture = await createFixture({
    'compose.yaml': `services:\n${names.map((name) => `  ${name}: {image: "${name}:1"}\n`).join('')}`,
  });
  const evidence = await evidenceOf(composeNoRestart, fixture.path, {});
  const { findings } = diagnose([composeNoRestart], evidence);
  const diffs = planFindings(evidence.project, findings);
  const text = textReport(
    { ...report, crashed: [], findings: findings.map((finding, i) => ({ ...finding, diff: diffs[i] })) },
    { style: createStyle(false), links: false },
  );
  expect(text).toContain('▲ warning 4 places  compose-no-restart');
  for (const [i, name] of names.entries())
    expect(text).toContain(`    compose.yaml:${i + 2}:3  ${name} stays`);
  expect(text.match(/→/g)).toHaveLength(1);
  expect(text).toContain('To repair 4 of them');
  const patchless = findings.map((finding) => ({ ...finding, diff: undefined }));
  const unfixable = textReport(
    { ...report, crashed: [], findings: patchless },
    { style: createStyle(false), links: false },
  );
  expect(unfixable).toContain('(by hand)');
  expect(unfixable).not.toContain('To repair');
});

test('a part of the name of a service is no secret outside of its key', async () => {
  await using fixture = await createFixture({
    'compose.yaml':
      'services:\n  shopper-cleanup:\n    image: shopper:1\n    environment: {AWS_SECRET_KEY: shopper}\n',
  });
  const redact = createRedact(await readProject({ root: fixture.path, env: {} }));
  expect(redact('shopper-cleanup runs shopper:1')).toBe('shopper-cleanup runs shopper:1');
  expect(redact('AWS_SECRET_KEY: shopper')).toBe('AWS_SECRET_KEY: ••••');
});
