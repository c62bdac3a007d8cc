import { createFixture, type FsFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import type { Session } from '../../../src/command.ts';
import { type Check, defineCheck, found, HEALTHY } from '../../../src/doctor/check.ts';
import { composeNoRestart } from '../../../src/doctor/checks/compose/compose-no-restart.ts';
import { redisHttpProbe } from '../../../src/doctor/checks/redis/redis-http-probe.ts';
import { collect, type CollectRequest } from '../../../src/doctor/collect.ts';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import { repair, type RepairOptions } from '../../../src/doctor/repair/repair.ts';
import { listTransactions, standingOfRun } from '../../../src/edits/transaction/undo-transaction.ts';
import { fakeIo } from '../../lib/fake-io.ts';
import { bytesOf } from '../apply-fix.ts';

const COMPOSE = `services:
  redis:
    image: redis:8 # cache
  api:
    image: api:1
`;

/** Runs checks on the folder and repairs, as `cvx doctor --fix --yes` does. */
async function fix(fixture: FsFixture, checks: readonly Check[], options: Partial<RepairOptions> = {}) {
  const { io, stdout, stderr } = fakeIo();
  const signal = new AbortController().signal;
  const request: CollectRequest = {
    root: fixture.path,
    files: [],
    logs: [],
    since: '24h',
    live: false,
    services: new Map(),
    cwd: fixture.path,
    stdin: io.stdin,
    env: {},
    now: new Date(),
  };
  const session: Session = {
    io,
    globals: { json: false, quiet: false, debug: false, envFile: undefined, home: undefined },
    signal,
    config: () => Promise.reject(new Error('not asked for')),
    open: () => Promise.reject(new Error('not asked for')),
    probe: () => Promise.reject(new Error('not asked for')),
    say: (text) => io.stderr.line(text),
  };
  const collected = await collect(checks, request, { signal });
  const diagnosis = diagnose(checks, collected.evidence);
  const run = {
    yes: true,
    allow: [],
    dryRun: false,
    restart: false,
    format: 'text',
    output: undefined,
    ...options,
  };
  const result = await repair(
    { session, run, checks, request, redact: (text) => text },
    { collected, diagnosis },
  );
  return { ...result, stdout: stdout(), stderr: stderr() };
}

const outcomes = ({ repaired }: Awaited<ReturnType<typeof fix>>): string[] =>
  repaired.map(({ id, at, outcome }) => `${outcome} ${id} ${at}`);

/** Sets keys of `redis`, and finds them missing; `class` and text as given. */
function wanting(
  id: string,
  path: readonly (string | number)[],
  value: string,
  more: Partial<Check> = {},
): Check {
  const text = { title: id, why: id, repair: id, source: id };
  const key = String(path.at(-1));
  return defineCheck({
    id,
    area: 'compose',
    severity: 'warning',
    fixClass: 'confirm',
    ...text,
    run: ({ project }) => {
      const service = project.services.find(({ name }) => name === 'redis');
      if (service === undefined || JSON.stringify(service.spec).includes(value)) return HEALTHY;
      const edits = [
        { do: 'set-yaml' as const, file: 'compose.yaml', path: ['services', 'redis', ...path], value },
      ];
      const fixClass = more.fixClass ?? 'safe';
      return found([
        {
          message: `no ${key}`,
          at: service.at,
          evidence: [{ by: 'config', text: key }],
          fix: { class: fixClass, edits },
        },
      ]);
    },
    ...more,
  });
}

test('a repair without a live service stays, unverified, and a second run changes no byte', async () => {
  await using fixture = await createFixture({ 'compose.yaml': COMPOSE });
  const first = await fix(fixture, [composeNoRestart]);
  expect(outcomes(first)).toEqual([
    'unverified compose-no-restart compose.yaml:2:3',
    'unverified compose-no-restart compose.yaml:4:3',
  ]);
  expect(first.diagnosis).toMatchObject({ findings: [], healthy: ['compose-no-restart'] });
  expect(first.stderr).toContain('+    restart: unless-stopped');
  const bytes = await bytesOf(fixture.path);
  expect((await fix(fixture, [composeNoRestart])).repaired).toEqual([]);
  expect(await bytesOf(fixture.path)).toEqual(bytes);
});

test('a repair that does not end its finding is taken back; the others stay', async () => {
  await using fixture = await createFixture({ 'compose.yaml': COMPOSE });
  const useless = wanting('useless', ['hostname'], 'never-read-back', {
    run: (evidence) => {
      const [service] = evidence.project.services;
      if (service === undefined) return HEALTHY;
      const edits = [
        {
          do: 'set-yaml' as const,
          file: 'compose.yaml',
          path: ['services', 'redis', 'hostname'],
          value: 'x',
        },
      ];
      return found([
        {
          message: 'still wrong',
          at: service.at,
          evidence: [{ by: 'config', text: 'x' }],
          fix: { class: 'safe', edits },
        },
      ]);
    },
  });
  const result = await fix(fixture, [useless, composeNoRestart]);
  expect(outcomes(result)).toEqual([
    'rolled-back useless compose.yaml:2:3',
    'unverified compose-no-restart compose.yaml:2:3',
    'unverified compose-no-restart compose.yaml:4:3',
  ]);
  const text = await fixture.readFile('compose.yaml', 'utf8');
  expect(text).not.toContain('hostname');
  // What was taken back stays so: of the run, the repairs that held are left to undo.
  const past = await listTransactions(fixture.path);
  expect(new Set(past.map(({ manifest }) => manifest.run)).size).toBe(1);
  expect(standingOfRun(past, past[0]?.manifest.run ?? '').map(({ command }) => command)).toEqual([
    'cvx doctor --fix: compose-no-restart',
  ]);
  expect(text.match(/restart: unless-stopped/g)).toHaveLength(2);
});

test('a repair after which the files are no longer understood is taken back', async () => {
  await using fixture = await createFixture({ 'compose.yaml': COMPOSE });
  const breaking = wanting('breaking', ['image'], 'x', {
    run: ({ project }) => {
      const [service] = project.services;
      if (service === undefined) return HEALTHY;
      const edits = [{ do: 'write-file' as const, file: 'compose.yaml', text: 'services: {redis: [\n' }];
      return found([
        {
          message: 'wrong',
          at: service.at,
          evidence: [{ by: 'config', text: 'x' }],
          fix: { class: 'safe', edits },
        },
      ]);
    },
  });
  expect(outcomes(await fix(fixture, [breaking]))).toEqual(['rolled-back breaking compose.yaml:2:3']);
  expect(await fixture.readFile('compose.yaml', 'utf8')).toBe(COMPOSE);
});

test('repairs that stand in each other’s way are made one after the other', async () => {
  const prometheus = `scrape_configs:
  - job_name: stores # both
    static_configs:
      - targets:
          - redis:6379
          - sessions:6379
          - api:8000
`;
  const compose = `services:
  redis: {image: 'redis:8', restart: always}
  sessions: {image: 'redis:8', restart: always}
  redis-exporter: {image: 'oliver006/redis_exporter:v1.86.0', restart: always}
  prometheus: {image: 'prom/prometheus:v3.5.3', restart: always, volumes: ['./prometheus.yml:/etc/prometheus/prometheus.yml']}
`;
  const exporter = "  - job_name: exporter\n    static_configs: [{targets: ['redis-exporter:9121']}]\n";
  await using fixture = await createFixture({
    'compose.yaml': compose,
    'prometheus.yml': prometheus + exporter,
  });
  const result = await fix(fixture, [redisHttpProbe]);
  expect(outcomes(result)).toHaveLength(2);
  expect(await fixture.readFile('prometheus.yml', 'utf8')).toBe(
    `scrape_configs:\n  - job_name: stores # both\n    static_configs:\n      - targets:\n          - api:8000\n${exporter}`,
  );
  // Two rounds, and one run for `cvx undo`.
  const past = await listTransactions(fixture.path);
  expect(past).toHaveLength(2);
  expect(standingOfRun(past, past[0]?.manifest.run ?? '')).toHaveLength(2);
});

test('what is suppressed, what is for a person, and what nobody allowed is not repaired', async () => {
  const suppressed = COMPOSE.replace('  redis:', '  # cvx-ignore compose-no-restart -- by hand\n  redis:');
  await using fixture = await createFixture({ 'compose.yaml': suppressed });
  const risky = wanting('risky', ['hostname'], 'risky-value', { fixClass: 'confirm' });
  const printed = wanting('printed', ['domainname'], 'printed-value', { fixClass: 'never' });
  const checks = [composeNoRestart, risky, printed];
  expect(outcomes(await fix(fixture, checks))).toEqual(['unverified compose-no-restart compose.yaml:5:3']);
  const allowed = await fix(fixture, checks, { allow: ['risky', 'printed'] });
  expect(outcomes(allowed)).toEqual(['unverified risky compose.yaml:3:3']);
  expect(await fixture.readFile('compose.yaml', 'utf8')).not.toMatch(
    /printed-value|redis:8 # cache\n {4}restart/,
  );
});

test('--dry-run prints the patch and writes nothing', async () => {
  await using fixture = await createFixture({ 'compose.yaml': COMPOSE });
  const before = await bytesOf(fixture.path);
  const result = await fix(fixture, [composeNoRestart], { dryRun: true });
  expect(outcomes(result)).toEqual([
    'skipped compose-no-restart compose.yaml:2:3',
    'skipped compose-no-restart compose.yaml:4:3',
  ]);
  expect(result.stdout).toMatch(/^2 repairs:\n--- a\/compose\.yaml\n/);
  expect(await bytesOf(fixture.path)).toEqual(before);
});

test('without a terminal and without --yes nothing is written, and it is said what to do', async () => {
  await using fixture = await createFixture({ 'compose.yaml': COMPOSE });
  await expect(fix(fixture, [composeNoRestart], { yes: false })).rejects.toMatchObject({
    code: 'CVX_NEEDS_YES',
    exit: 2,
  });
  expect(await fixture.readFile('compose.yaml', 'utf8')).toBe(COMPOSE);
});

test('an edit that cannot be made is refused by name, and the others are made', async () => {
  await using fixture = await createFixture({ 'compose.yaml': COMPOSE });
  const impossible = wanting('impossible', ['image', 'name'], 'x');
  expect(outcomes(await fix(fixture, [impossible, composeNoRestart]))).toEqual([
    'refused impossible compose.yaml:2:3',
    'unverified compose-no-restart compose.yaml:2:3',
    'unverified compose-no-restart compose.yaml:4:3',
  ]);
});
