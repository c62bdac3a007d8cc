import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { execaSync } from 'execa';
import { createFixture, type FileTree } from 'fs-fixture';
import { expect, test } from 'vitest';
import { readProject } from '../../src/project/read-project.ts';

const HEALTHY = 'services:\n  redis:\n    image: redis:7\n';

async function read(root: string) {
  const project = await readProject({ root, env: {} });
  const problems = project.problems.map(
    ({ file, line, message }) => `${file}${line === undefined ? '' : `:${line}`} ${message}`,
  );
  return { ...project, problems: problems.join('\n'), names: project.services.map(({ name }) => name) };
}

async function problemsOf(files: FileTree) {
  await using fixture = await createFixture(files);
  return read(fixture.path);
}

test('broken YAML is reported with its line and without its text, and the other file is read', async () => {
  const { problems, names } = await problemsOf({
    'compose.yaml': HEALTHY,
    'compose.override.yaml': 'services:\n  redis:\n    command: "topsecret\n  x: [\n',
  });
  expect(problems).toMatch(/^compose\.override\.yaml:\d not well-formed YAML/);
  expect(problems).not.toContain('topsecret');
  expect(names).toEqual(['redis']);
});

test('a key twice is reported, and the file is read', async () => {
  const { problems, names } = await problemsOf({ 'compose.yaml': `${HEALTHY}    image: redis:8\n` });
  expect(problems).toMatch(/^compose\.yaml:4 the same key twice/);
  expect(names).toEqual(['redis']);
});

test.each([
  ['no mapping', '- a\n- b\n', /top of a compose file must be a mapping/],
  ['services no mapping', 'services: [a]\n', undefined],
  ['a service no mapping', 'services:\n  a: text\n', /service "a" is no mapping/],
  ['nothing', '', undefined],
  ['an alias without anchor', 'services:\n  a: *nowhere\n', /not well-formed|alias without an anchor/],
  ['an anchor within itself', 'services: &s\n  a: *s\n', /contains itself/],
  ['nested too deeply', `${'['.repeat(5000)}${']'.repeat(5000)}`, /./],
])('%s', async (_name, text, problem) => {
  const { problems, names } = await problemsOf({ 'compose.yaml': text });
  if (problem) expect(problems).toMatch(problem);
  expect(names).toEqual([]);
});

test('a bomb of aliases is refused, the rest is read', async () => {
  const bomb = Array.from({ length: 30 }, (_, i) =>
    i === 0
      ? 'x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]'
      : `x-${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
  );
  const { problems, names } = await problemsOf({
    'compose.yaml': HEALTHY,
    'compose.override.yaml': `${bomb.join('\n')}\nservices:\n  bomb:\n    labels: *a29\n`,
  });
  expect(problems).toMatch(/^compose\.override\.yaml:\d+ its aliases unfold to more than/);
  expect(names).toEqual(['redis']);
});

test('services that extend or files that include each other are a problem each, not a hang', async () => {
  const { problems, names } = await problemsOf({
    'compose.yaml': [
      'include: [other.yaml]',
      'services:',
      '  a:\n    extends: b\n    image: a',
      '  b:\n    extends:\n      service: a',
      '  c:\n    extends: {file: far.yaml, service: c}',
      '  lost:\n    extends: nobody',
      '  remote:\n    extends: {file: "https://example.org/x.yaml", service: y}',
    ].join('\n'),
    'far.yaml': 'services:\n  c:\n    extends: {file: compose.yaml, service: c}\n    image: far\n',
    'other.yaml': 'include: [compose.yaml]\nservices:\n  d:\n    image: d\n',
  });
  expect(names).toEqual(['a', 'b', 'c', 'lost', 'remote', 'd']);
  expect(problems).toMatch(/extend each other in a circle, over "a"/);
  expect(problems).toMatch(/extend each other in a circle, over "c"/);
  expect(problems).toMatch(/include each other in a circle/);
  expect(problems).toMatch(/service "nobody" that is not there/);
  expect(problems).toMatch(/remote file, which is not fetched/);
});

test('a compose file of 10 MB, a binary one and one of another encoding are reported', async () => {
  const big = await problemsOf({
    'compose.yaml': HEALTHY,
    'compose.override.yaml': `# ${'x'.repeat(10 * 1024 * 1024)}\n`,
  });
  expect(big.problems).toBe('compose.override.yaml Not read: it is larger than 1 MB.');
  expect(big.names).toEqual(['redis']);
  const binary = await problemsOf({
    'compose.yaml': HEALTHY,
    'compose.override.yaml': Buffer.from([0, 1, 2]),
  });
  expect(binary.problems).toBe('compose.override.yaml Not read: it is no text.');
  const latin = await problemsOf({ 'compose.yaml': HEALTHY, '.env': Buffer.from([0x41, 0x3d, 0xe4]) });
  expect(latin.problems).toBe('.env Not read: it is no text.');
});

test('files that nobody may read, folders in their place and pipes are reported', async () => {
  await using fixture = await createFixture({
    'compose.yaml': `${HEALTHY}    env_file: [secret.env, pipe.env, gone.env, {path: optional.env, required: false}]\n`,
    'secret.env': 'A=1\n',
    'compose.override.yaml/x': '',
  });
  execaSync('mkfifo', [fixture.getPath('pipe.env')]);
  await chmod(fixture.getPath('secret.env'), 0);
  const { problems, names } = await read(fixture.path);
  expect(names).toEqual(['redis']);
  expect(problems).toContain('compose.override.yaml Not read: it is no regular file.');
  expect(problems).toContain('pipe.env Not read: it is no regular file.');
  expect(problems).toContain('gone.env Not read: there is no such file.');
  expect(problems).not.toContain('optional.env');
  // Root may read everything.
  if (process.getuid?.() !== 0)
    expect(problems).toContain('secret.env Not read: it cannot be read (EACCES).');
});

test('symlinks that lead out are reported and not followed, those that stay inside are', async () => {
  await using outside = await createFixture({
    'stolen.conf': 'requirepass stolen\n',
    'folder/deep.py': 'os.environ["STOLEN"]\n',
  });
  await using fixture = await createFixture({
    'compose.yaml': `${HEALTHY}    volumes: ["./redis.conf:/etc/redis.conf", "./inside.conf:/etc/inside.conf"]\n`,
    'real.conf': 'maxmemory 1gb\n',
    'app/main.py': 'os.environ["OWN"]\n',
  });
  await symlink(outside.getPath('stolen.conf'), fixture.getPath('redis.conf'));
  await symlink(outside.getPath('folder'), fixture.getPath('app/linked'));
  await symlink('real.conf', fixture.getPath('inside.conf'));
  await symlink('app', fixture.getPath('loop'));
  const project = await read(fixture.path);
  expect(project.problems).toContain('redis.conf Not read: it leads out of the project and is not followed.');
  expect(JSON.stringify(project.configs)).not.toContain('stolen');
  expect(project.configs.map(({ file }) => file)).toContain('inside.conf');
  expect(project.read('redis.conf')).toBeUndefined();
  expect(project.read('../x')).toBeUndefined();
  expect(project.modifiedAt('redis.conf')).toBeUndefined();
  expect(project.modifiedAt('inside.conf')).toEqual((await stat(fixture.getPath('real.conf'))).mtime);
  expect(project.variablesRead.map(({ name }) => name)).toEqual(['OWN']);
});

test('a folder of 50,000 files costs no more than its own sources', async () => {
  await using fixture = await createFixture({
    'compose.yaml': HEALTHY,
    'app/main.py': 'os.environ["OWN"]\n',
  });
  // `touch` makes 50,000 files in a second, promises take twenty.
  const fill = async (name: string, extension: string, files: number) => {
    await mkdir(fixture.getPath(name), { recursive: true });
    execaSync('bash', ['-c', `touch f{1..${files}}.${extension}`], { cwd: fixture.getPath(name) });
    await writeFile(fixture.getPath(`${name}/read.${extension}`), 'os.getenv("JUNK")');
  };
  for (let i = 0; i < 10; i++) await fill(`node_modules/p${i}`, 'py', 2000);
  for (let i = 0; i < 10; i++) await fill(`assets/p${i}`, 'json', 3000);
  await fill('.git/objects', 'py', 100);
  expect(await readdir(fixture.path)).toContain('node_modules');
  const project = await read(fixture.path);
  expect(project.problems).toBe('');
  expect(project.sources).toEqual(['app/main.py']);
  expect(project.variablesRead.map(({ name }) => name)).toEqual(['OWN']);
});

test('more sources than are looked at are counted', async () => {
  const many = Object.fromEntries(Array.from({ length: 4010 }, (_, i) => [`src/f${i}.py`, 'os.getenv("X")']));
  const project = await problemsOf(many);
  expect(project.sources).toHaveLength(4000);
  expect(project.problems).toContain('There are 4010 source files; the first 4000 are looked at.');
});

test('nothing is written', async () => {
  await using fixture = await createFixture({ 'compose.yaml': HEALTHY, '.env': 'A=1\n' });
  await chmod(fixture.path, 0o555);
  const before = await readdir(fixture.path);
  await read(fixture.path);
  expect(await readdir(fixture.path)).toEqual(before);
  await chmod(fixture.path, 0o755);
});

test('texts made to take quadratic time or a deep stack are read in a moment', async () => {
  const long = 1_000_000;
  const of = (part: string) => part.repeat(Math.floor(long / part.length));
  const project = await problemsOf({
    'compose.yaml': `name: x${' '.repeat(long / 2)}#\n${HEALTHY}    command: '${of('${A:-').slice(0, long / 3)}'\n`,
    '.env': of('A=${B:-\n').slice(0, long),
    'compose.override.yaml': `x:\n${Array.from({ length: 20_000 }, (_, i) => `  k${i}: 1\n`).join('')}`,
    'a.py': of('class A('),
    'b.py': of('AliasChoices('),
    'c.ts': of('{'),
    'd.java': of('${A:'),
    'e.go': of('BindEnv('),
    'f.sh': of('$'),
  });
  expect(project.names).toEqual(['redis']);
  expect(project.problems).toContain('it names more than 1000 variables');
});

test('a thousand ranges of ports do not fill the memory', async () => {
  const ports = Array.from(
    { length: 1000 },
    (_, i) => `      - "10.0.${i >> 8}.${i & 255}:1-60000:1-60000"\n`,
  );
  const { services } = await problemsOf({
    'compose.yaml': `${HEALTHY}    ports:\n${ports.slice(0, 20).join('')}`,
  });
  expect(services[0]?.ports).toHaveLength(20 * 1000);
});
