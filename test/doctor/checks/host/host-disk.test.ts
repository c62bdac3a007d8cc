import { hostDisk } from '../../../../src/doctor/checks/host/host-disk.ts';
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

testCheck(hostDisk, {
  sick: [
    {
      name: 'little is free',
      files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' },
      live: host(0.08, 0),
      finds: [
        {
          at: 'compose.yaml:1:1',
          message: /^Only 8\.0 % of the disk/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'next to nothing is free, without a compose file',
      files: { 'a.txt': '' },
      live: host(0.012, 0),
      finds: [{ at: '.:1:1', message: /^Only 1\.2 %/, severity: 'error' }],
    },
  ],
  healthy: [{ name: 'room', files: { 'a.txt': '' }, live: host(0.1, 0) }],
  notObservable: [{ name: 'the host was not asked', files: { 'a.txt': '' } }],
});
