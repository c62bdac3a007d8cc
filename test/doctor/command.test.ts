import { createFixture } from 'fs-fixture';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCvx } from '../cli/run-cvx.ts';
import { bytesOf } from './apply-fix.ts';
import { attackLog } from './checks/redis/attack-log.ts';

const FILES = {
  'compose.yaml': `services:
  redis:
    image: redis:8-alpine
    restart: always
  prometheus:
    image: prom/prometheus:v3.5.3
    restart: always
    volumes: ['./prometheus.yml:/etc/prometheus/prometheus.yml:ro']
`,
  'prometheus.yml': `scrape_configs:
  - job_name: redis
    static_configs:
      - targets: ['redis:6379']
`,
};
const THESE = ['--no-live', '--only', 'redis-http-probe,compose-no-restart'];

test('a finding exits 1 and names the place, the log and what to do; --fail-on never exits 0', async () => {
  await using fixture = await createFixture({ ...FILES, 'r.log': attackLog(4, 90, '172.18.0.5') });
  const args = ['doctor', ...THESE, '--logs', 'redis=r.log'];
  const { stdout, stderr, code } = await runCvx(args, { cwd: fixture.path });
  expect({ stderr, code }).toEqual({ stderr: '', code: 1 });
  expect(stdout).toContain('✖ error   prometheus.yml:4:19  redis-http-probe  confirmed\n');
  expect(stdout).toContain('a line every 90 s means a scrape every 30 s, 3 for each line');
  expect(stdout).toContain('2 checks: 1 healthy, 1 finding, 0 not applicable, 0 not observable');
  expect((await runCvx([...args, '--fail-on', 'never'], { cwd: fixture.path })).code).toBe(0);
});

test('--fix --yes repairs, keeps a backup, and a second run finds nothing and changes nothing', async () => {
  await using fixture = await createFixture(FILES);
  const fix = ['doctor', ...THESE, '--fix', '--yes', '--json'];
  const first = await runCvx(fix, { cwd: fixture.path });
  expect(JSON.parse(first.stdout)).toMatchObject({
    findings: [],
    repaired: [{ id: 'redis-http-probe', outcome: 'unverified', files: ['prometheus.yml', 'compose.yaml'] }],
  });
  expect(first.code).toBe(0);
  expect(await readFile(join(fixture.path, 'prometheus.yml'), 'utf8')).toContain("['redis-exporter:9121']");
  const bytes = await bytesOf(fixture.path);
  const second = await runCvx(fix, { cwd: fixture.path });
  expect(JSON.parse(second.stdout)).toMatchObject({ findings: [], repaired: [] });
  expect(await bytesOf(fixture.path)).toEqual(bytes);
});

test('a log by stdin, as docker compose logs prints it', async () => {
  await using fixture = await createFixture(FILES);
  const input = attackLog(4, 90, '172.18.0.5').replaceAll(/^/gm, 'redis-1       | ').trimEnd();
  const { stdout } = await runCvx(['doctor', ...THESE, '--logs', '-', '--json'], {
    cwd: fixture.path,
    input,
  });
  expect(JSON.parse(stdout).findings[0]).toMatchObject({ id: 'redis-http-probe', confidence: 'confirmed' });
});

test('an empty folder exits 2 and says what was looked for and what to do', async () => {
  await using fixture = await createFixture({});
  const { stdout, stderr, code } = await runCvx(['doctor', '--no-live'], { cwd: fixture.path });
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  expect(stderr).toMatch(/nothing to examine[^]*compose\.yaml[^]*cvx doctor --project DIR/);
});

test('a folder above several stacks names them, with the command for each', async () => {
  const stacks = ['b', 'a stack', 'c', 'd', 'e', 'f'].map((name) => [
    `${name}/compose.yml`,
    'services: {}\n',
  ]);
  await using fixture = await createFixture({
    ...Object.fromEntries(stacks),
    'docs/readme.md': 'none\n',
    '.old/compose.yaml': 'services: {}\n',
  });
  const { stderr, code } = await runCvx(['doctor', '--no-live'], { cwd: fixture.path });
  expect(code).toBe(2);
  const named = [...stderr.matchAll(/cvx doctor --project (.*)/g)].map(([, folder]) => folder);
  expect(named).toEqual(["'a stack'", 'b', 'c', 'd', 'e']);
  expect(stderr).toContain('and 1 more');
  expect((await runCvx(['doctor', '--no-live', '--project', 'a stack'], { cwd: fixture.path })).code).toBe(0);
});

test('--require-live exits 3 where something could not be seen', async () => {
  await using fixture = await createFixture(FILES);
  const args = ['doctor', '--no-live', '--only', 'redis-http-probe-foreign', '--require-live'];
  expect(await runCvx(args, { cwd: fixture.path })).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('Not observable'),
  });
});

test.each([
  [['--only', 'redis-htp-probe'], 'Did you mean redis-http-probe?'],
  [['--explain', 'redis-htp-probe'], 'Did you mean redis-http-probe?'],
  [['--service', 'redis'], 'redis=localhost:6379'],
  [['--logs', 'none.log'], 'there is no such file'],
  [['--fail-on', 'bad'], 'Allowed choices'],
])('usage: %j', async (args, said) => {
  await using fixture = await createFixture(FILES);
  const { stderr, code } = await runCvx(['doctor', '--no-live', ...args], { cwd: fixture.path });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

test('--list and --explain tell of every check, for people and for programs', async () => {
  const list = JSON.parse((await runCvx(['doctor', '--list', '--json'])).stdout);
  expect(list.checks.map(({ id }: { id: string }) => id)).toContain('redis-http-probe');
  const { stdout } = await runCvx(['doctor', '--explain', 'redis-http-probe']);
  expect(stdout).toMatch(/Why\n {2}Redis does not speak HTTP[^]*Source\n/);
});

test('--output writes the report to a file, in the form asked for', async () => {
  await using fixture = await createFixture(FILES);
  const args = ['doctor', ...THESE, '--format', 'sarif', '--output', 'out.sarif'];
  expect(await runCvx(args, { cwd: fixture.path })).toMatchObject({ stdout: '', code: 1 });
  expect(JSON.parse(await fixture.readFile('out.sarif', 'utf8'))).toMatchObject({ version: '2.1.0' });
});
