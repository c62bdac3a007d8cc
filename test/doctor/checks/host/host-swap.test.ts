import { hostSwap } from '../../../../src/doctor/checks/host/host-swap.ts';
import { testCheck } from '../../test-check.ts';

const host = (diskFreeRatio: number, swapUsedRatio: number) => ({
  host: {
    seen: true as const,
    value: {
      memoryBytes: 2 ** 34,
      cores: 4,
      swapUsedRatio,
      diskFreeRatio,
      overcommitMemory: 1,
      transparentHugePages: undefined,
      maxMapCount: undefined,
      somaxconn: undefined,
    },
  },
});

testCheck(hostSwap, {
  sick: [
    {
      name: 'half of it is in use beside a store',
      files: { 'compose.yaml': 'services:\n  redis:\n    image: redis:8\n' },
      live: host(0.5, 0.5),
      finds: [
        {
          at: 'compose.yaml:1:1',
          message: /^50 % of the swap/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'a little',
      files: { 'compose.yaml': 'services:\n  redis:\n    image: redis:8\n' },
      live: host(0.5, 0.2),
    },
  ],
  notApplicable: [{ name: 'no store', files: { 'a.txt': '' }, live: host(0.5, 0.9) }],
  notObservable: [
    {
      name: 'the host was not asked',
      files: { 'compose.yaml': 'services:\n  redis:\n    image: redis:8\n' },
    },
  ],
});
