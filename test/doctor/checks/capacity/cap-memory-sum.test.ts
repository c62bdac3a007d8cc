import { capMemorySum } from '../../../../src/doctor/checks/capacity/cap-memory-sum.ts';
import type { LiveEvidence } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

const host = (gib: number): Pick<LiveEvidence, 'host'> => ({
  host: {
    seen: true,
    value: {
      memoryBytes: gib * 1024 ** 3,
      cores: 4,
      swapUsedRatio: 0,
      diskFreeRatio: 0.5,
      overcommitMemory: 1,
      transparentHugePages: 'madvise',
      maxMapCount: 65_530,
      somaxconn: 4096,
    },
  },
});
const FILES = {
  'compose.yaml': `services:
  api:
    image: api:1
    mem_limit: 2g
    deploy:
      replicas: 2
  db:
    image: postgres:16
    deploy:
      resources:
        limits:
          memory: 6G
  tools:
    image: tools:1
    mem_limit: 64g
    profiles: [tools]
`,
};

testCheck(capMemorySum, {
  sick: [
    {
      name: 'instances count, inactive profiles do not',
      files: FILES,
      live: host(8),
      finds: [
        {
          at: 'compose.yaml:12:19',
          message: /add up to 10 GiB and this machine can give 7\.2 GiB: db 6 GiB, api × 2 4 GiB\.$/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'what is known is too much already, without the limit of the last',
      files: { 'compose.yaml': `${FILES['compose.yaml']}  free:\n    image: free:1\n` },
      live: host(8),
      finds: [{ at: 'compose.yaml:12:19', message: /10 GiB/ }],
    },
  ],
  healthy: [{ name: 'it fits', files: FILES, live: host(16) }],
  notApplicable: [{ name: 'no service', files: { 'readme.txt': 'nothing\n' }, live: host(8) }],
  notObservable: [
    { name: 'the machine is not known', files: FILES },
    {
      name: 'one has no limit',
      files: { 'compose.yaml': `${FILES['compose.yaml']}  free:\n    image: free:1\n` },
      live: host(16),
    },
  ],
});
