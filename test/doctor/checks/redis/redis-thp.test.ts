import { redisThp } from '../../../../src/doctor/checks/redis/redis-thp.ts';
import { testCheck } from '../../test-check.ts';
import { redisWith } from './redis-stack.ts';

const LOG =
  '1:M 22 Nov 2026 08:36:48.988 # WARNING You have Transparent Huge Pages (THP) support enabled in your kernel. This will create latency and memory usage issues with Redis.\n';
const files = { 'compose.yaml': redisWith('') };
const host = (transparentHugePages: string) => ({
  host: {
    seen: true as const,
    value: {
      memoryBytes: 2 ** 34,
      cores: 4,
      swapUsedRatio: 0,
      diskFreeRatio: 0.5,
      overcommitMemory: 1,
      transparentHugePages,
      maxMapCount: undefined,
      somaxconn: undefined,
    },
  },
});

testCheck(redisThp, {
  sick: [
    {
      name: 'Redis says so, and the host',
      files,
      logs: { redis: LOG },
      live: host('always'),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /^redis runs with transparent huge pages/,
          by: ['log', 'live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the log alone',
      files,
      logs: { redis: LOG },
      finds: [{ at: 'compose.yaml:2:3', message: /huge/, by: ['log'] }],
    },
  ],
  healthy: [
    { name: 'changed since', files, logs: { redis: LOG }, live: host('madvise') },
    {
      name: 'Redis switched them off for itself',
      files,
      logs: { redis: '1:M * Ready\n' },
      live: host('always'),
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [{ name: 'no log', files, live: host('always') }],
});
