import { execa } from 'execa';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createFixture, type FsFixture } from 'fs-fixture';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCvx, type RunResult } from '../../cli/run-cvx.ts';
import { whyNoDocker } from '../../doctor/stack/container-stack.ts';
import { freePort } from '../../lib/free-port.ts';
import { makeImages, missingForImages } from './images.ts';

const CVS = fileURLToPath(new URL('../../fixtures/cvs', import.meta.url));
const OWN = 'cvx:stack-test';
/** A name of its own: volumes of a stack called cvx may be somebody's. */
const NAME = `cvx-stack-test-${process.pid}`;
const SIZE = ['--users', '50', '--postgres', '15'];

const missing = missingForImages();
const why =
  process.env['CVX_TEST_SLOW'] === '1'
    ? ((await whyNoDocker()) ?? (missing.length > 0 ? `not here: ${missing.join(', ')}` : undefined))
    : 'CVX_TEST_SLOW=1 starts it';
if (why !== undefined) process.stderr.write(`skipped: a stack of cvx tune in containers (${why})\n`);

describe.skipIf(why !== undefined)('docker compose up of what cvx tune wrote for 50 users', () => {
  let folder: FsFixture;
  let besides: FsFixture;
  let made: readonly string[] = [];
  let limits: string | undefined;
  let base: string;
  let key: string;

  const compose = async (...args: readonly string[]): Promise<string> => {
    const files = limits === undefined ? [] : ['-f', 'compose.yaml', '-f', limits];
    const env = { COMPOSE_PROJECT_NAME: NAME };
    return (await execa('docker', ['compose', ...files, ...args], { cwd: folder.path, env, stdin: 'ignore' }))
      .stdout;
  };
  const cvx = (...args: readonly string[]): Promise<RunResult> =>
    runCvx(args, { cwd: folder.path, env: { COMPOSE_PROJECT_NAME: NAME } });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${base}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });

  beforeAll(async () => {
    folder = await createFixture({});
    besides = await createFixture({});
    const written = await cvx('tune', ...SIZE, '--yes');
    expect(written).toMatchObject({ code: 0, stderr: '' });
    const port = await freePort();
    const env = (await readFile(folder.getPath('.env'), 'utf8'))
      .replace(/^CVX_IMAGE=.*$/m, `CVX_IMAGE=${OWN}`)
      .replace(/^HTTP_PORT=.*$/m, `HTTP_PORT=${port}`);
    await writeFile(folder.getPath('.env'), env);
    base = `http://127.0.0.1:${port}`;
    key = /^CVX_API_KEY=(.+)$/m.exec(env)?.[1] ?? '';
    const images = (await compose('config', '--images')).split('\n');
    made = await makeImages(images, OWN);
    limits = await smallerLimits(besides, OWN);
    try {
      await compose('up', '--detach', '--wait', '--pull', 'never', '--wait-timeout', '240');
    } catch (error) {
      throw new Error(`It did not come up:\n${await compose('logs', '--tail', '20')}`, { cause: error });
    }
  }, 600_000);

  afterAll(async () => {
    try {
      await compose('down', '--volumes', '--timeout', '5');
    } finally {
      if (made.length > 0) await execa('docker', ['image', 'rm', '--force', ...made], { reject: false });
      await folder.rm();
      await besides.rm();
    }
  }, 120_000);

  test('all containers run, and all that can be asked are healthy', async () => {
    const rows = (await compose('ps', '--all', '--format', 'json')).split('\n');
    const states = rows.map((row) => stateSchema.parse(JSON.parse(row)));
    const services = (await compose('config', '--services')).split('\n');
    expect(states.map(({ Service }) => Service).toSorted()).toEqual(services.toSorted());
    expect(states.filter(({ State }) => State !== 'running')).toEqual([]);
    const unhealthy = states.filter(({ Health }) => Health !== 'healthy').map(({ Service }) => Service);
    // They have no port or no program that could be asked.
    expect(unhealthy.toSorted()).toEqual(['redis-exporter', 'worker']);
  });

  test('CVs that are sent to nginx are read by the worker, and found', async () => {
    const form = new FormData();
    for (const name of ['bea-lund.txt', 'anna-lindqvist-backend.pdf', 'david-kim-dba.docx'])
      form.append('files', new Blob([await readFile(join(CVS, name))]), name);
    const accepted = await ask('/api/ingest', { method: 'POST', body: form });
    expect(accepted.status).toBe(202);
    const location = new URL(accepted.headers.get('location') ?? '', `${base}/api/ingest`).pathname;
    const job = await until(
      async () => jobSchema.parse(await (await ask(location)).json()).job,
      ({ state }) => state === 'done',
    );
    expect(job.files.map(({ outcome }) => outcome)).toEqual(['indexed', 'indexed', 'indexed']);
    const found = await ask('/api/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'database administrator SQL Server' }),
    });
    expect(found.status).toBe(200);
    const { hits } = hitsSchema.parse(await found.json());
    expect(hits[0]?.name).toBe('David Kim');
    expect(await compose('logs', '--no-log-prefix', 'worker')).toContain('david-kim-dba.docx');
  });

  test('nginx lets nobody in without a key, and nobody to the metrics', async () => {
    const search = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"x"}' };
    expect((await fetch(`${base}/api/search`, search)).status).toBe(401);
    for (const path of ['/metrics', '/api/metrics']) expect((await ask(path)).status).toBe(404);
  });

  test('Prometheus reaches all of its targets, and its rules are in order', async () => {
    const prometheus = await addressOf('prometheus', 9090);
    const up = await until(
      async () =>
        targetsSchema.parse(await (await fetch(`${prometheus}/api/v1/targets`)).json()).data.activeTargets,
      (targets) => targets.length >= 7 && targets.every(({ health }) => health === 'up'),
    );
    expect(up.map(({ labels }) => labels.job).toSorted()).toEqual([
      'backend',
      'node',
      'postgres',
      'prometheus',
      'qdrant',
      'redis',
      'redis',
    ]);
    // A target is up where its exporter answers; the server behind it may still be out of reach.
    for (const metric of ['redis_up', 'pg_up']) {
      const answer = await fetch(`${prometheus}/api/v1/query?query=${metric}`);
      const values = valuesSchema.parse(await answer.json()).data.result.map(({ value }) => value[1]);
      expect({ metric, values }).toEqual({ metric, values: metric === 'redis_up' ? ['1', '1'] : ['1'] });
    }
    const rules = rulesSchema.parse(await (await fetch(`${prometheus}/api/v1/rules`)).json()).data.groups;
    const all = rules.flatMap((group) => group.rules);
    expect(all.length).toBeGreaterThan(15);
    expect(all.filter(({ health }) => health === 'err')).toEqual([]);
  });

  test('no program complains in its log', async () => {
    const lines = (await compose('logs', '--no-color')).split('\n');
    expect(lines.filter((line) => /SECURITY ATTACK/i.test(line))).toEqual([]);
    const complaints = lines
      .filter((line) => /\b(?:warn(?:ing)?|error|fatal|panic|emerg|alert|crit)\b|"level":[4-6]0/i.test(line))
      .filter((line) => !EXPECTED.some((known) => known.test(line)));
    expect(complaints).toEqual([]);
  });

  test('the doctor finds nothing but what is wrong with the machine', async () => {
    const { stdout, stderr } = await cvx('doctor', '--json');
    expect(stderr).toBe('');
    const { findings, checks } = reportSchema.parse(JSON.parse(stdout));
    expect(findings.filter(({ id }) => !MACHINE.has(id))).toEqual([]);
    expect(checks.crashed).toEqual([]);
    expect(checks.healthy.length).toBeGreaterThan(60);
    // Asked of what runs: the files do not tell these.
    expect(checks.healthy).toEqual(
      expect.arrayContaining(['host-crash-loop', 'host-oom-killed', 'redis-write-oom']),
    );
  });

  test('a second cvx tune changes no byte', async () => {
    const before = await snapshot(folder.path);
    const { code, stdout } = await cvx('tune', ...SIZE, '--yes');
    expect(code).toBe(0);
    expect(stdout).toContain('nothing to write');
    expect(await snapshot(folder.path)).toEqual(before);
  });

  /** Networks of containers are reached from Linux. */
  async function addressOf(service: string, port: number): Promise<string> {
    const id = await compose('ps', '--quiet', service);
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}';
    const { stdout } = await execa('docker', ['inspect', '--format', format, id]);
    return `http://${stdout.split(' ')[0] ?? ''}:${port}`;
  }
});

/** Findings that no file of the stack can end. */
const MACHINE = new Set(['redis-overcommit', 'host-disk', 'host-swap']);

const EXPECTED = [
  // vm.overcommit_memory of the machine, which the head of compose.yaml speaks of.
  /Memory overcommit must be enabled/,
  // Prometheus is there before the backend is, so that it sees a backend that does not come up.
  /^prometheus-1 .*(?:DNS resolution failed|Error refreshing DNS targets|Failed to refresh DNS)/,
  // Collectors are listed by name at the start; a container does not see udev's data.
  /^node-exporter-1 .*(?:level=info|disabling udev device properties)/,
  // initdb speaks of locales that the image has not, and of the local connections that its entrypoint makes the database with.
  /^postgres-1 .*(?:no usable system locales|initdb: warning: enabling "trust" authentication)/,
  // Files that the official image has beside the program.
  /^qdrant-1 .*(?:Config file not found: config\/config|Static content folder for Web UI)/,
];

const stateSchema = z.object({ Service: z.string(), State: z.string(), Health: z.string() });
const jobSchema = z.object({
  job: z.object({ state: z.string(), files: z.array(z.object({ outcome: z.string().optional() })) }),
});
const hitsSchema = z.object({ hits: z.array(z.object({ name: z.string() })) });
const targetsSchema = z.object({
  data: z.object({
    activeTargets: z.array(z.object({ labels: z.object({ job: z.string() }), health: z.string() })),
  }),
});
const valuesSchema = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});
const rulesSchema = z.object({
  data: z.object({ groups: z.array(z.object({ rules: z.array(z.object({ health: z.string() })) })) }),
});
const reportSchema = z.object({
  findings: z.array(z.object({ id: z.string(), message: z.string() })),
  checks: z.object({ healthy: z.array(z.string()), crashed: z.array(z.unknown()) }),
});

/** The last answer, once it is as wanted or two minutes are over: the assertion then says what is missing. */
async function until<T>(look: () => Promise<T>, done: (seen: T) => boolean): Promise<T> {
  for (const end = Date.now() + 120_000; ; await sleep(1000)) {
    const seen = await look();
    if (done(seen) || Date.now() > end) return seen;
  }
}

/** Where Docker itself may open fewer files than the stack asks for, a file that asks for as many as it may. */
async function smallerLimits(besides: FsFixture, image: string): Promise<string | undefined> {
  const run = ['run', '--rm', '--network', 'none', '--entrypoint', 'sh'];
  const enough = await execa('docker', [...run, '--ulimit', 'nofile=65535', image, '-c', 'true'], {
    reject: false,
  });
  if (!enough.failed) return undefined;
  const { stdout } = await execa('docker', [...run, image, '-c', 'ulimit -Hn']);
  process.stderr.write(
    `open files: ${stdout} in place of 65535, since Docker may open no more on this machine\n`,
  );
  const services = ['nginx', 'qdrant', 'redis-cache', 'redis-queue'];
  const text = services.map((name) => `  ${name}: { ulimits: { nofile: ${Number(stdout)} } }\n`).join('');
  await besides.writeFile('limits.yaml', `services:\n${text}`);
  return besides.getPath('limits.yaml');
}

/** Bytes and modes of all files but those that `cvx undo` needs. */
async function snapshot(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !join(entry.parentPath).includes('/.cvx'));
  return Object.fromEntries(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        const { mode } = await stat(path);
        return [
          `${basename(parentPath)}/${name}`,
          `${mode.toString(8)} ${await readFile(path, 'utf8')}`,
        ] as const;
      }),
    ),
  );
}
