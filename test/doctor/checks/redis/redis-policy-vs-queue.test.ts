import { redisPolicyVsQueue } from '../../../../src/doctor/checks/redis/redis-policy-vs-queue.ts';
import { testCheck } from '../../test-check.ts';
import { redisLive, redisWith } from './redis-stack.ts';

const LRU = '    command: redis-server --maxmemory 100mb --maxmemory-policy allkeys-lru\n';
const worker = (more: string) => `  worker:\n    image: team/api:1\n${more}`;

testCheck(redisPolicyVsQueue, {
  sick: [
    {
      name: 'a broker, keys and a warning',
      files: {
        'compose.yaml':
          redisWith(LRU) + worker('    environment: {CELERY_BROKER_URL: "redis://redis:6379/1"}\n'),
      },
      logs: { worker: 'IMPORTANT! Eviction policy is allkeys-lru. It should be "noeviction"\n' },
      live: redisLive(
        { 'maxmemory-policy': 'allkeys-lru' },
        { keyKinds: new Map([['_kombu.binding.celery', 1]]) },
      ),
      finds: [
        {
          at: 'compose.yaml:4:45',
          message: /evicts by allkeys-lru and holds jobs/,
          by: ['config', 'log', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { live: {}, texts: { 'compose.yaml': /--maxmemory 100mb --maxmemory-policy noeviction\n/ } },
    },
    {
      name: 'a worker with one Redis for all; a volatile policy',
      files: {
        'compose.yaml':
          redisWith('    command: ["redis-server", "--maxmemory-policy", "volatile-ttl"]\n') +
          worker('    command: celery -A app worker\n    environment: ["REDIS_URL=redis://redis:6379/0"]\n'),
      },
      finds: [
        {
          at: 'compose.yaml:4:53',
          message: /volatile-ttl/,
          by: ['config'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
    },
    {
      name: 'a library',
      files: {
        'compose.yaml': `${redisWith(LRU)}  api:\n    build: ./api\n    environment: {REDIS_URL: "redis://redis:6379"}\n`,
        'api/package.json': '{"dependencies":{"bullmq":"^5","express":"5"}}',
      },
      finds: [{ at: 'compose.yaml:4:45', message: /holds jobs/, fix: 'confirm' }],
    },
  ],
  healthy: [
    {
      name: 'a cache alone',
      files: {
        'compose.yaml': `${redisWith(LRU)}  api:\n    image: team/api:1\n    environment: {REDIS_URL: "redis://redis:6379"}\n`,
      },
      live: redisLive({}, { keyKinds: new Map([['session', 12]]) }),
    },
    {
      name: 'a queue that evicts nothing',
      files: {
        'compose.yaml':
          redisWith('') + worker('    environment: {CELERY_BROKER_URL: "redis://redis:6379/1"}\n'),
      },
    },
    {
      name: 'the queue is elsewhere',
      files: {
        'compose.yaml':
          redisWith(LRU) +
          worker(
            '    command: celery worker\n    environment: {CACHE_URL: "redis://redis:6379", CELERY_BROKER_URL: "redis://queue.example.com:6379"}\n',
          ),
      },
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [
    { name: 'a start script', files: { 'compose.yaml': redisWith('    command: /start.sh\n') } },
  ],
});
