import { createFixture, type FileTree } from 'fs-fixture';
import { expect, test } from 'vitest';
import { readProject } from '../../src/project/read-project.ts';
import { kindOfImage } from '../../src/project/service-kind.ts';

test.each([
  ['redis', 'redis'],
  ['redis:7.2-alpine', 'redis'],
  ['docker.io/bitnami/redis:7@sha256:0123', 'redis'],
  ['registry.example.org:5000/valkey/valkey', 'redis'],
  ['redis/redis-stack-server:latest', 'redis'],
  ['oliver006/redis_exporter:v1.88.0', 'redis-exporter'],
  ['quay.io/prometheuscommunity/postgres-exporter', 'postgres-exporter'],
  ['prom/node-exporter', 'node-exporter'],
  ['gcr.io/cadvisor/cadvisor:v0.52.1', 'cadvisor'],
  ['pgvector/pgvector:pg17', 'postgres'],
  ['timescale/timescaledb:latest-pg15', 'postgres'],
  ['edoburu/pgbouncer', 'pgbouncer'],
  ['qdrant/qdrant:v1.18.3-unprivileged', 'qdrant'],
  ['nginxinc/nginx-unprivileged', 'nginx'],
  ['prom/prometheus', 'prometheus'],
  ['prom/alertmanager', 'alertmanager'],
  ['grafana/grafana-oss', 'grafana'],
  ['example/redis-client', undefined],
  ['example/qdrant-backup:1', undefined],
])('the image %s is %s', (image, kind) => {
  expect(kindOfImage(image)).toBe(kind);
});

async function kinds(services: string, files: FileTree = {}) {
  await using fixture = await createFixture({ 'compose.yaml': `services:\n${services}`, ...files });
  const project = await readProject({ root: fixture.path, env: {} });
  return Object.fromEntries(project.services.map(({ name, kind }) => [name, kind]));
}

test('what is built is told by what it is built from', async () => {
  const found = await kinds(
    `  cache: {build: ./cache}
  site: {build: {context: ./site}}
  web: {build: ./web}
  gateway: {build: ./gateway}
  thing: {build: ./thing}
  ui: {build: ./ui}
`,
    {
      'cache/Dockerfile': 'FROM redis:7 AS base\nFROM base\nCOPY redis.conf /\n',
      'site/package.json': '{"dependencies": {"next": "15"}}',
      'web/Dockerfile': 'FROM node:22 AS build\nFROM --platform=linux/amd64 nginx:1\n',
      'gateway/Dockerfile': 'FROM nginx:1\n',
      'thing/package.json': '{"dependencies": {"express": "5", "react": "19"}}',
      'ui/requirements.txt': 'django\n',
    },
  );
  expect(found).toEqual({
    cache: 'redis',
    site: 'frontend',
    web: 'frontend',
    gateway: 'nginx',
    thing: 'backend',
    ui: 'backend',
  });
});

test('a strange image is told by its command, its name, who sends it requests and whom it asks', async () => {
  const found = await kinds(
    `  one: {image: example/one, command: uvicorn main:app}
  two: {image: example/two, command: [npx, next, start]}
  my-api: {image: example/three}
  target: {image: example/four}
  asks: {image: example/five, environment: {X: "redis://user:pw@store:6379/0"}}
  store: {image: redis}
  quiet: {image: example/six}
  proxy: {image: nginx, volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]}
`,
    { 'nginx.conf': 'upstream u { server target:8000; }' },
  );
  expect(found).toEqual({
    one: 'backend',
    two: 'frontend',
    'my-api': 'backend',
    target: 'backend',
    asks: 'backend',
    store: 'redis',
    quiet: 'other',
    proxy: 'nginx',
  });
});
