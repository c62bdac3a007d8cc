import { redisExporterAuth } from '../../../../src/doctor/checks/redis/redis-exporter-auth.ts';
import { testCheck } from '../../test-check.ts';
import { redisLive, redisWith } from './redis-stack.ts';

const EXPORTER =
  '  redis-exporter:\n    image: oliver006/redis_exporter:v1.86.0\n    environment:\n      - REDIS_ADDR=redis://redis:6379\n';
const PASSWORD = '    command: redis-server --requirepass ${CACHE_PW}\n';
const ENV = { '.env': 'CACHE_PW=example-only-1\n' };

testCheck(redisExporterAuth, {
  sick: [
    {
      name: 'two quotes in a list are a password',
      files: { 'compose.yaml': `${redisWith('')}${EXPORTER}      - REDIS_PASSWORD=""\n` },
      logs: {
        'redis-exporter': `time="2026-06-01T10:00:00Z" level=error msg="Couldn't connect to redis instance"\n`,
      },
      live: redisLive({}, { open: true }),
      finds: [
        {
          at: 'compose.yaml:8:9',
          message: /sends a password of two quotes, and redis has none/,
          by: ['config', 'log', 'live'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: { live: {}, texts: { 'compose.yaml': /- REDIS_ADDR=redis:\/\/redis:6379\n$/ } },
    },
    {
      name: 'none is sent where one is asked for',
      files: { ...ENV, 'compose.yaml': redisWith(PASSWORD) + EXPORTER },
      finds: [
        {
          at: 'compose.yaml:8:9',
          message: /sends no password that redis asks for/,
          by: ['config'],
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /- REDIS_PASSWORD=\$\{CACHE_PW\}/ } },
    },
    {
      name: 'another one',
      files: {
        ...ENV,
        'compose.yaml': `${redisWith(PASSWORD)}${EXPORTER.replace('- REDIS_ADDR=', 'REDIS_ADDR: ')}      REDIS_PASSWORD: old-example-1\n`,
      },
      finds: [{ at: 'compose.yaml:9:23', message: /another password than the one/, fix: 'confirm' }],
    },
    {
      name: 'another one, in a mapping over a list',
      files: {
        ...ENV,
        'compose.yaml': redisWith(PASSWORD) + EXPORTER,
        'compose.override.yaml':
          'services:\n  redis-exporter:\n    environment:\n      REDIS_PASSWORD: old-example-1\n',
      },
      finds: [{ at: 'compose.override.yaml:4:23', message: /another password than the one/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.override.yaml': /REDIS_PASSWORD: \$\{CACHE_PW\}\n/ } },
    },
  ],
  healthy: [
    {
      name: 'the same',
      files: {
        ...ENV,
        'compose.yaml': `${redisWith(PASSWORD)}${EXPORTER}      - REDIS_PASSWORD=\${CACHE_PW}\n`,
      },
    },
    {
      name: 'in the address',
      files: {
        ...ENV,
        'compose.yaml': redisWith(PASSWORD) + EXPORTER.replace('redis://redis', 'redis://:${CACHE_PW}@redis'),
      },
    },
    {
      name: 'a Docker secret',
      files: {
        ...ENV,
        'compose.yaml': `${redisWith(PASSWORD)}${EXPORTER}      - REDIS_PASSWORD_FILE=/run/secrets/pw\n`,
      },
    },
    { name: 'neither has one', files: { 'compose.yaml': redisWith('') + EXPORTER } },
  ],
  notApplicable: [
    { name: 'no exporter', files: { 'compose.yaml': redisWith('') } },
    {
      name: 'a Redis elsewhere',
      files: {
        'compose.yaml': redisWith('') + EXPORTER.replace('redis://redis', 'redis://cache.example.com'),
      },
    },
  ],
  notObservable: [
    { name: 'a start script', files: { 'compose.yaml': redisWith('    command: /start.sh\n') + EXPORTER } },
  ],
});
