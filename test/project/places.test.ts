import { createFixture } from 'fs-fixture';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Project, Service } from '../../src/project/project.ts';
import { readProject } from '../../src/project/read-project.ts';
import { ENVIRONMENT } from './compose-answer.ts';

const FIXTURES = path.resolve(import.meta.dirname, 'fixtures');
const CV_ANALYZER = path.resolve(import.meta.dirname, '../fixtures/stacks/cv-analyzer');

const read = (name: string) => readProject({ root: path.join(FIXTURES, name), env: ENVIRONMENT });

function serviceOf({ services }: Project, name: string): Service {
  const service = services.find((one) => one.name === name);
  if (service === undefined) throw new Error(`No service ${name}`);
  return service;
}

/** The text of the file from the place on. */
function textAt(project: Project, at: { file: string; line: number; column: number } | undefined): string {
  const line = project.read(at?.file ?? '')?.split('\n')[(at?.line ?? 0) - 1];
  return line?.slice((at?.column ?? 0) - 1) ?? '(nothing)';
}

test('every value of a merged service points at the file that wins', async () => {
  const project = await read('overrides');
  const api = serviceOf(project, 'api');
  const place = (...at: (string | number)[]) => {
    const found = api.placeOf(at);
    return `${found?.file}: ${textAt(project, found)}`;
  };
  expect(place('image')).toBe('compose.yaml: example/api:1');
  expect(place('deploy', 'resources', 'limits', 'memory')).toBe('compose.override.yaml: 1G');
  expect(place('deploy', 'resources', 'limits', 'cpus')).toBe('compose.yaml: "0.5"');
  expect(place('environment', 'LOG_LEVEL')).toBe('compose.override.yaml: LOG_LEVEL=debug');
  expect(place('environment', 'WORKERS')).toBe('compose.yaml: 2');
  expect(place('labels', 'b')).toBe('compose.override.yaml: b=3');
  expect(place('depends_on', 'db')).toBe('compose.override.yaml: db:');
  expect(place('depends_on', 'cache')).toBe('compose.yaml: cache');
  expect(place('healthcheck', 'retries')).toBe('compose.yaml: 3');
  expect(api.placeOf(['healthcheck', 'start_period'])).toBeUndefined();
});

test('every port and mount names the item that publishes it', async () => {
  const project = await read('overrides');
  const api = serviceOf(project, 'api');
  for (const { container, at, path: item } of api.ports) {
    expect(api.placeOf(item)).toEqual(at);
    expect(textAt(project, at)).toMatch(
      container >= 7000 && container <= 7002 ? /7000-7002/ : new RegExp(String(container)),
    );
  }
  const code = api.mounts.find(({ target }) => target === '/app');
  expect(textAt(project, code?.at)).toBe('./other:/app:ro');
  expect(code).toMatchObject({ kind: 'bind', source: 'other', readOnly: true });
});

test('an environment entry names what it shadows, nearest first, and its form', async () => {
  const api = serviceOf(await read('overrides'), 'api');
  const level = api.environment.find(({ key }) => key === 'LOG_LEVEL');
  expect(level).toMatchObject({ value: 'debug', raw: 'debug', form: 'list', from: 'environment' });
  expect(level?.shadowed).toMatchObject([
    { value: 'info', at: { file: 'compose.yaml' } },
    { value: 'env-file', at: { file: 'base.env', line: 2, column: 1 } },
  ]);
  expect(api.environment.find(({ key }) => key === 'EXTRA')).toMatchObject({
    value: '"quoted"',
    form: 'list',
  });
  expect(api.environment.find(({ key }) => key === 'EXPORTED')).toMatchObject({
    from: 'env-file',
    form: 'file',
  });
});

test('edits go to the written node, to where a missing one belongs, and say what they share', async () => {
  const backend = serviceOf(await readProject({ root: CV_ANALYZER, env: {} }), 'backend');
  const service = ['services', 'backend'];
  const file = 'docker-compose.yml';
  expect(backend.editOf(['deploy', 'replicas'])).toEqual({ file, path: [...service, 'deploy', 'replicas'] });
  expect(backend.editOf(['environment', 'REDIS_PASSWORD'])).toEqual({
    file,
    path: [...service, 'environment', 3],
  });
  expect(backend.editOf(['stop_grace_period'])).toEqual({ file, path: [...service, 'stop_grace_period'] });
  expect(backend.editOf(['deploy', 'resources', 'limits', 'pids'])).toEqual({
    file,
    path: [...service, 'deploy', 'resources', 'limits', 'pids'],
  });
  expect(backend.editOf(['restart'])).toEqual({ file, path: ['x-restart', 'restart'], shared: true });
  expect(backend.editOf(['logging', 'options', 'max-size'])).toEqual({
    file,
    path: ['x-logging', 'options', 'max-size'],
    shared: true,
  });
});

test('a missing value belongs to the file that has what it stands in', async () => {
  const api = serviceOf(await read('overrides'), 'api');
  expect(api.editOf(['healthcheck', 'start_period']).file).toBe('compose.override.yaml');
  expect(api.editOf(['privileged']).file).toBe('compose.override.yaml');
});

test('what is extended is shared, and stands in the extended file', async () => {
  const project = await read('extends');
  const worker = serviceOf(project, 'worker');
  expect(worker.buildContext).toBe('common/app');
  expect(worker.editOf(['healthcheck', 'test'])).toMatchObject({
    file: 'common/services.yaml',
    path: ['services', 'root', 'healthcheck', 'test'],
    shared: true,
  });
  expect(worker.editOf(['deploy', 'resources', 'limits', 'memory'])).toEqual({
    file: 'compose.yaml',
    path: ['services', 'worker', 'deploy', 'resources', 'limits', 'memory'],
  });
  expect(worker.at.file).toBe('compose.yaml');
  expect(serviceOf(project, 'base').editOf(['image'])).toMatchObject({ shared: true });
});

test('an unset variable points at its dollar sign', async () => {
  await using fixture = await createFixture({
    'compose.yaml': 'services:\n  a:\n    image: "x:${TAG}"\n    command: run $ONE ${TWO:-2} ${ONE}\n',
    '.env': 'A=1\nB=pa$ss\n',
  });
  const { unset } = await readProject({ root: fixture.path, env: {} });
  expect(unset).toEqual([
    { name: 'ss', at: { file: '.env', line: 2, column: 1 } },
    { name: 'TAG', at: { file: 'compose.yaml', line: 3, column: 15 } },
    { name: 'ONE', at: { file: 'compose.yaml', line: 4, column: 18 } },
    { name: 'ONE', at: { file: 'compose.yaml', line: 4, column: 33 } },
  ]);
});

test('one line after the other in the stack of the three faults', async () => {
  const project = await readProject({ root: CV_ANALYZER, env: {} });
  expect(project.problems).toEqual([]);
  expect(project.unset).toEqual([]);
  const kinds = Object.fromEntries(project.services.map(({ name, kind }) => [name, kind]));
  expect(kinds).toEqual({
    nginx: 'nginx',
    frontend: 'frontend',
    backend: 'backend',
    qdrant: 'qdrant',
    postgres: 'postgres',
    redis: 'redis',
    prometheus: 'prometheus',
  });
  expect(project.configs.map(({ file, kind, service }) => `${kind} ${file} ${service}`)).toEqual([
    'nginx nginx/nginx.conf nginx',
    'qdrant qdrant/production.yaml qdrant',
    'postgres postgres/postgresql.conf postgres',
    'redis redis/redis.conf redis',
    'prometheus monitoring/prometheus.yml prometheus',
    'prometheus-rules monitoring/rules/alerts.yml prometheus',
  ]);
  expect(project.configs.at(-1)?.target).toBe('/etc/prometheus/rules/alerts.yml');
  expect(project.sources).toContain('backend/app/qdrant_utils.py');
  const names = new Set(project.variablesRead.map(({ name }) => name));
  for (const name of ['QDRANT_TIMEOUT', 'DATABASE_POOL_SIZE', 'QDRANT_HOST', 'REDIS_URL', 'UVICORN_WORKERS'])
    expect(names).toContain(name);
  for (const name of ['MAX_CONCURRENT_REQUESTS', 'QDRANT_POOL_SIZE', 'MODEL_CONFIG'])
    expect(names).not.toContain(name);
});
