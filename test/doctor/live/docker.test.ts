import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createFixture, type FsFixture } from 'fs-fixture';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { collectLive } from '../../../src/doctor/live/collect.ts';
import type { Container, LiveEvidence } from '../../../src/doctor/live/live.ts';
import { withRunningName } from '../../../src/doctor/live/own-containers.ts';
import { composeLog } from '../../../src/doctor/logs/command-log.ts';
import { recreate, recreateArgs } from '../../../src/doctor/repair/restart.ts';
import type { Project } from '../../../src/project/project.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { canStartRedis } from '../../stores/servers/redis.ts';
import { importImage, whyNoDocker } from './docker-image.ts';
import { look, seen } from './look.ts';

const missing = whyNoDocker() ?? (canStartRedis ? undefined : 'no redis-server');
if (missing !== undefined) console.warn(`Skipped: live evidence of Docker (${missing})`);

const NAME = `cvx-live-${process.pid}`;
const IMAGE = `${NAME}/redis:test`;
const PASSWORD = 'correct-horse-7';
const COMPOSE = `name: ${NAME}
x-common: &common {image: '${IMAGE}', pull_policy: never}
services:
  cache:
    <<: *common
    command: [redis-server, --requirepass, '\${REDIS_PASSWORD}', --save, '']
    environment: {PATH: /usr/bin:/bin:/usr/local/bin}
    mem_limit: 64m
    healthcheck: {test: [CMD, redis-cli, ping], interval: 1s}
  listener:
    <<: *common
    command: [redis-cli, -h, cache, -a, '\${REDIS_PASSWORD}', subscribe, nothing]
    environment: {PATH: /usr/bin:/bin:/usr/local/bin}
    restart: on-failure
    depends_on: [cache]
  broken:
    <<: *common
    command: [redis-server, --no-such-directive, x]
    environment: {PATH: /usr/bin:/bin:/usr/local/bin}
  never:
    <<: *common
    profiles: [never]
`;
const FILES = { 'compose.yaml': COMPOSE, '.env': `REDIS_PASSWORD=${PASSWORD}\n` };

async function lookAt(root: string): Promise<LiveEvidence> {
  const project = await readProject({ root, env: {} });
  return collectLive(project, { live: true, services: new Map() });
}

describe.skipIf(missing !== undefined)('a stack that runs in Docker', () => {
  let stack: FsFixture;
  const compose = (...args: readonly string[]): string =>
    execFileSync('docker', ['compose', ...args], {
      cwd: stack.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const byService = (live: LiveEvidence): Readonly<Record<string, Container>> =>
    Object.fromEntries(seen(live.docker).map((container) => [container.service, container]));
  beforeAll(async () => {
    stack = await createFixture(FILES);
    importImage(IMAGE, 'redis-server', 'redis-cli');
    compose('up', '--detach');
    const limit = AbortSignal.timeout(60_000);
    const ready = (): boolean => {
      const listening = compose('logs', 'listener').includes('subscribe');
      return (
        listening &&
        compose('ps', '--all', 'broken').includes('Exited') &&
        compose('ps').includes('(healthy)')
      );
    };
    while (!ready()) {
      limit.throwIfAborted();
      await sleep(200);
    }
  });
  afterAll(async () => {
    compose('down', '--timeout', '0');
    spawnSync('docker', ['image', 'rm', IMAGE], { stdio: 'ignore' });
    await stack.rm();
  });

  test('is seen with its containers, their health, limits and connections', async () => {
    const live = await lookAt(stack.path);
    const { cache, listener, broken, ...others } = byService(live);
    expect(others).toEqual({});
    expect(cache).toMatchObject({
      name: `${NAME}-cache-1`,
      image: IMAGE,
      running: true,
      exitCode: 0,
      oomKilled: false,
      health: 'healthy',
      memoryLimit: 64 * 1024 ** 2,
    });
    // A redis-cli that is refused exits with 0 all the same: what the checks are told is its words.
    expect(cache!.healthLog.at(-1)).toContain('NOAUTH');
    expect(cache!.memoryUsed).toBeGreaterThan(1024 ** 2);
    expect(cache!.cpuPercent).toBeGreaterThanOrEqual(0);
    expect(cache!.startedAt).toBeInstanceOf(Date);
    expect(cache!.addresses).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)]);
    expect(listener!.connections?.get(6379)).toBe(1);
    expect(broken).toMatchObject({
      running: false,
      exitCode: 1,
      addresses: [],
      memoryUsed: undefined,
      connections: undefined,
    });
    expect(live.host).toMatchObject({ seen: true, value: { cores: expect.any(Number) } });
    expect(JSON.stringify(seen(live.docker))).not.toContain(PASSWORD);
  });

  test('its servers are asked inside, without a published port', async () => {
    const live = await lookAt(stack.path);
    expect(live.redis.get('cache')).toMatchObject({ seen: true, value: { open: false } });
    // The listener, and the doctor itself.
    expect(Number(seen(live.redis.get('cache')).info.get('connected_clients'))).toBeGreaterThanOrEqual(2);
    const { addresses } = byService(live)['listener']!;
    expect(Object.fromEntries(live.redis)).toMatchObject({
      listener: { seen: false, why: `listener at ${addresses[0]}:6379: nothing listens there` },
      broken: { seen: false, why: 'broken: no container of it runs' },
    });
  });

  test('is none of a project in another folder, and is found by its folder under another name', async () => {
    const other = await look({
      files: { 'compose.yaml': 'name: cvx-live-other\nservices: {cache: {image: redis}}\n' },
    });
    expect(other.docker).toMatchObject({
      seen: false,
      why: expect.stringContaining('no container of cvx-live-other'),
    });
    expect(other.redis.get('cache')).toEqual({ seen: false, why: 'cache: no container of it runs' });
    expect(other.host).toMatchObject({ seen: false });
    await stack.writeFile('compose.yaml', COMPOSE.replace(NAME, 'cvx-live-renamed'));
    expect(Object.keys(byService(await lookAt(stack.path))).toSorted()).toEqual([
      'broken',
      'cache',
      'listener',
    ]);
    await stack.writeFile('compose.yaml', COMPOSE);
  });

  test('is another stack than that of another file in the same folder', async () => {
    await stack.writeFile('other.yaml', COMPOSE.replace(NAME, 'cvx-live-beside'));
    const beside = await readProject({ root: stack.path, files: ['other.yaml'], env: {} });
    expect((await withRunningName(beside)).startedAs).toBeUndefined();
    expect((await collectLive(beside, { live: true, services: new Map() })).docker).toMatchObject({
      seen: false,
      why: expect.stringContaining('no container of cvx-live-beside'),
    });
    await stack.rm('other.yaml');
  });

  test('is restarted with all files that it was started from', async () => {
    await stack.writeFile('extra.yaml', "services: {cache: {labels: {extra: 'yes'}}}\n");
    const read = (files: readonly string[]): Promise<Project> =>
      readProject({ root: stack.path, files, env: {} });
    compose('-f', 'compose.yaml', '-f', 'extra.yaml', 'up', '--detach', 'cache');
    const part = await withRunningName(await read([]));
    expect(part.startedFrom).toEqual(['compose.yaml', 'extra.yaml']);
    expect((await withRunningName(await read(part.startedFrom ?? []))).startedFrom).toBeUndefined();
    const { signal } = new AbortController();
    await recreate(['cache'], [], { project: part, files: [], signal });
    const label = '{{index .Config.Labels "extra"}}';
    const [id = ''] = compose('ps', '--quiet', 'cache').split('\n');
    expect(execFileSync('docker', ['inspect', '--format', label, id], { encoding: 'utf8' })).toBe('yes\n');
    compose('up', '--detach', '--wait', 'cache');
    expect((await withRunningName(await read([]))).startedFrom).toBeUndefined();
    await stack.rm('extra.yaml');
  });

  const unnamed = COMPOSE.replace(`name: ${NAME}\n`, '');
  test.each([
    ['the compose file', { 'compose.yaml': COMPOSE }, {}, undefined],
    ['.env', { 'compose.yaml': unnamed, '.env': `COMPOSE_PROJECT_NAME=${NAME}\n` }, {}, undefined],
    ['the environment', { 'compose.yaml': unnamed }, { COMPOSE_PROJECT_NAME: NAME }, undefined],
    ['docker compose -p alone', { 'compose.yaml': unnamed }, {}, NAME],
  ])('is asked for its log under the name of %s', async (_, files, env, startedAs) => {
    for (const [file, text] of Object.entries({ ...FILES, ...files })) await stack.writeFile(file, text);
    for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value);
    const project = await withRunningName(await readProject({ root: stack.path, env }));
    expect(project.startedAs).toBe(startedAs);
    const chunks: Uint8Array[] = [];
    for await (const chunk of composeLog(project, [], '24h').chunks()) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toMatch(/^cache-1 +\| .*Ready to accept connections/m);
    expect(recreateArgs(['cache'], [], { project, files: [] }).slice(0, 2)).toEqual(
      startedAs === undefined ? ['up', '--detach'] : [`--project-name=${NAME}`, 'up'],
    );
    vi.unstubAllEnvs();
    for (const [file, text] of Object.entries(FILES)) await stack.writeFile(file, text);
  });
});

describe('Docker that does not answer', () => {
  afterEach(() => vi.unstubAllEnvs());
  const why = async (): Promise<string> => {
    const { docker } = await look({ files: { 'compose.yaml': 'services: {api: {image: api}}\n' } });
    return docker.seen ? 'seen' : docker.why;
  };

  test('because it is not installed', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    expect(await why()).toBe('Docker: there is no program docker on the PATH');
  });

  test.skipIf(missing !== undefined)('because no daemon runs', async () => {
    vi.stubEnv('DOCKER_HOST', 'unix:///nonexistent/docker.sock');
    expect(await why()).toMatch(/^Docker: .*unix:\/\/\/nonexistent\/docker\.sock/);
  });

  test.skipIf(missing !== undefined)('because its daemon hangs', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    vi.stubEnv('DOCKER_HOST', `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    expect(await why()).toBe('Docker: no answer within 6 s');
    mute.close();
  });
});
