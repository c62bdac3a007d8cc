import { createFixture, type FileTree } from 'fs-fixture';
import { expect, test } from 'vitest';
import { readProject } from '../../src/project/read-project.ts';

async function configs(compose: string, files: FileTree) {
  await using fixture = await createFixture({ 'compose.yaml': compose, ...files });
  const project = await readProject({ root: fixture.path, env: {} });
  const found = project.configs.map(
    ({ file, kind, service, target }) => `${kind} ${file} ${service ?? '-'} ${target ?? '-'}`,
  );
  return { found, project };
}

test('mounted folders are spread out, and files that a program does not read are left', async () => {
  const { found } = await configs(
    `services:
  nginx: {image: nginx, volumes: ["./web:/etc/nginx/conf.d:ro", "./tls:/etc/ssl"]}
  qdrant: {image: qdrant/qdrant, volumes: ["./q:/qdrant/config", "./volumes/q:/qdrant/storage"]}
  db:
    image: postgres
    volumes: ["./db:/etc/postgresql"]
    command: -c config_file=/etc/postgresql/tuned.cfg
  cache: {image: redis, command: redis-server /conf/cache, volumes: ["./cache:/conf"]}
`,
    {
      'web/site.conf': '',
      'web/inner/more.conf': '',
      'web/readme.txt': '',
      'tls/x.pem': '',
      'q/production.yaml': '',
      'volumes/q/storage.yaml': '',
      'db/tuned.cfg': '',
      'db/pg_hba.conf': '',
      'cache/cache': 'maxmemory 1gb\n',
    },
  );
  expect(found).toEqual([
    'nginx web/inner/more.conf nginx /etc/nginx/conf.d/inner/more.conf',
    'nginx web/site.conf nginx /etc/nginx/conf.d/site.conf',
    'qdrant q/production.yaml qdrant /qdrant/config/production.yaml',
    'postgres db/tuned.cfg db /etc/postgresql/tuned.cfg',
    'redis cache/cache cache /conf/cache',
  ]);
});

test('the rule files of Prometheus come through the globs of its own configuration and its mounts', async () => {
  const { found } = await configs(
    `services:
  prom:
    image: prom/prometheus
    command: ["--config.file", "/conf/main.yml"]
    volumes: ["./p/main.yml:/conf/main.yml", "./p/rules:/conf/rules", "./one.rules:/conf/one.rules", "./p/other.yml:/conf/other.yml"]
`,
    {
      'p/main.yml': 'rule_files:\n  - rules/*.yml\n  - /conf/*.rules\n',
      'p/rules/a.yml': '',
      'p/rules/b.yaml': '',
      'p/other.yml': '',
      'one.rules': '',
    },
  );
  expect(found).toEqual([
    'prometheus p/main.yml prom /conf/main.yml',
    'prometheus-rules p/rules/a.yml prom /conf/rules/a.yml',
    'prometheus-rules one.rules prom /conf/one.rules',
  ]);
});

test("Compose's own configs count as mounts", async () => {
  const { found } = await configs(
    `services:
  cache: {image: redis, configs: [{source: cache_conf, target: /etc/redis.conf}]}
configs: {cache_conf: {file: ./conf/cache.conf}}
`,
    { 'conf/cache.conf': '' },
  );
  expect(found).toEqual(['redis conf/cache.conf cache /etc/redis.conf']);
});

test('files of well-known names count where nothing mounts them, but not those of packages', async () => {
  const { found, project } = await configs('services: {}\n', {
    'deploy/prometheus.yml': '',
    'redis-cache.conf': '',
    'postgresql.tuned.conf': '',
    'nginx/nginx.conf': '',
    'qdrant/config/production.yaml': '',
    'alertmanager.yml': '',
    'node_modules/x/redis.conf': '',
    'other.conf': '',
  });
  expect(found.sort()).toEqual([
    'alertmanager alertmanager.yml - -',
    'nginx nginx/nginx.conf - -',
    'postgres postgresql.tuned.conf - -',
    'prometheus deploy/prometheus.yml - -',
    'qdrant qdrant/config/production.yaml - -',
    'redis redis-cache.conf - -',
  ]);
  expect(project.problems).toEqual([]);
});
