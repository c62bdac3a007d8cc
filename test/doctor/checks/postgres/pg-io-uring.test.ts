import { pgIoUring } from '../../../../src/doctor/checks/postgres/pg-io-uring.ts';
import { testCheck } from '../../test-check.ts';

const compose = (more: string, image = 'postgres:18'): Record<string, string> => ({
  'compose.yaml': `services:\n  db:\n    image: ${image}\n${more}`,
});

testCheck(pgIoUring, {
  sick: [
    {
      name: 'on the command line, and the log agrees',
      files: compose('    command: postgres -c io_method=io_uring -c work_mem=8MB\n'),
      logs: {
        db: '2026-11-22 06:15:54.090 UTC [1] FATAL:  could not setup io_uring queue: Operation not permitted\n',
      },
      finds: [
        {
          at: 'compose.yaml:4:14',
          message: /io_uring/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /command: postgres -c io_method=worker -c work_mem=8MB\n/ } },
    },
    {
      name: 'in the file that is read',
      files: {
        ...compose(
          '    command: ["-c", "config_file=/etc/pg.conf"]\n    volumes:\n      - ./pg.conf:/etc/pg.conf\n',
        ),
        'pg.conf': 'io_method = io_uring   # pgtune\n',
      },
      finds: [{ at: 'pg.conf:1:13', message: /io_uring/, by: ['config'] }],
      afterFix: { texts: { 'pg.conf': /io_method = worker {3}# pgtune/ } },
    },
  ],
  healthy: [
    { name: 'the default', files: compose('') },
    {
      name: 'a profile that allows it',
      files: compose(
        '    command: ["-c", "io_method=io_uring"]\n    security_opt:\n      - seccomp=./profile.json\n',
      ),
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
});
