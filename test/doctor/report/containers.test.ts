import { expect, test } from 'vitest';
import type { Container } from '../../../src/doctor/live/live.ts';
import { containerLines, containerRows } from '../../../src/doctor/report/containers.ts';

const WELL: Container = {
  id: '1',
  name: 'shop-api-1',
  service: 'api',
  image: 'api:1',
  repoDigests: [],
  running: true,
  startedAt: undefined,
  exitCode: 0,
  oomKilled: false,
  restartCount: 0,
  health: 'healthy',
  healthLog: ['ok'],
  addresses: [],
  memoryLimit: 1e9,
  memoryUsed: 250e6,
  cpuPercent: 12.34,
  connections: undefined,
};

const only = (more: Partial<Container>) => containerRows([{ ...WELL, ...more }])[0];

test('a container that is well has figures, a status and no reason', () => {
  expect(only({})).toEqual({
    service: 'api',
    name: 'shop-api-1',
    cpuPercent: 12.34,
    memoryUsed: 250e6,
    memoryLimit: 1e9,
    memoryPercent: 25,
    status: 'healthy',
    reason: '',
  });
  expect(only({ health: 'none' })).toMatchObject({ status: 'running', reason: '' });
  expect(only({ running: false, memoryUsed: undefined, cpuPercent: undefined })).toMatchObject({
    status: 'stopped',
    reason: '',
    cpuPercent: null,
    memoryPercent: null,
  });
});

test.each<[string, Partial<Container>, string, string]>([
  [
    'the last health check',
    { health: 'unhealthy', healthLog: ['old', 'refused\nmore'] },
    'unhealthy',
    'its health check fails: refused',
  ],
  ['the exit code', { running: false, exitCode: 1 }, 'stopped', 'ended with exit code 1'],
  ['the kernel', { running: false, exitCode: 137, oomKilled: true }, 'stopped', 'killed for lack of memory'],
  ['restarts', { restartCount: 4 }, 'healthy', 'restarted 4 times'],
  ['memory', { memoryUsed: 860e6 }, 'healthy', 'memory is nearly at its limit'],
])('the reason is %s', (_, more, status, reason) => {
  expect(only(more)).toMatchObject({ status, reason });
});

test('the table: what needs a look first, no limit and no figures said as such, within the terminal', () => {
  const rows = containerRows([
    WELL,
    { ...WELL, name: 'shop-web-1', service: 'web', memoryLimit: undefined, health: 'none' },
    {
      ...WELL,
      name: 'shop-db-1',
      service: 'db',
      running: false,
      exitCode: 1,
      memoryUsed: undefined,
      cpuPercent: undefined,
    },
  ]);
  expect(containerLines(rows, 100)).toEqual([
    'service     CPU    memory   limit    used  status',
    'db            –         –  1.0 GB       –  stopped: ended with exit code 1',
    'api      12.3 %  250.0 MB  1.0 GB  25.0 %  healthy',
    'web      12.3 %  250.0 MB    none       –  running',
  ]);
  for (const line of containerLines(rows, 66)) expect(line.length).toBeLessThanOrEqual(66);
  expect(containerLines([], 100)).toEqual([]);
});
