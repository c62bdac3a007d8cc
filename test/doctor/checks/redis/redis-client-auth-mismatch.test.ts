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
  ],
  healthy: [
    { name: 'the same', files: files('      REDIS_URL: redis://:${REDIS_PASSWORD}@redis:6379/0\n') },
    {
      name: 'by the name of the default user',
      files: files('      REDIS_URL: redis://default:kept-well-41@redis:6379\n'),
    },
    {
      name: 'in a variable beside the URL',
      files: files('      REDIS_URL: redis://redis:6379\n      REDIS_PASSWORD: ${REDIS_PASSWORD}\n'),
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
