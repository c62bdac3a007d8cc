import { redisMaxclientsHit } from '../../../../src/doctor/checks/redis/redis-maxclients-hit.ts';
import { testCheck } from '../../test-check.ts';
import { redisLive, redisWith } from './redis-stack.ts';

const REDUCED =
  '1:M 01 Jun 2026 10:00:00.000 # Current maximum open files is 1024. maxclients has been reduced to 992 to compensate for low ulimit.\n';

testCheck(redisMaxclientsHit, {
  sick: [
    {
      name: 'the limit of open files',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: REDUCED, api: 'redis.exceptions.ConnectionError: max number of clients reached\n' },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /may take 992 clients only/,
          by: ['log'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /ulimits:\n {6}nofile:\n {8}soft: 65536\n {8}hard: 65536/ } },
    },
    {
      name: 'set too low',
      files: { 'compose.yaml': redisWith('    command: redis-server --maxclients 50\n') },
      live: redisLive({}, { info: new Map([['rejected_connections', '12']]) }),
      finds: [
        {
          at: 'compose.yaml:4:27',
          message: /turned 12 clients away: maxclients 50/,
          by: ['config', 'live'],
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: redisLive({}, { info: new Map([['rejected_connections', '0']]) }),
        texts: { 'compose.yaml': /--maxclients 10000/ },
      },
    },
  ],
  healthy: [
    {
      name: 'nobody was turned away',
      files: { 'compose.yaml': redisWith('') },
      live: redisLive({}, { info: new Map([['rejected_connections', '0']]) }),
    },
    {
      name: 'reduced, and still more than the default',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: REDUCED.replace('992', '19968') },
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [{ name: 'no log', files: { 'compose.yaml': redisWith('') } }],
});
