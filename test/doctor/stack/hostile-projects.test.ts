import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { runCvx } from '../../cli/run-cvx.ts';
import { bytesOf } from '../apply-fix.ts';

const COMPOSE = `services:
  redis:
    image: redis:8
    restart: always
  prometheus:
    image: prom/prometheus:v3.5.3
    restart: always
    volumes: ['./prometheus.yml:/etc/prometheus/prometheus.yml:ro']
`;
const PROMETHEUS = `scrape_configs:
  - job_name: redis
    static_configs:
      - targets: ['redis:6379']
`;
const HEALTHY = { 'compose.yaml': COMPOSE, 'prometheus.yml': PROMETHEUS };
const FOUND = 'redis-http-probe prometheus.yml:4';

const isRoot = process.getuid?.() === 0;
if (isRoot) process.stderr.write('skipped: a file that may not be read (root reads every file)\n');

interface Examined {
  readonly found: readonly string[];
  /** What the report for people says could not be read. */
  readonly unread: string;
}

/** Both reports, without a crash of any check; nothing changes. */
async function examine(root: string): Promise<Examined> {
  const before = await bytesOf(root);
  const args = ['doctor', '--no-live'];
  const { stdout, stderr, code } = await runCvx([...args, '--json'], { cwd: root });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const { findings, checks } = JSON.parse(stdout);
  expect(checks.crashed).toEqual([]);
  const text = await runCvx(args, { cwd: root });
  expect(await bytesOf(root)).toEqual(before);
  return {
    found: findings.map(
      ({ id, file, line }: { id: string; file: string; line: number }) => `${id} ${file}:${line}`,
    ),
    unread: /^Could not be read\n((?: {2}.*\n)+)/m.exec(text.stdout)?.[1] ?? '',
  };
}

test('broken YAML beside good files: told with its line, and the rest is examined', async () => {
  await using fixture = await createFixture({
    ...HEALTHY,
    'compose.override.yaml': 'services:\n  redis:\n    image: "unclosed\n  x: [\n',
    'monitoring/rules.yml': 'groups: [',
  });
  const { found, unread } = await examine(fixture.path);
  expect(unread).toMatch(/compose\.override\.yaml:\d+ /);
  expect(found).toContain(FOUND);
});

test('binary bytes where text is expected: told, and the rest is examined', async () => {
  await using fixture = await createFixture(HEALTHY);
  await writeFile(join(fixture.path, '.env'), Buffer.from([0x89, 0x50, 0, 0xff, 0xfe, 10, 61, 0]));
  await writeFile(join(fixture.path, 'redis.conf'), Buffer.alloc(4096, 0));
  const { found, unread } = await examine(fixture.path);
  expect(unread).toMatch(/\.env .*no text/);
  expect(found).toContain(FOUND);
});

test.skipIf(isRoot)('a file that may not be read: told, and the rest is examined', async () => {
  await using fixture = await createFixture({ ...HEALTHY, '.env': 'A=1\n' });
  await chmod(join(fixture.path, '.env'), 0);
  const { found, unread } = await examine(fixture.path);
  expect(unread).toContain('.env');
  expect(found).toContain(FOUND);
  await chmod(join(fixture.path, '.env'), 0o600);
});

test('a compose file of 10 MB: told, and the rest is examined', async () => {
  await using fixture = await createFixture({
    ...HEALTHY,
    'compose.override.yaml': `services:\n${'  redis: {labels: {a: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}}\n'.repeat(150_000)}`,
  });
  const { found, unread } = await examine(fixture.path);
  expect(unread).toContain('compose.override.yaml');
  expect(found).toContain(FOUND);
});

test('services that extend one another in a circle: told, and the others are examined', async () => {
  await using fixture = await createFixture({
    ...HEALTHY,
    'compose.yaml': `${COMPOSE}  a:
    extends: {service: b}
  b:
    extends: {file: other.yaml, service: c}
`,
    'other.yaml': 'services:\n  c:\n    extends: {file: compose.yaml, service: a}\n',
  });
  const { found, unread } = await examine(fixture.path);
  expect(unread).toMatch(/compose\.yaml:10 .*in a circle/);
  expect(found).toContain(FOUND);
});

test('links out of the project are not followed by a repair', async () => {
  await using outside = await createFixture({ 'prometheus.yml': PROMETHEUS, 'compose.yaml': COMPOSE });
  await using fixture = await createFixture({
    'compose.yaml': COMPOSE.replace('restart: always\n  prom', 'hostname: r\n  prom'),
  });
  await symlink(join(outside.path, 'prometheus.yml'), join(fixture.path, 'prometheus.yml'));
  await symlink(outside.path, join(fixture.path, 'conf'));
  const before = await bytesOf(outside.path);
  const { stdout, code } = await runCvx(['doctor', '--no-live', '--fix', '--yes', '--json'], {
    cwd: fixture.path,
  });
  expect([0, 1]).toContain(code);
  expect(await bytesOf(outside.path), 'nothing outside is touched').toEqual(before);
  const { repaired } = JSON.parse(stdout);
  const text = await runCvx(['doctor', '--no-live'], { cwd: fixture.path });
  expect(text.stdout).toMatch(/prometheus\.yml {2}Not read: it leads out of the project/);
  // What is inside was repaired all the same.
  expect(repaired).toContainEqual(
    expect.objectContaining({ id: 'compose-no-restart', outcome: 'unverified' }),
  );
  expect(await fixture.readFile('compose.yaml', 'utf8')).toContain('restart: unless-stopped');
});
