import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { whyNoPrometheus } from '../../exporter/run-prometheus.ts';
import { freezePostgres } from '../../serve/freeze-postgres.ts';
import { findPostgres } from '../../stores/servers/postgres.ts';
import { isOnPath, openQdrantServer } from '../../stores/servers/qdrant.ts';
import { canStartRedis, startRedis } from '../../stores/servers/redis.ts';
import { freePort } from '../../lib/free-port.ts';
import { freezeChild } from './freeze-child.ts';
import { look } from './look.ts';
import { startPrometheus } from './start-prometheus.ts';

const FILES = {
  'compose.yaml': `services:
  redis: {image: 'redis:7', command: redis-server --requirepass secret-of-redis}
  postgres: {image: 'postgres:15', environment: {POSTGRES_PASSWORD: secret-of-postgres}}
  qdrant: {image: qdrant/qdrant, environment: {QDRANT__SERVICE__API_KEY: secret-of-qdrant}}
  prometheus: {image: prom/prometheus}
  api: {image: api, command: uvicorn app}
`,
};
const NAMES = ['redis', 'postgres', 'qdrant', 'prometheus', 'api'] as const;

/** Why each of the services is not seen. */
async function reasons(services: Record<string, string>): Promise<Record<string, string>> {
  const live = await look({ files: FILES, services });
  const { redis, postgres, qdrant, prometheus, httpUnseen } = live;
  const observed = [...redis, ...postgres, ...qdrant, ...prometheus].map(([name, one]) => {
    return [name, one.seen ? 'seen' : one.why];
  });
  const all = Object.fromEntries([...observed, ...httpUnseen]);
  expect(JSON.stringify(all)).not.toContain('secret-of');
  return all;
}

test('where nothing listens, each is not seen and says so', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const services = Object.fromEntries(NAMES.map((name) => [name, address]));
  expect(await reasons(services)).toEqual(
    Object.fromEntries(NAMES.map((name) => [name, `${name} at ${address}: nothing listens there`])),
  );
});

test('where somebody else answers, each is not seen and quotes nothing of the answer', async () => {
  const other = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 500 secret-of-somebody\r\ncontent-length: 0\r\n\r\n');
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const services = Object.fromEntries(NAMES.slice(0, 4).map((name) => [name, `127.0.0.1:${port}`]));
  const why = await reasons(services);
  other.close();
  for (const name of NAMES.slice(0, 4)) expect(why[name]).toMatch(new RegExp(`^${name} at \\S+: it `));
});

test('a host that does not exist', async () => {
  expect(await reasons({ redis: 'nowhere.invalid:6379' })).toMatchObject({
    redis: 'redis at nowhere.invalid:6379: there is no such host',
  });
});

test('the user ends it, before and meanwhile', async () => {
  const reason = new Error('Ctrl-C');
  await expect(look({ files: FILES, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const stop = new AbortController();
  const mute = createServer(() => stop.abort(reason)).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const services = { redis: `127.0.0.1:${port}` };
  await expect(look({ files: FILES, services, signal: stop.signal })).rejects.toBe(reason);
  mute.close();
});

describe.skipIf(process.platform !== 'linux')('servers that hang with their sockets open', () => {
  test('are not seen, all within the time for one, and the others are', async () => {
    const services: Record<string, string> = {};
    const undo: (() => unknown)[] = [];
    const add = (name: string, url: string, stop: () => unknown): void => {
      services[name] = new URL(url).host;
      undo.unshift(stop);
    };
    if (canStartRedis) {
      const server = await startRedis();
      add('redis', server.url, () => server.stop());
      server.freeze();
    }
    const found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
    if ('server' in found && found.server.power !== undefined) {
      const { server } = found;
      const thaw = await freezePostgres(server.url);
      add('postgres', server.url, () => {
        thaw();
        return server.close();
      });
    }
    if (isOnPath()) {
      const server = (await openQdrantServer({ QDRANT__LOG_LEVEL: 'ERROR' }))!;
      const thaw = freezeChild('qdrant');
      add('qdrant', server.url, () => {
        thaw();
        return server.stop();
      });
    }
    if (whyNoPrometheus() === undefined) {
      const server = await startPrometheus({ none: `127.0.0.1:${await freePort()}` });
      const thaw = freezeChild('prometheus');
      add('prometheus', `http://${server.address}`, () => {
        thaw();
        return server.stop();
      });
    }
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    add('api', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, () => mute.close());
    const why = await reasons(services);
    for (const stop of undo) await stop();
    for (const [name, at] of Object.entries(services))
      expect(why[name]).toMatch(
        new RegExp(`^${name} at ${at}: (?:no answer within 5 s|it does not answer)$`),
      );
  });
});
