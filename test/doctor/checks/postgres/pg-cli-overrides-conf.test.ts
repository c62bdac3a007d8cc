import { pgCliOverridesConf } from '../../../../src/doctor/checks/postgres/pg-cli-overrides-conf.ts';
import { testCheck } from '../../test-check.ts';

const FILE = '/etc/postgresql/postgresql.conf';
const stack = (options: string, conf: string): Record<string, string> => ({
  'compose.yaml': `services:
  db:
    image: postgres:17
    command: postgres -c config_file=${FILE} ${options}
    volumes: ['./pg.conf:${FILE}:ro']
`,
  'pg.conf': conf,
});

testCheck(pgCliOverridesConf, {
  sick: [
    {
      name: 'the command says something else',
      files: stack('-c max_connections=300', '# ours\nmax_connections = 100 # was enough\nwork_mem = 8MB\n'),
      finds: [
        {
          at: 'pg.conf:2:19',
          message: /^max_connections = 100 has no effect in db: its command sets 300\./,
          by: ['config'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'pg.conf': /^# ours\n(?:# was enough\n)?work_mem = 8MB\n$/ } },
    },
  ],
  healthy: [
    { name: 'the same value twice', files: stack('-c shared_buffers=1GB', 'shared_buffers = 1024MB\n') },
    { name: 'another word for it', files: stack('-c jit=off', 'jit = false\n') },
    { name: 'other keys', files: stack('-c max_connections=300', 'work_mem = 8MB\n') },
    { name: 'a line that is commented out', files: stack('-c work_mem=8MB', '#work_mem = 4MB\n') },
  ],
  notApplicable: [
    {
      name: 'no file is read',
      files: {
        'compose.yaml': 'services:\n  db:\n    image: postgres:17\n    command: postgres -c work_mem=8MB\n',
      },
    },
  ],
});
