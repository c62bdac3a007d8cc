import { pgWorkmemBlowup } from '../../../../src/doctor/checks/postgres/pg-workmem-blowup.ts';
import { testCheck } from '../../test-check.ts';

const stack = (conf: string, limit = '    mem_limit: 3g\n'): Record<string, string> => ({
  'compose.yaml': `services:
  db:
    image: postgres:16
    command: postgres -c config_file=/etc/pg.conf
${limit}    volumes:
      - ./pg.conf:/etc/pg.conf
`,
  'pg.conf': conf,
});

testCheck(pgWorkmemBlowup, {
  sick: [
    {
      name: 'once for each connection is too much already',
      files: stack('max_connections = 200\nshared_buffers = 768MB\nwork_mem = 32MB\n'),
      finds: [
        {
          at: 'pg.conf:3:12',
          message:
            /may take 7\.44 GiB and its limit is 3 GiB: shared_buffers = 768 MiB, \(200 \+ 8\) × work_mem 32 MiB × 1/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'pg.conf': /work_mem = 3MB\n/ } },
    },
    {
      name: 'three sorts each',
      files: stack('work_mem = 16MB\n'),
      finds: [{ at: 'pg.conf:1:12', message: /\(100 \+ 8\) × work_mem 16 MiB × 3/, severity: 'warning' }],
      afterFix: { texts: { 'pg.conf': /work_mem = 8MB\n/ } },
    },
    {
      name: 'autovacuum takes what was raised for index builds',
      files: stack('shared_buffers = 1GB\nwork_mem = 32MB\nmaintenance_work_mem = 512MB\n'),
      finds: [{ at: 'pg.conf:2:12', message: /3 × autovacuum_work_mem = 1\.5 GiB/, severity: 'error' }],
      afterFix: {
        texts: { 'pg.conf': /work_mem = 5MB\nmaintenance_work_mem = 512MB\nautovacuum_work_mem = 48MB\n/ },
      },
    },
    {
      name: 'connections alone, and no work_mem is small enough',
      files: stack('max_connections = 20000\nshared_buffers = 2GB\n'),
      finds: [{ at: 'pg.conf:1:19', message: /20,?008|20000/, severity: 'error', fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'it fits', files: stack('max_connections = 100\nshared_buffers = 768MB\nwork_mem = 4MB\n') },
    { name: "PostgreSQL's own defaults in a small container", files: stack('', '    mem_limit: 512m\n') },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
  notObservable: [{ name: 'no limit', files: stack('work_mem = 1GB\n', '') }],
});
