import { redisNoAuthExposed } from '../../../../src/doctor/checks/redis/redis-no-auth-exposed.ts';
import { testCheck } from '../../test-check.ts';
import { redisLive, redisWith } from './redis-stack.ts';

const PORT = '    ports:\n      - "6379:6379"\n';

testCheck(redisNoAuthExposed, {
  sick: [
    {
      name: 'published, and it answers',
      files: { 'compose.yaml': redisWith(PORT) },
      live: redisLive({}, { open: true }),
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /asks for no password and is published as every address:6379/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: redisLive({}, { open: true }),
        texts: { 'compose.yaml': /- "127\.0\.0\.1:6379:6379"/ },
      },
    },
    {
      name: 'another port, in the long form',
      files: {
        'compose.yaml': redisWith(
          '    command: redis-server --port 7000\n    ports:\n      - target: 7000\n        published: "16379"\n',
        ),
      },
      finds: [{ at: 'compose.yaml:6:9', message: /every address:16379/, by: ['config'] }],
      afterFix: { texts: { 'compose.yaml': /host_ip: "?127\.0\.0\.1/ } },
    },
  ],
  healthy: [
    {
      name: 'a password',
      files: {
        'compose.yaml': redisWith(`    command: redis-server --requirepass \${PW}\n${PORT}`),
        '.env': 'PW=example-only-1\n',
      },
    },
    {
      name: 'users of its own',
      files: {
        'compose.yaml': redisWith(
          `    command: ["redis-server", "--aclfile", "/run/secrets/users.acl"]\n${PORT}`,
        ),
      },
    },
    {
      name: 'this machine alone',
      files: { 'compose.yaml': redisWith('    ports: ["127.0.0.1:6379:6379"]\n') },
    },
    { name: 'not published', files: { 'compose.yaml': redisWith('') } },
    {
      name: 'it asks, whoever told it to',
      files: { 'compose.yaml': redisWith(`    command: /start.sh\n${PORT}`) },
      live: redisLive({}, { open: false }),
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [
    { name: 'a start script', files: { 'compose.yaml': redisWith(`    command: /start.sh\n${PORT}`) } },
  ],
});
