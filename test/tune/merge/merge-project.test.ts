import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { openProject } from '../../../src/tune/merge/open-project.ts';
import { type Merged, mergeProject } from '../../../src/tune/merge/merge-project.ts';
import { nextSteps } from '../../../src/tune/next-steps.ts';
import { wishesOfProject } from '../../../src/tune/merge/wishes-of-project.ts';
import { planFor } from '../../sizing/sizing-inputs.ts';

/** What a plan makes of a project of these files, and what a second run would still change. */
async function merged(
  files: Record<string, string>,
  users = 500,
): Promise<Merged & { readonly after: Record<string, string>; readonly again: readonly string[] }> {
  await using fixture = await createFixture(files);
  const first = await merge(fixture.path, users);
  const after = Object.fromEntries(first.changes.map(({ file, after: text }) => [file, text]));
  for (const [file, text] of Object.entries(after)) await fixture.writeFile(file, text);
  const { changes } = await merge(fixture.path, users);
  return { ...first, after, again: changes.map(({ file }) => file) };
}

async function merge(root: string, users: number): Promise<Merged> {
  const project = await openProject({ root, env: {} });
  return mergeProject(project, planFor(users, '8x32', wishesOfProject(project)));
}

function why({ unmapped }: Merged, what: RegExp): string {
  return unmapped.find((one) => what.test(one.what))?.why ?? '';
}

test('a limit that comes from an anchor becomes the service’s own; the others keep theirs', async () => {
  const result = await merged({
    'compose.yaml': `x-deploy: &small
  resources:
    limits:
      memory: 300M
services:
  cache:
    image: redis:7
    deploy: *small
  web:
    image: example.com/site:1
    deploy: *small
`,
  });
  expect(result.after['compose.yaml']).toMatch(
    / {2}cache:\n {4}image: redis:7\n {4}deploy:\n {6}resources:\n {8}limits:\n {10}memory: \d+m\n {10}cpus: "[\d.]+"/,
  );
  expect(result.after['compose.yaml']).toContain(
    '  web:\n    image: example.com/site:1\n    deploy: *small\n',
  );
  expect(result.after['compose.yaml']).toContain('      memory: 300M\n');
  expect(result.again).toEqual([]);
});

test('older keys are changed where they stand, since Compose refuses both', async () => {
  const result = await merged({
    'compose.yaml':
      'services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n    mem_limit: 1g\n    cpus: 1\n',
  });
  expect(result.after['compose.yaml']).toMatch(/^ {4}mem_limit: \d+m$/m);
  expect(result.after['compose.yaml']).not.toContain('deploy:');
  expect(result.again).toEqual([]);
});

test('Redis: words of a list are set in place, a conf that is read gets the rest, roles are told apart', async () => {
  const result = await merged({
    'compose.yaml': `services:
  cache:
    image: redis:7
    command: ["redis-server", "/etc/redis.conf", "--maxmemory", "30mb"]
    volumes: ["./cache.conf:/etc/redis.conf:ro"]
  job-queue:
    image: redis:7
`,
    'cache.conf': '# ours\nrequirepass example-Not-A-Real-1\ntcp-keepalive 300 \n',
  });
  expect(result.after['compose.yaml']).toContain(
    '["redis-server", "/etc/redis.conf", "--maxmemory", "512mb"]',
  );
  expect(result.after['cache.conf']).toMatch(/^# ours\nrequirepass example-Not-A-Real-1\ntcp-keepalive 60/);
  expect(result.after['cache.conf']).toContain('protected-mode yes');
  expect(result.after['cache.conf']).toContain('maxmemory-policy allkeys-lru');
  expect(result.after['compose.yaml']).toMatch(/ {2}job-queue:\n(?: {4}.*\n)* {6}- noeviction\n/);
  expect(result.restart).toContain('cache');
  expect(why(result, /protected-mode yes of job-queue/)).toMatch(/no password/);
  expect(why(result, /appendonly yes of job-queue/)).toMatch(/lose/);
  expect(result.again).toEqual([]);
});

test('one Redis for cache and queue keeps its policy', async () => {
  const result = await merged({
    'compose.yaml':
      'services:\n  redis:\n    image: redis:7\n    command: redis-server --maxmemory-policy noeviction\n',
  });
  expect(result.after['compose.yaml']).toContain('--maxmemory-policy noeviction --maxmemory 512mb');
  expect(why(result, /maxmemory-policy/)).toMatch(/deletes jobs/);
});

test('PostgreSQL without a file gets words of its command; an unknown major is left alone', async () => {
  const result = await merged({
    'compose.yaml':
      'services:\n  db:\n    image: postgres:16\n    command: postgres -c shared_buffers=1GB -c timezone=UTC\n',
  });
  expect(result.after['compose.yaml']).toMatch(
    /command: postgres -c shared_buffers=\d+MB -c timezone=UTC -c max_connections=\d+ /,
  );
  expect(result.after['compose.yaml']).not.toContain('listen_addresses');
  expect(result.again).toEqual([]);
  const old = await merged({ 'compose.yaml': 'services:\n  db:\n    image: postgres:11\n' });
  expect(old.after['compose.yaml']).not.toContain('command');
  expect(why(old, /settings of db/)).toMatch(/postgres:11 names no major version/);
});

test.each(['pgvector/pgvector:0.8.0-pg16', 'localhost:5000/postgres:17'])(
  'the major of %s is told from its tag',
  async (image) => {
    const result = await merged({ 'compose.yaml': `services:\n  db:\n    image: ${image}\n` });
    expect(result.after['compose.yaml']).toMatch(/ {4}command:\n {6}- postgres\n {6}- -c\n/);
    expect(why(result, /settings of db/)).toBe('');
  },
);

test('Qdrant without a file gets variables that it reads', async () => {
  const result = await merged({ 'compose.yaml': 'services:\n  qdrant:\n    image: qdrant/qdrant:v1.18.3\n' });
  expect(result.after['compose.yaml']).toMatch(/QDRANT__SERVICE__MAX_WORKERS: "?\d+"?$/m);
  expect(result.again).toEqual([]);
});

test('a configuration of Qdrant that is no YAML is left alone, with its line; the rest is sized', async () => {
  const result = await merged({
    'compose.yaml': `services:
  vectors:
    image: qdrant/qdrant:v1.18.3
    volumes: ["./qdrant.yaml:/qdrant/config/production.yaml:ro"]
`,
    'qdrant.yaml': 'storage:\n  wal: [1, 2\nservice: {}\n',
  });
  expect(why(result, /^settings of vectors in qdrant\.yaml$/)).toMatch(
    /^It is no valid YAML: \w+ in line 3\.$/,
  );
  expect(result.after['qdrant.yaml']).toBeUndefined();
  expect(result.after['compose.yaml']).toMatch(/ {2}vectors:\n(?: {4}.*\n)* {4}deploy:\n/);
  expect(result.again).toEqual([]);
});

test('a file that an image has is changed where it lies, and the image built anew instead of restarted', async () => {
  const files = {
    'compose.yaml': `services:
  proxy:
    build: ./proxy
  cache:
    image: redis:7
    command: redis-server /etc/redis.conf
    volumes: ["./redis.conf:/etc/redis.conf"]
`,
    'proxy/Dockerfile':
      'FROM nginx:1.27\nCOPY a.conf /etc/nginx/conf.d/\nCOPY nginx.conf /etc/nginx/nginx.conf\n',
    'proxy/a.conf': 'server {}\n',
    'proxy/nginx.conf': 'events {}\nhttp {\n  server {}\n}\n',
    'redis.conf': 'tcp-keepalive 300\n',
  };
  const result = await merged(files);
  expect(result.after['proxy/nginx.conf']).toMatch(/worker_connections \d+;/);
  expect(result.again).toEqual([]);
  expect(result.build).toEqual(['proxy']);
  expect(result.restart).toEqual(expect.arrayContaining(['proxy', 'cache']));
  const plan = planFor(500, '8x32');
  const steps = nextSteps({ ...result, plan, folder: '.', files: [] });
  expect(steps.slice(0, 4).map(({ run }) => run)).toEqual([
    'docker compose config -q',
    'docker compose build proxy',
    'docker compose up -d --wait',
    'docker compose restart cache',
  ]);
  const mounted = await merged({ ...files, 'proxy/Dockerfile': 'FROM nginx:1.27\n' });
  expect(mounted.build).toEqual([]);
});

test('an nginx.conf that nginx cannot read is left alone, with its line; the rest is sized', async () => {
  const broken = 'events {}\nhttp {\n  server {\n    listen 80;\n  }}}\n';
  const result = await merged({
    'compose.yaml': `services:
  proxy:
    image: nginx:1.27
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
`,
    'nginx.conf': broken,
  });
  expect(why(result, /^settings of proxy in nginx\.conf$/)).toBe('nginx cannot read line 5.');
  expect(result.after['nginx.conf']).toBeUndefined();
  expect(result.after['compose.yaml']).toMatch(/ {2}proxy:\n(?: {4}.*\n)* {4}deploy:\n/);
  expect(result.again).toEqual([]);
});

const API = {
  'api/Dockerfile': 'FROM python:3.12-slim\nCOPY . .\nCMD ["python", "main.py"]\n',
  'api/main.py': 'import os\nos.environ["DATABASE_POOL_SIZE"]\n',
};

test('only variables that the sources read are written, in the form of the list that is there', async () => {
  const result = await merged({
    ...API,
    'compose.yaml':
      'services:\n  api:\n    build: ./api\n    environment:\n      - LOG=info # ours\n      - DATABASE_POOL_SIZE=50\n',
  });
  expect(result.after['compose.yaml']).toContain('      - LOG=info # ours\n      - DATABASE_POOL_SIZE=2\n');
  expect(result.after['compose.yaml']).not.toContain('DATABASE_MAX_OVERFLOW');
  expect(why(result, /DATABASE_MAX_OVERFLOW/)).toMatch(/nothing in the sources/);
  expect(result.again).toEqual([]);
});

test('more containers only where they can be: a fixed port or name is said', async () => {
  const port = await merged({
    ...API,
    'compose.yaml': 'services:\n  api:\n    build: ./api\n    ports: ["8000:8000"]\n',
  });
  expect(port.after['compose.yaml']).not.toContain('replicas');
  expect(why(port, /2 containers of api/)).toMatch(/fixed port/);
  const free = await merged({ ...API, 'compose.yaml': 'services:\n  api:\n    build: ./api\n' });
  expect(free.after['compose.yaml']).toMatch(/replicas: 2/);
});

test('workers on the command line win over the variable, and are set there', async () => {
  const result = await merged({
    ...API,
    'compose.yaml':
      'services:\n  api:\n    build: ./api\n    command: uvicorn main:app --workers 8 --port 8000\n',
  });
  expect(result.after['compose.yaml']).toContain('uvicorn main:app --workers 2 --port 8000');
  expect(result.after['compose.yaml']).not.toContain('UVICORN_WORKERS');
});
