import { pgConfNotLoaded } from '../../../../src/doctor/checks/postgres/pg-conf-not-loaded.ts';
import { testCheck } from '../../test-check.ts';
import { postgresLive } from './postgres-live.ts';

const CONF = '# tuned\nmax_connections = 200\nshared_buffers = 1GB\nwork_mem = 8MB\nrandom_page_cost = 1.1\n';
const stack = (more: string, target = '/etc/postgresql/postgresql.conf'): Record<string, string> => ({
  'compose.yaml': `services:
  db:
    image: postgres:16
${more}    volumes:
      - pgdata:/var/lib/postgresql/data
      - ./pg.conf:${target}:ro
volumes:
  pgdata:
`,
  'pg.conf': CONF,
});

const server = (file: string) => postgresLive({ config_file: file });

testCheck(pgConfNotLoaded, {
  sick: [
    {
      name: 'mounted beside the data, no command',
      files: stack(''),
      live: server('/var/lib/postgresql/data/postgresql.conf'),
      finds: [
        {
          at: 'compose.yaml:6:9',
          message:
            /db never reads pg\.conf: max_connections 200, shared_buffers 1GB, work_mem 8MB and the rest/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: {},
        texts: {
          'compose.yaml': /config_file=\/etc\/postgresql\/postgresql\.conf/,
          'pg.conf': /listen_addresses = '\*'/,
        },
      },
    },
    {
      name: 'a command that says other things, as words and as a line',
      files: stack('    command: -c log_statement=all\n'),
      finds: [{ at: 'compose.yaml:7:9', message: /never reads pg\.conf/, by: ['config'], fix: 'confirm' }],
      afterFix: {
        texts: { 'compose.yaml': /command: -c log_statement=all -c config_file=\/etc\/postgresql/ },
      },
    },
    {
      name: 'the command names a file that is not the mounted one',
      files: stack('    command: ["postgres", "-c", "config_file=/etc/postgres.conf"]\n'),
      finds: [{ at: 'compose.yaml:7:9', message: /never reads pg\.conf/, fix: 'none' }],
    },
    {
      name: 'a folder of pieces that nothing includes',
      files: {
        'compose.yaml':
          'services:\n  db:\n    image: postgres:16\n    volumes:\n      - ./conf:/etc/postgresql/conf.d:ro\n',
        'conf/10-memory.conf': 'work_mem = 64MB\n',
      },
      finds: [{ at: 'compose.yaml:5:9', message: /conf\/10-memory\.conf: work_mem 64MB is without effect/ }],
    },
  ],
  healthy: [
    {
      name: 'named as words',
      files: stack('    command: ["postgres", "-c", "config_file=/etc/postgresql/postgresql.conf"]\n'),
    },
    {
      name: 'named in the long form',
      files: stack('    command: postgres --config-file=/etc/postgresql/postgresql.conf\n'),
    },
    { name: 'in the data folder', files: stack('', '/var/lib/postgresql/data/postgresql.conf') },
    {
      name: 'in the data folder of PGDATA',
      files: stack('    environment:\n      PGDATA: /data/pg\n', '/data/pg/postgresql.conf'),
    },
    {
      name: 'the main file includes it',
      files: {
        'compose.yaml': `services:
  db:
    image: postgres:16
    command: postgres -c config_file=/etc/postgresql/main.conf
    volumes:
      - ./conf:/etc/postgresql:ro
`,
        'conf/main.conf': "include_dir = 'conf.d'\nlisten_addresses = '*'\n",
        'conf/conf.d/10-memory.conf': 'work_mem = 64MB\n',
      },
    },
    {
      name: 'the server itself says that it reads it',
      files: stack(''),
      live: server('/etc/postgresql/postgresql.conf'),
    },
  ],
  notApplicable: [
    { name: 'nothing is mounted', files: { 'compose.yaml': 'services:\n  db:\n    image: postgres:16\n' } },
  ],
  notObservable: [
    { name: 'a start script of its own', files: stack('    entrypoint: /start.sh\n') },
    {
      name: 'a shell',
      files: stack('    command: sh -c "cp /etc/postgresql/postgresql.conf $$PGDATA && exec postgres"\n'),
    },
  ],
});
