import { redisConfEnvNotExpanded } from '../../../../src/doctor/checks/redis/redis-conf-env-not-expanded.ts';
import { testCheck } from '../../test-check.ts';

const stack = (command: string) => `services:
  cache:
    image: docker.io/library/redis:7.2-alpine
    command: ${command}
    volumes: ["./redis.conf:/etc/redis.conf:ro"]
`;

testCheck(redisConfEnvNotExpanded, {
  sick: [
    {
      name: 'a password and a size',
      files: {
        'compose.yaml': stack('redis-server /etc/redis.conf'),
        'redis.conf': 'requirepass ${REDIS_PASSWORD}\nmaxmemory $REDIS_MAXMEMORY\nappendonly yes\n',
      },
      finds: [
        {
          at: 'redis.conf:1:13',
          message: /^cache takes \$\{REDIS_PASSWORD\} behind requirepass as it stands/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'redis.conf:2:11', message: /\$REDIS_MAXMEMORY behind maxmemory/ },
      ],
    },
    {
      name: 'with a default, in quotes',
      files: {
        'compose.yaml': stack('["redis-server", "/etc/redis.conf"]'),
        'redis.conf': '# cache\nmaxmemory-policy "${POLICY:-noeviction}"\n',
      },
      finds: [{ at: 'redis.conf:2:18', message: /behind maxmemory-policy/ }],
    },
  ],
  healthy: [
    {
      name: 'values, a password with a dollar, and a comment that names a variable',
      files: {
        'compose.yaml': stack('redis-server /etc/redis.conf'),
        'redis.conf': '# requirepass ${REDIS_PASSWORD}\nrequirepass pa$s-kq8v\nmaxmemory 100mb\n',
      },
    },
    {
      name: 'the command line says it last',
      files: {
        'compose.yaml': stack('redis-server /etc/redis.conf --requirepass kq8vRmT2xWzP'),
        'redis.conf': 'requirepass ${REDIS_PASSWORD}\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'the file is not read',
      files: { 'compose.yaml': stack('redis-server'), 'redis.conf': 'requirepass ${A}\n' },
    },
  ],
});
