import { redisAofSlow } from '../../../../src/doctor/checks/redis/redis-aof-slow.ts';
import { testCheck } from '../../test-check.ts';
import { CONF_MOUNT, redisLive, redisWith } from './redis-stack.ts';

const LINE =
  '1:M 01 Jun 2026 10:00:00.000 * Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.\n';
const AOF = '    command: redis-server --appendonly yes\n';

testCheck(redisAofSlow, {
  sick: [
    {
      name: 'again and again',
      files: { 'compose.yaml': redisWith(AOF) },
      logs: { redis: LINE.repeat(4) },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /does not keep up with its append-only file: it waited 4 times/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /--appendonly yes --no-appendfsync-on-rewrite yes\n/ } },
    },
    {
      name: 'in the file that it reads',
      files: {
        'compose.yaml': redisWith(`${CONF_MOUNT}    command: redis-server /usr/local/etc/redis/redis.conf\n`),
        'redis.conf': 'appendonly yes\nno-appendfsync-on-rewrite no\n',
      },
      logs: { redis: LINE.repeat(3) },
      finds: [{ at: 'redis.conf:2:27', message: /3 times/, fix: 'confirm' }],
      afterFix: { texts: { 'redis.conf': /^appendonly yes\nno-appendfsync-on-rewrite yes\n$/ } },
    },
    {
      name: 'though rewrites are spared already',
      files: { 'compose.yaml': redisWith(AOF) },
      logs: { redis: LINE.repeat(3) },
      live: redisLive({ 'no-appendfsync-on-rewrite': 'yes' }),
      finds: [{ at: 'compose.yaml:2:3', message: /3 times/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'once, during a backup', files: { 'compose.yaml': redisWith(AOF) }, logs: { redis: LINE } },
    { name: 'never', files: { 'compose.yaml': redisWith(AOF) }, logs: { redis: '1:M * Ready\n' } },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [{ name: 'no log', files: { 'compose.yaml': redisWith(AOF) } }],
});
