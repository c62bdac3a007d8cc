import { pgSharedBuffersOverLimit } from '../../../../src/doctor/checks/postgres/pg-shared-buffers-over-limit.ts';
import { testCheck } from '../../test-check.ts';
import { postgresLive } from './postgres-live.ts';

const LIMIT = '    deploy:\n      resources:\n        limits:\n          memory: 2G\n';
const compose = (more: string): Record<string, string> => ({
  'compose.yaml': `services:\n  db:\n    image: postgres:16\n${more}`,
});
const TOLD =
  '2026-11-22 06:15:54.090 UTC [1] FATAL:  could not map anonymous shared memory: Cannot allocate memory\n';

testCheck(pgSharedBuffersOverLimit, {
  sick: [
    {
      name: 'on the command line',
      files: compose(
        `    command:\n      - postgres\n      - -c\n      - shared_buffers=1GB # of the host\n${LIMIT}`,
      ),
      finds: [
        {
          at: 'compose.yaml:7:9',
          message: /db takes 1 GiB for shared_buffers, and its container may use 2 GiB\.$/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /- shared_buffers=512MB # of the host\n/ } },
    },
    {
      name: 'in pages, in a file that is read, older limit, and it does not start',
      files: {
        ...compose(
          '    command: postgres -c config_file=/etc/pg.conf\n    mem_limit: 512m\n    volumes:\n      - ./pg.conf:/etc/pg.conf\n',
        ),
        'pg.conf': "shared_buffers = '131072' # 1GB\n",
      },
      logs: { db: TOLD },
      finds: [{ at: 'pg.conf:1:18', message: /1 GiB .* 512 MiB: it does not start/, by: ['config', 'log'] }],
      afterFix: { texts: { 'pg.conf': /shared_buffers = '128MB' # 1GB/ } },
    },
    {
      name: 'only the server itself tells it',
      files: compose(LIMIT),
      live: postgresLive({ shared_buffers: '262144' }),
      finds: [{ at: 'compose.yaml:2:3', message: /takes 2 GiB/, by: ['live'] }],
      afterFix: { live: {}, texts: { 'compose.yaml': /shared_buffers=512MB/ } },
    },
  ],
  healthy: [
    { name: 'a quarter', files: compose(`    command: ["-c", "shared_buffers=512MB"]\n${LIMIT}`) },
    { name: 'the default in a small container', files: compose('    mem_limit: 256m\n') },
    {
      name: 'a file that nobody reads is another matter',
      files: {
        ...compose(`${LIMIT}    volumes:\n      - ./pg.conf:/etc/pg.conf\n`),
        'pg.conf': 'shared_buffers = 4GB\n',
      },
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
  notObservable: [{ name: 'no limit', files: compose('    command: ["-c", "shared_buffers=8GB"]\n') }],
});
