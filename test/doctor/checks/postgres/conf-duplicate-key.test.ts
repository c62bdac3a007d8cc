import { confDuplicateKey } from '../../../../src/doctor/checks/postgres/conf-duplicate-key.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  db:
    image: postgres:16
    command: postgres -c config_file=/etc/pg.conf
    volumes:
      - ./pg.conf:/etc/pg.conf
  cache:
    image: redis:8
    command: redis-server /etc/redis.conf
    volumes:
      - ./redis.conf:/etc/redis.conf
`;

testCheck(confDuplicateKey, {
  sick: [
    {
      name: 'twice, thrice, in another case and with the same value',
      files: {
        'compose.yaml': COMPOSE,
        'pg.conf':
          "# memory\nwork_mem = 4MB\nmax_connections = 100\nWork_Mem = 8MB # more\nmax_connections 100\nwork_mem = '16MB'\n",
        'redis.conf': 'maxmemory 1gb\nsave 900 1\nsave 300 10\nMAXMEMORY 2gb\n',
      },
      finds: [
        {
          at: 'pg.conf:2:1',
          message: /work_mem 4MB is without effect: line 6 says 16MB/,
          by: ['config'],
          fix: 'safe',
        },
        { at: 'pg.conf:3:1', message: /again in line 5, with the same value/, severity: 'info' },
        { at: 'pg.conf:4:1', message: /work_mem 8MB is without effect/, severity: 'warning' },
        { at: 'redis.conf:1:1', message: /maxmemory 1gb is without effect: line 4 says 2gb/ },
      ],
      afterFix: {
        texts: {
          'pg.conf': /^# memory\nmax_connections 100\nwork_mem = '16MB'\n$/,
          'redis.conf': /^save 900 1\nsave 300 10\nMAXMEMORY 2gb\n$/,
        },
      },
    },
  ],
  healthy: [
    {
      name: 'comments, includes, and directives that add up',
      files: {
        'compose.yaml': COMPOSE,
        'pg.conf': "#work_mem = 4MB\nwork_mem = 8MB\ninclude_if_exists = 'a'\ninclude_if_exists = 'b'\n",
        'redis.conf':
          'save 900 1\nsave 300 10\nrename-command FLUSHALL ""\nrename-command DEBUG ""\nclient-output-buffer-limit normal 0 0 0\nclient-output-buffer-limit pubsub 32mb 8mb 60\nuser default off\nuser cv on\n',
      },
    },
  ],
  notApplicable: [{ name: 'neither', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
