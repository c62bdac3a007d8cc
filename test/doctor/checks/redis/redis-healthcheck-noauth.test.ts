import { redisHealthcheckNoauth } from '../../../../src/doctor/checks/redis/redis-healthcheck-noauth.ts';
import { testCheck } from '../../test-check.ts';
import { redisLive, redisWith } from './redis-stack.ts';

const files = (test: string, more = '', password = '${REDIS_PASSWORD}'): Record<string, string> => ({
  'compose.yaml': redisWith(
    `    command: redis-server --requirepass ${password}\n${more}    healthcheck:\n      test: ${test}\n      interval: 5s\n`,
  ),
  '.env': 'REDIS_PASSWORD=kept-well-41\n',
});
const PLAIN = '["CMD-SHELL", "redis-cli ping | grep PONG"]';

testCheck(redisHealthcheckNoauth, {
  sick: [
    {
      name: 'none, and PONG is waited for',
      files: files(PLAIN),
      finds: [
        {
          at: 'compose.yaml:6:13',
          message: /^The health check of redis gives no password: Redis refuses it\./,
          by: ['config'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /grep -Eq 'PONG\|NOAUTH'[^]*interval: 5s/ } },
    },
    {
      name: 'another one',
      files: files('[CMD, redis-cli, -a, old-one, ping]'),
      finds: [{ at: 'compose.yaml:6:13', message: /another password than the server has/, fix: 'confirm' }],
    },
    {
      name: 'another one by the variable of redis-cli',
      files: files('[CMD, redis-cli, ping]', '    environment: {REDISCLI_AUTH: old-one}\n'),
      finds: [{ at: 'compose.yaml:7:13', message: /another password/ }],
    },
  ],
  healthy: [
    { name: 'the same', files: files('["CMD-SHELL", "redis-cli -a ${REDIS_PASSWORD} ping | grep PONG"]') },
    {
      name: 'the same in the container',
      files: files(
        '["CMD-SHELL", "redis-cli -a $$PW ping | grep PONG"]',
        '    environment: {PW: "${REDIS_PASSWORD}"}\n',
      ),
    },
    {
      name: 'by REDISCLI_AUTH',
      files: files(PLAIN, '    environment: {REDISCLI_AUTH: "${REDIS_PASSWORD}"}\n'),
    },
    {
      name: 'a refusal is a sign of life',
      files: files('["CMD-SHELL", "redis-cli ping | grep -E \'PONG|NOAUTH\'"]'),
    },
    { name: 'what no answer fails is told elsewhere', files: files('[CMD, redis-cli, ping]') },
    {
      name: 'a file of the container',
      files: files('["CMD-SHELL", "redis-cli -a $$(cat /run/secrets/pw) ping | grep PONG"]'),
    },
    { name: 'an empty password', files: files(PLAIN, '', '""') },
    {
      name: 'a server that says that it has none',
      files: files(PLAIN),
      live: redisLive({}, { open: true }),
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
});
