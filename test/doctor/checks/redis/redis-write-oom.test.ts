import { redisWriteOom } from '../../../../src/doctor/checks/redis/redis-write-oom.ts';
import { testCheck } from '../../test-check.ts';
import { LIMIT_1G, redisLive, redisWith } from './redis-stack.ts';

const LOG = `redis.exceptions.OutOfMemoryError: OOM command not allowed when used memory > 'maxmemory'.\n`;

testCheck(redisWriteOom, {
  sick: [
    {
      name: 'there is room in the container',
      files: { 'compose.yaml': redisWith(`    command: redis-server --maxmemory 30mb\n${LIMIT_1G}`) },
      logs: { api: LOG },
      live: redisLive({ maxmemory: '31457280' }, { info: new Map([['errorstat_OOM', 'count=7']]) }),
      finds: [
        {
          at: 'compose.yaml:4:27',
          message: /is full at 30 MiB and refuses writes/,
          by: ['log', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { logs: { api: '' }, live: {}, texts: { 'compose.yaml': /--maxmemory 768mb/ } },
    },
    {
      name: 'there is none',
      files: { 'compose.yaml': redisWith('    command: redis-server --maxmemory 500mb\n') },
      logs: { '': `worker-1  | ${LOG}` },
      finds: [{ at: 'compose.yaml:4:27', message: /is full at 500 MiB/, by: ['log'], fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'no such line', files: { 'compose.yaml': redisWith('') }, logs: { api: 'ok\n' } },
    {
      name: 'another server of the world: this one evicts',
      files: {
        'compose.yaml': redisWith(
          '    command: redis-server --maxmemory 30mb --maxmemory-policy allkeys-lru\n',
        ),
      },
      logs: { api: LOG },
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [{ name: 'no log', files: { 'compose.yaml': redisWith('') } }],
});
