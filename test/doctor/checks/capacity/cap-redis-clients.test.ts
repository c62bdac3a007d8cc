import { capRedisClients } from '../../../../src/doctor/checks/capacity/cap-redis-clients.ts';
import { testCheck } from '../../test-check.ts';

const stack = (redis: string, source = 'import redis\n'): Record<string, string> => ({
  'compose.yaml': `services:
  cache:
    image: redis:8
${redis}  api:
    build: ./api
    command: uvicorn app:app --workers 8
    environment:
      REDIS_URL: redis://cache:6379/0
    deploy:
      replicas: 2
`,
  'api/Dockerfile': 'FROM python:3.12\n',
  'api/cache.py': source,
});

testCheck(capRedisClients, {
  sick: [
    {
      name: 'a small maxclients on the command line',
      files: stack('    command: ["redis-server", "--maxclients", "100"]\n'),
      finds: [
        {
          at: 'compose.yaml:4:47',
          message:
            /may open 160 connections to cache, and four fifths of its maxclients are 80: api: 16 processes × 10/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'a large pool in the source, and a file that is read',
      files: {
        ...stack(
          '    command: redis-server /etc/redis.conf\n    volumes:\n      - ./redis.conf:/etc/redis.conf\n',
          'pool = redis.ConnectionPool.from_url(url, max_connections=500)\n',
        ),
        'redis.conf': 'maxclients 4000\n',
      },
      finds: [{ at: 'redis.conf:1:12', message: /8,?000 connections .* 3,?200: api: 16 processes × 500/ }],
    },
  ],
  healthy: [
    { name: 'the default of 10,000', files: stack('') },
    {
      name: 'nobody speaks to it',
      files: {
        'compose.yaml':
          'services:\n  cache:\n    image: redis:8\n    command: redis-server --maxclients 10\n',
      },
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
