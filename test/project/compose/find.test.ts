import { createFixture, type FileTree } from 'fs-fixture';
import { expect, test } from 'vitest';
import { type ReadProjectOptions, readProject } from '../../../src/project/read-project.ts';

const one = (name: string) => `services:\n  ${name}:\n    image: example/${name}\n`;

async function filesOf(files: FileTree, options: Partial<ReadProjectOptions> = {}, root = '.') {
  await using fixture = await createFixture(files);
  const project = await readProject({ env: {}, ...options, root: fixture.getPath(root) });
  return {
    files: project.composeFiles,
    services: project.services.map(({ name }) => name),
    problems: project.problems.map(({ file, message }) => `${file}: ${message}`),
    root: project.root.slice(fixture.path.replace(/\/$/, '').length),
    name: project.name,
  };
}

test('takes the first of the usual names, says which it leaves, and its override', async () => {
  const found = await filesOf({
    'docker-compose.yml': one('old'),
    'compose.yaml': one('new'),
    'docker-compose.override.yaml': one('more'),
  });
  expect(found).toMatchObject({
    files: ['compose.yaml', 'docker-compose.override.yaml'],
    services: ['new', 'more'],
  });
  expect(found.problems).toEqual([
    'docker-compose.yml: Not used: compose.yaml is there too, and Compose takes that one.',
  ]);
});

test('files that are named come in their order, without the usual ones', async () => {
  const files = { 'compose.yaml': one('usual'), 'a.yml': one('a'), 'b.yml': one('b') };
  expect(await filesOf(files, { files: ['b.yml', 'a.yml'] })).toMatchObject({
    files: ['b.yml', 'a.yml'],
    services: ['b', 'a'],
  });
});

test('COMPOSE_FILE is obeyed from .env, with its separator, and the process environment wins', async () => {
  const files = {
    '.env': 'COMPOSE_FILE=a.yml,b.yml\nCOMPOSE_PATH_SEPARATOR=,\n',
    'a.yml': one('a'),
    'b.yml': one('b'),
    'c.yml': one('c'),
  };
  expect(await filesOf(files)).toMatchObject({ files: ['a.yml', 'b.yml'] });
  expect(await filesOf(files, { env: { COMPOSE_FILE: 'c.yml' } })).toMatchObject({ files: ['c.yml'] });
});

test('looks above, and that folder is the root then', async () => {
  const found = await filesOf({ 'compose.yml': one('a'), 'deep/er/x.txt': '' }, {}, 'deep/er');
  expect(found).toMatchObject({ files: ['compose.yml'], services: ['a'], root: '' });
});

test('takes variables from --env-file instead of .env', async () => {
  await using fixture = await createFixture({
    'compose.yaml': 'services:\n  a:\n    image: "a:${TAG}"\n',
    '.env': 'TAG=env\n',
    'prod.env': 'TAG=prod\n',
  });
  const image = async (options: Partial<ReadProjectOptions>) =>
    (await readProject({ root: fixture.path, env: {}, ...options })).services[0]?.image;
  expect(await image({})).toBe('a:env');
  expect(await image({ envFiles: ['prod.env'] })).toBe('a:prod');
  expect(await image({ env: { COMPOSE_ENV_FILES: 'prod.env' } })).toBe('a:prod');
  expect(await image({ env: { TAG: 'shell' } })).toBe('a:shell');
  expect(await image({ env: { COMPOSE_DISABLE_ENV_FILE: '1' } })).toBe('a:');
});

test('the name is imposed, written or that of the folder', async () => {
  const named = { 'compose.yaml': `name: "My-\${WHAT}"\n${one('a')}` };
  expect(await filesOf(named, { env: { WHAT: 'Stack' } })).toMatchObject({ name: 'my-stack' });
  expect(await filesOf(named, { env: { COMPOSE_PROJECT_NAME: 'imposed' } })).toMatchObject({
    name: 'imposed',
  });
  expect(await filesOf({ '_My Stack/compose.yaml': one('a') }, {}, '_My Stack')).toMatchObject({
    name: 'mystack',
  });
});

test('a service is active where its profile is, or where all are', async () => {
  await using fixture = await createFixture({
    'compose.yaml': `${one('a')}    profiles: [x, y]\n${one('b').replace('services:\n', '')}`,
  });
  const active = async (profiles?: string[], env = {}) =>
    (await readProject({ root: fixture.path, env, ...(profiles && { profiles }) })).services
      .filter((service) => service.active)
      .map(({ name }) => name);
  expect(await active()).toEqual(['b']);
  expect(await active(['y'])).toEqual(['a', 'b']);
  expect(await active(['*'])).toEqual(['a', 'b']);
  expect(await active(undefined, { COMPOSE_PROFILES: 'z, x' })).toEqual(['a', 'b']);
});

test('a folder without a compose file is a project all the same', async () => {
  const found = await filesOf({ 'redis.conf': 'maxmemory 1gb\n' });
  expect(found).toMatchObject({ files: [], services: [], problems: [], root: '' });
});

test('a folder that is not there is an error that says so', async () => {
  await expect(filesOf({ 'x.txt': '' }, {}, 'nowhere')).rejects.toMatchObject({
    code: 'CVX_PROJECT_NOT_FOUND',
  });
});
