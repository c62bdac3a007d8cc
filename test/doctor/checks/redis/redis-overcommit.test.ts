import { redisOvercommit } from '../../../../src/doctor/checks/redis/redis-overcommit.ts';
import { testCheck } from '../../test-check.ts';
import { redisWith } from './redis-stack.ts';

const LOG =
  '1:M 01 Jun 2026 10:00:00.000 # WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition.\n';
const host = (overcommitMemory: number) =>
  ({
    host: {
      seen: true,
      value: {
        memoryBytes: 8e9,
        cores: 4,
        swapUsedRatio: 0,
        diskFreeRatio: 0.5,
        overcommitMemory,
        transparentHugePages: undefined,
        maxMapCount: undefined,
        somaxconn: undefined,
      },
    },
  }) as const;

testCheck(redisOvercommit, {
  sick: [
    {
      name: 'Redis and the host say so',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: LOG },
      live: host(0),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /\(vm.overcommit_memory is 0\): a background save may fail/,
          by: ['log', 'live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the log alone',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: LOG },
      finds: [{ at: 'compose.yaml:2:3', message: /does not let it fork/, by: ['log'] }],
    },
  ],
  healthy: [
    {
      name: 'the host was changed since',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: LOG },
      live: host(1),
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [
    {
      name: 'a log without a start',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: '1:M * DB saved on disk\n' },
    },
  ],
});
