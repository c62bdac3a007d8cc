import { pgCheckpointsFrequent } from '../../../../src/doctor/checks/postgres/pg-checkpoints-frequent.ts';
import { testCheck } from '../../test-check.ts';

const LINE = `2026-11-22 08:37:12.014 UTC [27] LOG:  checkpoints are occurring too frequently (1 second apart)
2026-11-22 08:37:12.014 UTC [27] HINT:  Consider increasing the configuration parameter "max_wal_size".
2026-11-22 08:37:12.466 UTC [27] LOG:  checkpoints are occurring too frequently (14 seconds apart)
`;
const db = (more = ''): Record<string, string> => ({
  'compose.yaml': `services:\n  db:\n    image: postgres:17\n${more}`,
});
const host = (diskFreeRatio: number) => ({
  host: {
    seen: true as const,
    value: {
      memoryBytes: 2 ** 34,
      cores: 4,
      swapUsedRatio: 0,
      diskFreeRatio,
      overcommitMemory: 1,
      transparentHugePages: undefined,
      maxMapCount: undefined,
      somaxconn: undefined,
    },
  },
});

testCheck(pgCheckpointsFrequent, {
  sick: [
    {
      name: 'again and again at the default',
      files: db(),
      logs: { db: LINE.repeat(3) },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /\(1 to 14 s apart, 6 times\): max_wal_size is 1024MB\./,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /max_wal_size=4096MB/ } },
    },
    {
      name: 'where much is set already, twice as much',
      files: db('    command: postgres -c max_wal_size=8GB\n'),
      logs: { db: LINE.repeat(3) },
      finds: [{ at: 'compose.yaml:4:14', message: /max_wal_size is 8GB/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /max_wal_size=16384MB/ } },
    },
    {
      name: 'a disk without room',
      files: db(),
      logs: { db: LINE.repeat(3) },
      live: host(0.04),
      finds: [{ at: 'compose.yaml:2:3', message: /checkpoint/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'once, while data was loaded', files: db(), logs: { db: LINE } },
    { name: 'never', files: db(), logs: { db: 'LOG:  checkpoint complete: wrote 3 buffers\n' } },
  ],
  notApplicable: [{ name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [{ name: 'no log', files: db() }],
});
