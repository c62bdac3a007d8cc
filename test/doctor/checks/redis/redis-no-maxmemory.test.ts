import { redisNoMaxmemory } from '../../../../src/doctor/checks/redis/redis-no-maxmemory.ts';
import { testCheck } from '../../test-check.ts';
import { CONF_MOUNT, LIMIT_1G, redisLive, redisWith } from './redis-stack.ts';

testCheck(redisNoMaxmemory, {
  sick: [
    {
      name: 'the image as it is',
      files: { 'compose.yaml': redisWith(LIMIT_1G) },
      live: redisLive({ maxmemory: '0' }),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /its container of 1024 MiB until the kernel kills it/,
          by: ['config', 'live'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: {
        live: {},
        texts: { 'compose.yaml': /command:\n? *(- |\[)redis-server[^]*--maxmemory[^]*768mb/ },
      },
    },
    {
      name: 'options on one line keep their variables; persistence takes its share',
      files: {
        'compose.yaml': redisWith(
          `    command: redis-server --appendonly yes --maxclients \${CLIENTS:-500}\n${LIMIT_1G}`,
        ),
      },
      finds: [{ at: 'compose.yaml:4:14', message: /has no maxmemory/, by: ['config'], fix: 'safe' }],
      afterFix: {
        texts: {
          'compose.yaml':
            /command: redis-server --appendonly yes --maxclients \$\{CLIENTS:-500\} --maxmemory 716mb\n/,
        },
      },
    },
    {
      name: 'zero in its file; a small container',
      files: {
        'compose.yaml': redisWith(
          `    command: ["redis-server", "/usr/local/etc/redis/redis.conf"]\n    mem_limit: 256m\n${CONF_MOUNT}`,
        ),
        'redis.conf': '# the cache\nmaxmemory 0\ntcp-keepalive 60\n',
      },
      finds: [{ at: 'redis.conf:2:11', message: /256 MiB/, fix: 'safe' }],
      afterFix: { texts: { 'redis.conf': /^# the cache\nmaxmemory 128mb\ntcp-keepalive 60\n$/ } },
    },
    {
      name: 'behind a variable of .env',
      files: {
        'compose.yaml': redisWith(`    command: redis-server --maxmemory \${MAX}\n${LIMIT_1G}`),
        '.env': 'MAX=0\n',
      },
      finds: [{ at: 'compose.yaml:4:27', message: /has no maxmemory/, fix: 'safe' }],
      afterFix: { texts: { '.env': /^MAX=768mb\n$/ } },
    },
  ],
  healthy: [
    {
      name: 'on the command line, from a registry, with a digest',
      files: {
        'compose.yaml': redisWith(
          `    command: --maxmemory 500mb\n${LIMIT_1G}`,
          'registry.example.com:5000/team/redis:7@sha256:abcdef',
        ),
      },
    },
    {
      name: 'in a shell',
      files: {
        'compose.yaml': redisWith(
          `    command: sh -c 'exec redis-server --maxmemory "$\${MAX}"'\n    environment: {MAX: 100mb}\n${LIMIT_1G}`,
        ),
      },
    },
    {
      name: 'a start script that the server contradicts',
      files: { 'compose.yaml': redisWith(`    command: /start.sh\n${LIMIT_1G}`) },
      live: redisLive({ maxmemory: '104857600' }),
    },
    {
      name: 'set while it runs',
      files: { 'compose.yaml': redisWith(LIMIT_1G) },
      live: redisLive({ maxmemory: '104857600' }),
    },
  ],
  notApplicable: [
    { name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
    { name: 'no limit', files: { 'compose.yaml': redisWith('') } },
  ],
  notObservable: [
    { name: 'a start script', files: { 'compose.yaml': redisWith(`    command: /start.sh\n${LIMIT_1G}`) } },
    {
      name: 'an image that reads variables',
      files: { 'compose.yaml': redisWith(LIMIT_1G, 'bitnami/redis:7.2') },
    },
  ],
});
