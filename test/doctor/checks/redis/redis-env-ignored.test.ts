import { redisEnvIgnored } from '../../../../src/doctor/checks/redis/redis-env-ignored.ts';
import { testCheck } from '../../test-check.ts';
import { redisLive, redisWith } from './redis-stack.ts';

testCheck(redisEnvIgnored, {
  sick: [
    {
      name: 'a limit that is none, and a variable that repeats the command',
      files: {
        'compose.yaml': redisWith(
          '    environment:\n      - REDIS_MAXMEMORY=300mb\n      - REDIS_MAXMEMORY_POLICY=allkeys-lru # cache\n    command: redis-server --maxmemory-policy allkeys-lru\n',
        ),
      },
      live: redisLive({ maxmemory: '0', 'maxmemory-policy': 'allkeys-lru' }),
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^REDIS_MAXMEMORY does nothing: the official image/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
        {
          at: 'compose.yaml:6:9',
          message: /REDIS_MAXMEMORY_POLICY does nothing: redis has its maxmemory-policy from its command/,
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: { live: {}, texts: { 'compose.yaml': /--maxmemory-policy allkeys-lru --maxmemory 300mb/ } },
    },
    {
      name: 'a password that nobody is asked for needs a person',
      files: {
        'compose.yaml': redisWith(
          '    environment:\n      REDIS_PASSWORD: example-only-1\n      ALLOW_EMPTY_PASSWORD: "yes"\n',
          'docker.io/library/redis:8',
        ),
      },
      finds: [
        {
          at: 'compose.yaml:5:23',
          message: /^REDIS_PASSWORD does nothing/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'compose.yaml:6:29', message: /^ALLOW_EMPTY_PASSWORD does nothing/, severity: 'warning' },
      ],
    },
  ],
  healthy: [
    {
      name: 'the command reads it in a shell',
      files: {
        'compose.yaml': redisWith(
          `    command: sh -c 'redis-server --requirepass "$$REDIS_PASSWORD"'\n    environment: [REDIS_PASSWORD=example-only-1]\n`,
        ),
      },
    },
    {
      name: 'the health check reads it',
      files: {
        'compose.yaml': redisWith(
          '    environment: {REDIS_PASSWORD: example-only-1, REDISCLI_AUTH: example-only-1}\n    healthcheck:\n      test: redis-cli -a $$REDIS_PASSWORD ping\n',
        ),
      },
    },
    {
      name: 'a shared env file',
      files: { 'compose.yaml': redisWith('    env_file: .env\n'), '.env': 'REDIS_PASSWORD=example-only-1\n' },
    },
  ],
  notApplicable: [
    {
      name: 'bitnami reads them',
      files: {
        'compose.yaml': redisWith('    environment: {REDIS_PASSWORD: example-only-1}\n', 'bitnami/redis:7.2'),
      },
    },
    {
      name: 'an own image',
      files: {
        'compose.yaml': 'services:\n  redis:\n    build: ./redis\n    environment: {REDIS_PASSWORD: x}\n',
        'redis/Dockerfile': 'FROM redis:8\n',
      },
    },
  ],
});
