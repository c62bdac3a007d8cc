import { redisClientAuthMismatch } from '../../../../src/doctor/checks/redis/redis-client-auth-mismatch.ts';
import { testCheck } from '../../test-check.ts';
import { redisWith } from './redis-stack.ts';

const ASKS = '    command: redis-server --requirepass ${REDIS_PASSWORD}\n';
const files = (environment: string, server = ASKS): Record<string, string> => ({
  'compose.yaml': `${redisWith(server)}  api:\n    image: registry.example/api:1\n    environment:\n${environment}`,
  '.env': 'REDIS_PASSWORD=kept-well-41\n',
});

testCheck(redisClientAuthMismatch, {
  sick: [
    {
      name: 'none',
      files: files('      REDIS_URL: redis://redis:6379/0\n'),
      logs: { api: 'redis.exceptions.AuthenticationError: NOAUTH Authentication required.\n' },
      finds: [
        {
          at: 'compose.yaml:8:18',
          message: /^api sends no password, and redis asks for one: REDIS_URL is refused\.$/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /REDIS_URL: redis:\/\/:\$\{REDIS_PASSWORD\}@redis:6379\/0\n/ } },
    },
    {
      name: 'another one, in a list',
      files: files('      - CELERY_BROKER_URL=redis://:old-one@redis:6379/1\n'),
      finds: [
        {
          at: 'compose.yaml:8:9',
          message: /^api sends another password than the one that redis asks for: /,
          fix: 'confirm',
        },
      ],
      afterFix: {
        texts: { 'compose.yaml': /- CELERY_BROKER_URL=redis:\/\/:\$\{REDIS_PASSWORD\}@redis:6379\/1\n/ },
      },
    },
    {
      name: 'one for a server without',
      files: files(
        '      REDIS_URL: redis://:${REDIS_PASSWORD}@redis:6379/0\n',
        '    command: redis-server --appendonly yes\n',
      ),
      finds: [{ at: 'compose.yaml:8:18', message: /sends a password, and redis has none/, fix: 'none' }],
    },
    {
      name: 'another one beside the name of the host',
      files: files(
        '      REDIS_HOST: redis\n      REDIS_PORT: "6379"\n      REDIS_PASSWORD: of-another-day\n',
      ),
      finds: [
        {
          at: 'compose.yaml:10:23',
          message: /^api sends another password than .*: REDIS_PASSWORD is refused\.$/,
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'beside the name of the host, by a user of its own, or of a Redis elsewhere',
      files: files(`      REDIS_HOST: redis
      REDIS_PASSWORD: \${REDIS_PASSWORD}
      QUEUE_REDIS_HOST: redis
      QUEUE_REDIS_USERNAME: queue
      QUEUE_REDIS_PASSWORD: of-the-queue
      FAR_REDIS_HOST: cache.example.com
      FAR_REDIS_PASSWORD: of-the-far-one
`),
    },
    { name: 'the same', files: files('      REDIS_URL: redis://:${REDIS_PASSWORD}@redis:6379/0\n') },
    {
      name: 'by the name of the default user',
      files: files('      REDIS_URL: redis://default:kept-well-41@redis:6379\n'),
    },
    {
      name: 'in a variable beside the URL',
      files: files('      REDIS_URL: redis://redis:6379\n      REDIS_PASSWORD: ${REDIS_PASSWORD}\n'),
    },
    {
      name: 'in a file beside the URL',
      files: files('      REDIS_URL: redis://redis:6379\n      REDIS_PASSWORD_FILE: /run/secrets/redis\n'),
    },
    { name: 'none on either side', files: files('      REDIS_URL: redis://redis\n', '') },
  ],
  notApplicable: [
    { name: 'a Redis elsewhere', files: files('      REDIS_URL: redis://cache.example.com:6379\n') },
    { name: 'no Redis', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } },
  ],
  notObservable: [
    {
      name: 'a user of an ACL file',
      files: files(
        '      REDIS_URL: redis://redis:6379\n',
        '    command: redis-server --aclfile /etc/users.acl\n',
      ),
    },
    {
      name: 'a start script of its own',
      files: files('      REDIS_URL: redis://redis:6379\n', '    entrypoint: /start.sh\n'),
    },
  ],
});
