import { pgShmSize } from '../../../../src/doctor/checks/postgres/pg-shm-size.ts';
import { testCheck } from '../../test-check.ts';

const compose = (more: string): Record<string, string> => ({
  'compose.yaml': `services:\n  db:\n    image: pgvector/pgvector:pg16\n${more}`,
});
const line = (bytes: number): string =>
  `2026-11-22 06:15:54.090 UTC [77] ERROR:  could not resize shared memory segment "/PostgreSQL.2746210152" to ${bytes} bytes: No space left on device\n`;

testCheck(pgShmSize, {
  sick: [
    {
      name: 'a large maintenance_work_mem and the 64 MB of Docker',
      files: compose('    command: postgres -c maintenance_work_mem=512MB\n'),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /may take 512 MiB of shared memory, and \/dev\/shm has 64 MiB/,
          by: ['config'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /shm_size: "?640mb"?\n/ } },
    },
    {
      name: 'the log says it, whatever the files say',
      files: compose('    shm_size: 128mb # more\n'),
      logs: { db: line(67_146_080) + line(268_435_456) },
      finds: [
        {
          at: 'compose.yaml:4:15',
          message: /ran out of shared memory 2 times/,
          by: ['config', 'log'],
          severity: 'error',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /shm_size: "?320mb"? # more\n/ } },
    },
    {
      name: 'through an anchor that others share',
      files: {
        'compose.yaml': `x-db: &db
  image: postgres:16
  shm_size: 64mb
  command: postgres -c maintenance_work_mem=256MB
services:
  db:
    <<: *db
  other:
    <<: *db
    command: postgres
`,
      },
      finds: [{ at: 'compose.yaml:3:13', message: /^An index build of db/ }],
      afterFix: { texts: { 'compose.yaml': /shm_size: 64mb[^]*<<: \*db\n {4}shm_size: "?320mb"?\n/ } },
    },
  ],
  healthy: [
    { name: 'nobody chose anything', files: compose('') },
    {
      name: 'enough',
      files: compose('    command: postgres -c maintenance_work_mem=512MB\n    shm_size: 1gb\n'),
    },
    {
      name: 'no parallel builds',
      files: compose(
        '    command: postgres -c maintenance_work_mem=512MB -c max_parallel_maintenance_workers=0\n',
      ),
    },
    {
      name: "the host's",
      files: compose('    command: postgres -c maintenance_work_mem=512MB\n    ipc: host\n'),
    },
    {
      name: 'a tmpfs in its place',
      files: compose(
        '    command: postgres -c maintenance_work_mem=512MB\n    volumes:\n      - type: tmpfs\n        target: /dev/shm\n',
      ),
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
});
