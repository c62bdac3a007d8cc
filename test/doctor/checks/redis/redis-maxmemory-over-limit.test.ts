import { redisMaxmemoryOverLimit } from '../../../../src/doctor/checks/redis/redis-maxmemory-over-limit.ts';
import { testCheck } from '../../test-check.ts';
import { CONF_MOUNT, LIMIT_1G, redisLive, redisWith } from './redis-stack.ts';

testCheck(redisMaxmemoryOverLimit, {
  sick: [
    {
      name: 'more than there is',
      files: {
        'compose.yaml': redisWith(`    command: ["redis-server", "--maxmemory", "2gb"]\n${LIMIT_1G}`),
      },
      live: redisLive({ maxmemory: '2147483648' }),
      finds: [
        {
          at: 'compose.yaml:4:46',
          message: /2048 MiB of data, 200 % of its container's 1024 MiB/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { live: {}, texts: { 'compose.yaml': /\["redis-server", "--maxmemory", "768mb"\]/ } },
    },
    {
      name: 'tight, in the default of a variable',
      files: {
        'compose.yaml': redisWith(
          `    command: redis-server --maxmemory \${REDIS_MAX:-900mb} --maxmemory-policy allkeys-lru\n${LIMIT_1G}`,
        ),
      },
      finds: [{ at: 'compose.yaml:4:27', message: /88 %/, severity: 'warning', fix: 'confirm' }],
      afterFix: {
        texts: { 'compose.yaml': /--maxmemory \$\{REDIS_MAX:-768mb\} --maxmemory-policy allkeys-lru/ },
      },
    },
    {
      name: 'in its file, with persistence',
      files: {
        'compose.yaml': redisWith(
          `    command: redis-server /usr/local/etc/redis/redis.conf\n${CONF_MOUNT}${LIMIT_1G}`,
        ),
        'redis.conf': 'appendonly yes\nmaxmemory 1gb\n',
      },
      finds: [{ at: 'redis.conf:2:11', message: /100 %/, severity: 'error' }],
      afterFix: { texts: { 'redis.conf': /maxmemory 716mb/ } },
    },
  ],
  healthy: [
    {
      name: 'three quarters',
      files: { 'compose.yaml': redisWith(`    command: redis-server --maxmemory 768mb\n${LIMIT_1G}`) },
    },
    { name: 'none at all: another check', files: { 'compose.yaml': redisWith(LIMIT_1G) } },
  ],
  notApplicable: [
    { name: 'no limit', files: { 'compose.yaml': redisWith('    command: redis-server --maxmemory 9gb\n') } },
  ],
  notObservable: [
    { name: 'a start script', files: { 'compose.yaml': redisWith(`    command: /start.sh\n${LIMIT_1G}`) } },
  ],
});
