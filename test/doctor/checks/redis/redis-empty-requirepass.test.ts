import { redisEmptyRequirepass } from '../../../../src/doctor/checks/redis/redis-empty-requirepass.ts';
import { testCheck } from '../../test-check.ts';
import { redisWith } from './redis-stack.ts';

const LINE = '    command: redis-server --requirepass ${REDIS_PASSWORD}\n';

testCheck(redisEmptyRequirepass, {
  sick: [
    {
      name: 'empty in .env, and Redis says so',
      files: { 'compose.yaml': redisWith(LINE), '.env': '# cache\nREDIS_PASSWORD=\n' },
      logs: {
        redis:
          "*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nReading the configuration file, at line 2\n>>> 'requirepass'\nwrong number of arguments\n",
      },
      finds: [
        {
          at: '.env:2:1',
          message: /since REDIS_PASSWORD is empty: the server stops at once/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'not set, before another option',
      files: {
        'compose.yaml': redisWith('    command: redis-server --requirepass ${PW} --maxmemory 100mb\n'),
      },
      finds: [{ at: 'compose.yaml:4:27', message: /nothing behind it, since PW is empty/, by: ['config'] }],
    },
    {
      name: 'in a shell that drops it',
      files: {
        'compose.yaml': redisWith(
          '    command: ["sh", "-c", "exec redis-server --requirepass $$PW"]\n    environment:\n      PW: ""\n',
        ),
      },
      finds: [{ at: 'compose.yaml:4:46', message: /nothing behind it/ }],
    },
  ],
  healthy: [
    {
      name: 'a password',
      files: { 'compose.yaml': redisWith(LINE), '.env': 'REDIS_PASSWORD=example-only-1\n' },
    },
    {
      name: 'an empty word is no password, and starts',
      files: { 'compose.yaml': redisWith('    command: ["redis-server", "--requirepass", ""]\n') },
    },
    {
      name: 'a Docker secret',
      files: {
        'compose.yaml': redisWith(
          `    command: sh -c 'redis-server --requirepass "$$(cat /run/secrets/redis)"'\n`,
        ),
      },
    },
    { name: 'none wanted', files: { 'compose.yaml': redisWith('') } },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
