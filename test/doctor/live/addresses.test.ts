import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { addressesOf } from '../../../src/doctor/live/addresses.ts';
import { serviceToAsk, strangerToAsk } from '../../../src/doctor/live/asked-service.ts';
import type { RunningContainer } from '../../../src/doctor/live/container.ts';
import type { DockerPlace } from '../../../src/doctor/live/docker.ts';
import { serverPort } from '../../../src/doctor/live/server-port.ts';
import { countByRemotePort } from '../../../src/doctor/live/sockets.ts';
import { readProject } from '../../../src/project/read-project.ts';

const COMPOSE = `services:
  cache: {image: 'redis:7', ports: ['127.0.0.1:16379:6379', '8001:8001']}
`;

/** Addresses of the service `cache`, in a container of that kind and at that place; without Docker where none is given. */
async function addresses(given: {
  readonly place?: DockerPlace;
  readonly container?: Partial<RunningContainer>;
  readonly said?: string;
}): Promise<string[]> {
  await using fixture = await createFixture({ 'compose.yaml': COMPOSE });
  const project = await readProject({ root: fixture.path, env: {} });
  const { place, container, said } = given;
  const running: RunningContainer = {
    container: {
      id: 'c1',
      name: 'x-cache-1',
      service: 'cache',
      image: 'redis:7',
      repoDigests: [],
      running: true,
      startedAt: undefined,
      exitCode: 0,
      oomKilled: false,
      restartCount: 0,
      health: 'none',
      healthLog: [],
      addresses: ['172.18.0.5', 'fd00::5'],
      memoryLimit: undefined,
      memoryUsed: undefined,
      cpuPercent: undefined,
      connections: undefined,
    },
    environment: new Map(),
    networkMode: 'x_default',
    bindings: [{ container: 6379, hostIp: '0.0.0.0', host: 26_379 }],
    exposed: [6379],
    ...container,
  };
  const containers = container === undefined ? [] : [running];
  const asked = serviceToAsk(project.services[0]!, containers);
  const around = {
    project,
    given: new Map(said === undefined ? [] : [['cache', said]]),
    docker: place === undefined ? undefined : { place, containers },
  };
  return addressesOf(asked, 6379, around).map(({ host, port }) => `${host} ${port}`);
}

test.each([
  ['what the user says wins', { said: '[::1]:7000', place: 'here', container: {} }, ['::1 7000']],
  [
    'its own address, then its published port',
    { place: 'here', container: {} },
    ['172.18.0.5 6379', 'fd00::5 6379', '127.0.0.1 26379'],
  ],
  ['in a virtual machine only the published port', { place: 'virtual', container: {} }, ['127.0.0.1 26379']],
  ['on another machine nowhere', { place: 'elsewhere', container: {} }, []],
  [
    "in the host's network this machine",
    { place: 'here', container: { networkMode: 'host', bindings: [] } },
    ['127.0.0.1 6379'],
  ],
  ['not running: nowhere, whoever holds the published port', { place: 'here' }, []],
  ['without Docker where the compose file publishes it', {}, ['127.0.0.1 16379']],
] as const)('%s', async (_, given, expected) => expect(await addresses(given)).toEqual(expected));

test.each([
  [`services: {s: {image: redis, command: redis-server --port 7001}}`, 7001],
  [`services: {s: {image: bitnami/redis, environment: {REDIS_PORT_NUMBER: 7002}}}`, 7002],
  [`services: {s: {image: redis}}`, 6379],
  [`services: {s: {image: postgres, command: postgres -c max_connections=200 -c port=5433}}`, 5433],
  [`services: {s: {image: postgres, command: postgres -p 5434}}`, 5434],
  [`services: {s: {image: postgres, environment: {PGPORT: 5435}}}`, 5435],
  [`services: {s: {image: qdrant/qdrant, environment: [QDRANT__SERVICE__HTTP_PORT=7333]}}`, 7333],
  [`services: {s: {image: prom/prometheus, command: ['--web.listen-address=0.0.0.0:9091']}}`, 9091],
])('the port of %s is %i', async (text, port) => {
  await using fixture = await createFixture({ 'compose.yaml': text });
  const project = await readProject({ root: fixture.path, env: {} });
  expect(serverPort(project, serviceToAsk(project.services[0]!, []))).toBe(port);
});

test.each([
  ['redis-cache', 'localhost:7000', 'redis'],
  ['main', 'localhost:5432', 'postgres'],
  ['vectors', 'localhost:6333', 'qdrant'],
  ['redis-exporter', 'localhost:9121', 'redis-exporter'],
  ['api', 'localhost:8000', 'backend'],
  ['rabbit', 'localhost:5672', 'other'],
])('--service %s=%s is taken for %s', (name, address, kind) =>
  expect(strangerToAsk(name, address).kind).toBe(kind),
);

test('established connections are counted by remote port, of both families', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 030012AC:CB22 020012AC:18BD 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 20 4 30 10 -1
   2: 030012AC:CB24 020012AC:18BD 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0 20 4 30 10 -1
   3: 030012AC:CB26 020012AC:18BD 06 00000000:00000000 00:00000000 00000000     0        0 0 3 0 20 4 30 10 -1
   0: 0000000000000000FFFF0000030012AC:8C3E 0000000000000000FFFF0000020012AC:18EB 01 00000000:00000000 00:00000000 00000000 0 0 4 1 0 20 4 30 10 -1`;
  expect(Object.fromEntries(countByRemotePort(table))).toEqual({ 6333: 2, 6379: 1 });
});
