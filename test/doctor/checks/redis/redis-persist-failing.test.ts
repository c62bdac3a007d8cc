import { redisPersistFailing } from '../../../../src/doctor/checks/redis/redis-persist-failing.ts';
import { testCheck } from '../../test-check.ts';
import { redisLive, redisWith } from './redis-stack.ts';

testCheck(redisPersistFailing, {
  sick: [
    {
      name: 'the disk is full',
      files: { 'compose.yaml': redisWith('') },
      logs: {
        redis:
          '20:C 01 Jun 2026 10:00:00.000 # Write error saving DB on disk(rdbSaveRio): No space left on device\n1:M 01 Jun 2026 10:00:00.100 # Background saving error\n',
      },
      live: redisLive({}, { info: new Map([['rdb_last_bgsave_status', 'err']]) }),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /cannot save its data \(No space left on device\)/,
          by: ['log', 'live'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'a client is refused',
      files: { 'compose.yaml': redisWith('') },
      logs: {
        api: 'redis.exceptions.ResponseError: MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk.\n',
      },
      finds: [{ at: 'compose.yaml:2:3', message: /cannot save/, by: ['log'] }],
    },
  ],
  healthy: [
    {
      name: 'it saves again',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: '# Background saving error\n' },
      live: redisLive({}, { info: new Map([['rdb_last_bgsave_status', 'ok']]) }),
    },
    {
      name: 'its log says nothing of it',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: '1:M * Background saving terminated with success\n' },
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [{ name: 'no log', files: { 'compose.yaml': redisWith('') } }],
});
