import { cp, lstat, readFile, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { BIN, cleanEnv, runCvx, type RunResult } from './run-cvx.ts';

const PROJECT = fileURLToPath(new URL('../fixtures/stacks/cv-analyzer', import.meta.url));
const SIZE = ['--users', '500', '--host', '8x32'];

type Fixture = Awaited<ReturnType<typeof createFixture>>;

/** Every file with its mode and bytes; what cvx keeps for undo is left out. */
async function snapshot(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => !name.startsWith('.cvx'));
  const entries = await Promise.all(
    names.map(async (name) => {
      const stats = await stat(`${folder}/${name}`);
      const text = stats.isFile() ? await readFile(`${folder}/${name}`, 'utf8') : 'folder';
      return [name, `${stats.mode.toString(8)} ${text}`] as const;
    }),
  );
  return Object.fromEntries(entries);
}

function tune(cwd: string, ...args: string[]): Promise<RunResult> {
  return runCvx(['tune', ...args], { cwd });
}

async function projectCopy(): Promise<Fixture> {
  const fixture = await createFixture({});
  await cp(PROJECT, fixture.path, { recursive: true });
  return fixture;
}

test('writes a stack into an empty folder at once, a second run changes no byte, and undo takes it back', async () => {
  await using folder = await createFixture({});
  const first = await tune(folder.path, ...SIZE);
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/^Medium tier: /);
  expect(first.stdout).toMatch(/^backend +2 /m);
  expect(first.stdout).toMatch(/us-east-1, on-demand prices of \d{4}-\d\d-\d\d/);
  expect(first.stdout).toContain('docker compose up -d --wait');
  const written = await snapshot(folder.path);
  expect(Object.keys(written)).toEqual(
    expect.arrayContaining(['compose.yaml', '.env', 'nginx.conf', 'postgresql.conf']),
  );
  expect(written['.env']).toMatch(/^100600 /);
  expect(written['.env']).toMatch(/^POSTGRES_PASSWORD=[\w-]{32}$/m);

  const second = await tune(folder.path, ...SIZE);
  expect(second.code).toBe(0);
  expect(second.stdout).toContain('nothing to write');
  expect(await snapshot(folder.path)).toEqual(written);

  expect((await runCvx(['undo'], { cwd: folder.path })).code).toBe(0);
  expect(await snapshot(folder.path)).toEqual({});
});

test('another size keeps the secrets and what a person changed, and undo gives back the same bytes', async () => {
  await using folder = await createFixture({});
  await tune(folder.path, ...SIZE);
  const env = await readFile(folder.getPath('.env'), 'utf8');
  await writeFile(folder.getPath('.env'), `${env}\n# ours\nTEAM=search\n`);
  const nginx = await readFile(folder.getPath('nginx.conf'), 'utf8');
  await writeFile(folder.getPath('nginx.conf'), `# looked at by Ada\n${nginx}`);
  const edited = await snapshot(folder.path);
  const { code, stdout } = await tune(folder.path, '--users', '100', '--host', '8x32', '--yes');
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/PASSWORD=[^•\n]/);
  const after = await readFile(folder.getPath('.env'), 'utf8');
  const secrets = (text: string): readonly string[] => text.match(/^\w*(?:PASSWORD|KEY)=.+$/gm) ?? [];
  expect(secrets(after).length).toBeGreaterThan(4);
  expect(secrets(after)).toEqual(secrets(env));
  expect(after).toContain('# ours\nTEAM=search\n');
  expect(await readFile(folder.getPath('nginx.conf'), 'utf8')).toMatch(/^# looked at by Ada\n/);
  expect((await tune(folder.path, '--users', '100', '--host', '8x32')).stdout).toContain('nothing to write');
  await runCvx(['undo'], { cwd: folder.path });
  expect(await snapshot(folder.path)).toEqual(edited);
});

test('a project keeps its names, comments and variables; a second run changes no byte; undo gives every byte back', async () => {
  await using project = await projectCopy();
  const before = await snapshot(project.path);
  const dry = await tune(project.path, ...SIZE, '--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.stdout).toContain('\n+DATABASE_POOL_SIZE=2\n');
  expect(dry.stdout).not.toContain('example-Not-A-Real-1');
  expect(await snapshot(project.path)).toEqual(before);

  const unasked = await tune(project.path, ...SIZE);
  expect(unasked.code).toBe(2);
  expect(unasked.stderr).toMatch(/--yes/);
  expect(await snapshot(project.path)).toEqual(before);

  expect((await tune(project.path, ...SIZE, '--yes')).code).toBe(0);
  const compose = await readFile(project.getPath('docker-compose.yml'), 'utf8');
  for (const kept of [
    '# CV analyzer: upload CVs',
    'env_file: .env # pools and limits',
    '<<: *restart',
    'frontend:',
  ])
    expect(compose).toContain(kept);
  expect(compose).toContain('config_file=/etc/postgresql/postgresql.conf');
  expect(compose).toContain('--maxmemory ${REDIS_MAXMEMORY:-30mb} ');
  const env = await readFile(project.getPath('.env'), 'utf8');
  expect(env).toContain('REDIS_MAXMEMORY=512mb');
  expect(env).toContain('LOG_LEVEL="info"');
  expect(env).toContain('MEMORY_THRESHOLD_MB=8192 # of the backend');
  expect(await readFile(project.getPath('postgres/postgresql.conf'), 'utf8')).toMatch(
    /^max_connections = \d+ +# backend and queue$/m,
  );
  const tuned = await snapshot(project.path);
  const again = await tune(project.path, ...SIZE);
  expect(again.stdout).toContain('nothing to write');
  expect(again.code).toBe(0);
  expect(await snapshot(project.path)).toEqual(tuned);

  expect((await runCvx(['undo'], { cwd: project.path })).code).toBe(0);
  expect(await snapshot(project.path)).toEqual(before);
});

test('variables of two env files that are one by a symlink are set together', async () => {
  await using project = await projectCopy();
  const [env, compose] = [project.getPath('.env'), project.getPath('docker-compose.yml')];
  await rename(env, project.getPath('prod.env'));
  await symlink('prod.env', env);
  await writeFile(compose, (await readFile(compose, 'utf8')).replace('env_file: .env', 'env_file: prod.env'));
  const before = await snapshot(project.path);
  const { code, stdout, stderr } = await tune(project.path, ...SIZE, '--yes');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Wrote/m);
  expect((await lstat(env)).isSymbolicLink()).toBe(true);
  const text = await readFile(project.getPath('prod.env'), 'utf8');
  expect(text).toMatch(/^REDIS_MAXMEMORY=512mb$/m);
  expect(text).toMatch(/^DATABASE_POOL_SIZE=2$/m);
  expect((await tune(project.path, ...SIZE)).stdout).toContain('nothing to write');
  expect((await runCvx(['undo'], { cwd: project.path })).code).toBe(0);
  expect(await snapshot(project.path)).toEqual(before);
});

const COMPOSE =
  'services:\n  backend:\n    image: example.com/api:1\n    environment:\n      DATABASE_POOL_SIZE: "5"\n';

test.each([
  ['no users', [], /For how many users\?.*--users 500/s],
  ['zero', ['--users', '0'], /--users.*'0' is invalid.*from 1 to 1,000,000/s],
  ['negative', ['--users', '-5'], /--users.*'-5' is invalid/],
  ['an exponent', ['--users', '1e9'], /--users.*'1e9' is invalid/],
  ['a word', ['--users', 'abc'], /--users.*'abc' is invalid/],
  ['a time without a unit', ['--users', '50', '--slo', '500'], /--slo.*'500' is invalid.*500ms or 20s/],
  ['a tier that is none', ['--tier', 'huge'], /--tier.*baseline, optimized, medium, high, enterprise/],
  [
    'a host that is none',
    ['--users', '50', '--host', '4cores'],
    /Host 4cores: expected cores and GiB.*4x16/s,
  ],
  ['a host below the smallest tier', ['--users', '50', '--host', '1x1'], /Ways out:\n +--host \d+x\d+/],
  [
    'an instance that is none',
    ['--users', '50', '--instance', 'x9.huge'],
    /No machine x9\.huge.*g4dn\.xlarge/s,
  ],
  [
    'two machines',
    ['--users', '50', '--host', '4x16', '--instance', 'm5.large'],
    /Both --host and --instance/,
  ],
  [
    'two views',
    ['--users', '50', '--explain', '--what-if', 'users=80'],
    /--explain.*cannot be used with.*--what-if/,
  ],
  [
    'a project that is nowhere',
    ['--users', '50', '--project', 'gone'],
    /gone does not exist.*--project DIR/s,
  ],
  ['two places', ['--users', '50', '--out', 'a', '--project', 'b'], /Both --out and --project/],
  ['a version that is none', ['--users', '50', '--postgres', '12'], /--postgres.*15, 16, 17 or 18/],
  [
    'a file in place of the folder',
    ['--users', '50', '--host', '4x16', '--out', 'file.txt'],
    /file\.txt is no folder/,
  ],
  [
    'a folder that cannot be made',
    ['--users', '50', '--host', '4x16', '--out', 'file.txt/stack'],
    /file\.txt\/stack/,
  ],
  [
    'a folder that cannot be written',
    ['--users', '50', '--host', '4x16', '--out', '/proc/cvx-stack'],
    /cannot be made/,
  ],
  [
    'a project that is none',
    ['--users', '50', '--project', '.'],
    /There is no compose file in \/.*--out \./s,
  ],
  ['prices that are none', ['--users', '50', '--host', '4x16', '--prices', 'file.txt'], /file\.txt/],
  ['a change that is none', ['--users', '50', '--host', '4x16', '--what-if', 'user=1'], /did you mean users/],
  [
    'a setting that is none',
    ['--users', '50', '--host', '4x16', '--explain', 'work_mm'],
    /Did you mean work_mem\?/,
  ],
])('%s: exit 2, one clear answer with the way out, nothing written', async (_, args, says) => {
  await using folder = await createFixture({ 'file.txt': 'x' });
  const { code, stdout, stderr } = await tune(folder.path, ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(await readdir(folder.path)).toEqual(['file.txt']);
});

test.each([
  [
    'merge conflicts',
    `${COMPOSE}<<<<<<< ours\n  a: {}\n=======\n  b: {}\n>>>>>>> theirs\n`,
    /compose\.yaml:6: A merge conflict/,
  ],
  ['broken YAML', `${COMPOSE}   bad: [\n`, /compose\.yaml:\d+: /],
  [
    'an unknown key',
    `${COMPOSE}    enviroment: {}\n`,
    /compose\.yaml:6: Compose knows no key enviroment of a service \(backend\)\. Did you mean environment\?/,
  ],
  ['an unknown key at the top', `${COMPOSE}servces: {}\n`, /compose\.yaml:6: Compose knows no key servces/],
])('a compose file with %s: exit 2, the line, nothing written', async (_, compose, says) => {
  await using project = await createFixture({ 'compose.yaml': compose });
  const before = await snapshot(project.path);
  const { code, stdout, stderr } = await tune(project.path, ...SIZE, '--yes');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(await snapshot(project.path)).toEqual(before);
});

test('another major of PostgreSQL is a step of its own, and no step without one', async () => {
  await using folder = await createFixture({});
  await tune(folder.path, ...SIZE, '--postgres', '15');
  const run = (...args: string[]) => tune(folder.path, '--users', '400', '--host', '8x32', '--yes', ...args);
  const same = await run('--postgres', '15');
  expect(same.stdout).toMatch(/^Wrote/m);
  expect(same.stdout).not.toContain('another major version');
  const other = await run('--postgres', '17');
  expect(other.stdout).toMatch(/PostgreSQL 17 does not start on the data of another major version: dump/);
});

test('-f names the compose files of a project, which Compose is then told of, too', async () => {
  const other = COMPOSE.replace('backend', 'other');
  await using project = await createFixture({ 'compose.prod.yaml': COMPOSE, 'sub/compose.yaml': other });
  const before = await snapshot(project.path);
  const unnamed = await tune(project.path, ...SIZE, '--yes');
  expect(unnamed.code).toBe(2);
  expect(unnamed.stderr).toMatch(
    /does not take by itself: compose\.prod\.yaml.*cvx tune -f compose\.prod\.yaml/s,
  );
  const named = await tune(project.path, ...SIZE, '--project', '.');
  expect(named.code).toBe(2);
  expect(named.stderr).toContain('cvx tune -f compose.prod.yaml');
  const gone = await tune(project.path, ...SIZE, '-f', 'compose.dev.yaml', '--yes');
  expect(gone.code).toBe(2);
  expect(gone.stderr).toContain('compose.dev.yaml');
  const both = await tune(project.path, ...SIZE, '-f', 'compose.prod.yaml', '--out', 'x');
  expect(both.code).toBe(2);
  expect(both.stderr).toContain('Both --out and --file');
  expect(await snapshot(project.path)).toEqual(before);

  const { code, stdout } = await tune(project.path, ...SIZE, '-f', 'compose.prod.yaml', '--yes');
  expect(code).toBe(0);
  expect(stdout).toContain('docker compose -f compose.prod.yaml config -q');
  const after = await snapshot(project.path);
  expect(after['compose.prod.yaml']).toContain('deploy:');
  expect(after['sub/compose.yaml']).toBe(before['sub/compose.yaml']);
  const again = await tune(project.path, ...SIZE, '-f', 'compose.prod.yaml', '--yes');
  expect(again.stdout).toContain('nothing to write');
  expect((await runCvx(['undo'], { cwd: project.path })).code).toBe(0);
  expect(await snapshot(project.path)).toEqual(before);
});

test('the files that COMPOSE_FILE in .env names are the project, as for Compose', async () => {
  await using project = await createFixture({
    '.env': 'COMPOSE_FILE=stack/prod.yaml\n',
    'stack/prod.yaml': COMPOSE,
  });
  const { code, stdout } = await tune(project.path, ...SIZE, '--yes');
  expect(code).toBe(0);
  expect(stdout).toContain('b/stack/prod.yaml');
  expect(Object.keys(await snapshot(project.path)).toSorted()).toEqual(['.env', 'stack', 'stack/prod.yaml']);
});

test('--out leaves a stranger’s project alone, and a folder inside one is not guessed about', async () => {
  await using project = await createFixture({ 'compose.yaml': COMPOSE, 'sub/note.txt': 'x' });
  const before = await snapshot(project.path);
  const out = await tune(project.path, ...SIZE, '--out', '.', '--yes');
  expect(out.code).toBe(2);
  expect(out.stderr).toMatch(/cvx tune --project \./);
  const inside = await tune(project.getPath('sub'), ...SIZE, '--yes');
  expect(inside.code).toBe(2);
  expect(inside.stderr).toMatch(/--project .*\n.*--out \./);
  expect(await snapshot(project.path)).toEqual(before);
});

test('--json is one document with the plan, its reasons, cost and files', async () => {
  await using folder = await createFixture({});
  const { stdout, stderr, code } = await tune(folder.path, ...SIZE, '--cvs', '1000', '--dry-run', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const shape = z.object({
    schema: z.literal(1),
    tier: z.object({ name: z.literal('medium') }),
    inputs: z.object({
      cvs: z.object({ value: z.literal(1000), origin: z.object({ kind: z.literal('given') }) }),
      thinkTime: z.object({ value: z.literal(20), origin: z.object({ kind: z.literal('default') }) }),
    }),
    services: z
      .array(z.object({ name: z.string(), memory: z.number().positive(), binding: z.string().min(1) }))
      .min(8),
    settings: z.array(z.object({ id: z.string(), binding: z.string() })).min(50),
    invariants: z.array(
      z.union([z.object({ holds: z.literal(true) }), z.object({ notJudged: z.array(z.string()) })]),
    ),
    cost: z.object({ region: z.literal('us-east-1'), options: z.array(z.unknown()).min(4) }),
    written: z.literal(false),
    files: z.array(z.object({ file: z.string(), action: z.literal('made') })).min(8),
  });
  expect(shape.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  expect(await readdir(folder.path)).toEqual([]);
});

test('a what-if that does not fit names ways out as what-ifs, and each of them works', async () => {
  await using folder = await createFixture({});
  const refused = await tune(folder.path, ...SIZE, '--what-if', 'users=4,000,cvs=800000');
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('--what-if users=4,000,cvs=800000: ');
  expect(refused.stderr).not.toMatch(/^ *--(?!what-if )/m);
  const ways = [...refused.stderr.matchAll(/^ +--what-if (\S+): /gm)].map(([, way = '']) => way);
  expect(ways.length).toBeGreaterThan(1);
  for (const way of ways) expect((await tune(folder.path, ...SIZE, '--what-if', way)).code, way).toBe(0);
});

test('--explain, --what-if and --cost say why, what would change and what it costs, and write nothing', async () => {
  await using folder = await createFixture({});
  const explained = await tune(folder.path, ...SIZE, '--explain', 'work_mem');
  expect(explained.stdout).toMatch(/^postgres\/work_mem = \d+MB\n/);
  for (const part of ['formula', 'from', 'bound by', 'too low', 'too high', 'instead of', 'source'])
    expect(explained.stdout).toMatch(new RegExp(`^  ${part} `, 'm'));
  const compared = await tune(folder.path, ...SIZE, '--what-if', 'users=1000,host=16x64');
  expect(compared.stdout).toMatch(/^compose\/postgres-replica\/memory +- +\d+m$/m);
  const priced = await tune(folder.path, ...SIZE, '--cost');
  expect(priced.stdout).toMatch(/vertical, usual +g4dn\.2xlarge +[\d,]+ users +\$548\.96/);
  expect(priced.stdout).toMatch(/Not priced: /);
  expect(await readdir(folder.path)).toEqual([]);
});

/** What `git add .` would publish. */
async function added(folder: string): Promise<readonly string[]> {
  const git = (...words: string[]) =>
    execa('git', words, { cwd: folder, env: { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' } });
  await git('init', '-q');
  await git('add', '.');
  return (await git('ls-files')).stdout.split('\n');
}

test.each([
  ['on one host', SIZE, 8],
  ['on several hosts', ['--users', '1500', '--host', '16x64', '--hosts', '4'], 20],
])('a stack %s can be put under git without its secrets', async (_, size, least) => {
  await using folder = await createFixture({});
  await tune(folder.path, ...size);
  expect(
    (await readdir(folder.path, { recursive: true })).filter((name) => /\.env$|api-keys$/.test(name)),
  ).not.toEqual([]);
  const names = await added(folder.path);
  expect(names.length).toBeGreaterThan(least);
  expect(names).toContain('.gitignore');
  expect(names.filter((name) => /\.env|api-keys|\.cvx/.test(name))).toEqual([]);
});

test('a .gitignore that is there gets the lines that it lacks, and gives them back', async () => {
  await using folder = await createFixture({ '.gitignore': '*.log\n.env\n' });
  const before = await snapshot(folder.path);
  expect((await tune(folder.path, ...SIZE)).code).toBe(0);
  const ignored = await readFile(folder.getPath('.gitignore'), 'utf8');
  expect(ignored).toMatch(/^\*\.log\n\.env\n# .*\napi-keys\n\.cvx\/\n$/);
  // A line that its owner takes out again is not put back.
  await writeFile(folder.getPath('.gitignore'), ignored.replace('api-keys\n', ''));
  expect((await tune(folder.path, ...SIZE)).stdout).toContain('nothing to write');
  await writeFile(folder.getPath('.gitignore'), ignored);
  expect((await runCvx(['undo'], { cwd: folder.path })).code).toBe(0);
  expect(await snapshot(folder.path)).toEqual(before);
});

test('several hosts get a folder each, with the same secrets, and the second run changes no byte', async () => {
  await using folder = await createFixture({});
  const size = ['--users', '1500', '--host', '16x64', '--hosts', '4'];
  const { code, stdout } = await tune(folder.path, ...size);
  expect(code).toBe(0);
  expect(stdout).toContain('the next step is Kubernetes');
  const written = await snapshot(folder.path);
  const envs = Object.entries(written).filter(([file]) => file.endsWith('/.env'));
  expect(envs.length).toBe(4);
  const passwords = envs.flatMap(([, text]) => text.match(/^DATABASE_PASSWORD=.+$/m) ?? []);
  expect(new Set(passwords).size).toBe(1);
  expect((await tune(folder.path, ...size)).stdout).toContain('nothing to write');
  expect(await snapshot(folder.path)).toEqual(written);
});

test('killed while it writes, the next run puts everything back and goes on', async () => {
  await using project = await projectCopy();
  const before = await snapshot(project.path);
  const started = execa(process.execPath, [BIN, 'tune', ...SIZE, '--yes'], {
    cwd: project.path,
    env: cleanEnv(),
    extendEnv: false,
    reject: false,
  });
  // As soon as its record is on disk; at whatever step of the writing that is.
  while (
    (await readdir(`${project.path}/.cvx/backups`).catch(() => [])).length === 0 &&
    started.exitCode === null
  )
    await sleep(1);
  started.kill('SIGKILL');
  await started;
  expect((await tune(project.path, ...SIZE, '--yes')).code).toBe(0);
  expect((await tune(project.path, ...SIZE)).stdout).toContain('nothing to write');
  for (;;) {
    const { stdout, code } = await runCvx(['undo'], { cwd: project.path });
    expect(code).toBe(0);
    if (stdout.startsWith('There is nothing')) break;
  }
  expect(await snapshot(project.path)).toEqual(before);
});

test('cvx doctor --users finds what is not sized, and --fix sizes it', async () => {
  await using project = await projectCopy();
  const run = (...args: string[]): Promise<RunResult> =>
    runCvx(['doctor', '--no-live', '--only', 'stack-size', '--users', '50', ...args], { cwd: project.path });
  const found = await run();
  expect(found.code).toBe(1);
  expect(found.stdout).toMatch(/values are not those of the baseline tier for 50 users/);
  expect((await run('--fix', '--yes')).code).toBe(0);
  expect((await run()).code).toBe(0);
  expect(await readFile(project.getPath('.env'), 'utf8')).toContain('REDIS_MAXMEMORY=512mb');
});
