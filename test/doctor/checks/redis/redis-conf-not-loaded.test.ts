import { redisConfNotLoaded } from '../../../../src/doctor/checks/redis/redis-conf-not-loaded.ts';
import { testCheck } from '../../test-check.ts';
import { CONF_MOUNT, redisLive, redisWith } from './redis-stack.ts';

const CONF = 'maxmemory 512mb\ntcp-keepalive 60\n';

testCheck(redisConfNotLoaded, {
  sick: [
    {
      name: 'no command at all; log and server agree',
      files: { 'compose.yaml': redisWith(CONF_MOUNT), 'redis.conf': `${CONF}maxmemory-policy allkeys-lru\n` },
      logs: {
        redis:
          '1:C 01 Jun 2026 10:00:00.000 # Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf\n',
      },
      live: redisLive({ 'maxmemory-policy': 'noeviction' }),
      finds: [
        {
          at: 'compose.yaml:5:9',
          message:
            /redis does not read redis.conf: maxmemory, tcp-keepalive, maxmemory-policy have no effect/,
          by: ['config', 'log', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: {},
        texts: {
          'compose.yaml': /command:\n? *(- |\[)redis-server[^]*\/usr\/local\/etc\/redis\/redis\.conf/,
        },
      },
    },
    {
      name: 'options on one line, with a variable',
      files: {
        'compose.yaml': redisWith(`    command: redis-server --maxmemory \${MAX:-1gb}\n${CONF_MOUNT}`),
        'redis.conf': CONF,
      },
      finds: [
        { at: 'compose.yaml:4:14', message: /: tcp-keepalive has no effect/, by: ['config'], fix: 'safe' },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /command: redis-server \/usr\/local\/etc\/redis\/redis\.conf --maxmemory \$\{MAX:-1gb\}\n/,
        },
      },
    },
    {
      name: 'a list',
      files: {
        'compose.yaml': redisWith(`    command: ["--save", "60 1"]\n${CONF_MOUNT}`),
        'redis.conf': 'appendonly yes\n',
      },
      finds: [{ at: 'compose.yaml:4:14', message: /appendonly/, fix: 'confirm' }],
      afterFix: {
        texts: {
          'compose.yaml': /\["\/usr\/local\/etc\/redis\/redis\.conf", "--save", "60 1"\]|redis\.conf/,
        },
      },
    },
    {
      name: 'the file of a distribution: loaded as it is, it would cut Redis off, or end its container',
      files: {
        'compose.yaml': `${redisWith(CONF_MOUNT)}  second:
    image: redis:8
    volumes: ["./second.conf:/usr/local/etc/redis/redis.conf"]
`,
        'redis.conf': 'bind 127.0.0.1 -::1\nprotected-mode yes\n',
        'second.conf': 'bind * -::*\ndaemonize yes\n',
      },
      finds: [
        { at: 'compose.yaml:5:9', message: /: bind, protected-mode have no effect/, fix: 'none' },
        { at: 'compose.yaml:8:15', message: /: bind, daemonize have no effect/, fix: 'none' },
      ],
    },
  ],
  healthy: [
    {
      name: 'named',
      files: {
        'compose.yaml': redisWith(
          `    command: redis-server /usr/local/etc/redis/redis.conf --port 6380\n${CONF_MOUNT}`,
        ),
        'redis.conf': CONF,
      },
    },
    {
      name: 'named without the program',
      files: {
        'compose.yaml': redisWith(`    command: /usr/local/etc/redis/redis.conf\n${CONF_MOUNT}`),
        'redis.conf': CONF,
      },
    },
    {
      name: 'the folder is mounted',
      files: {
        'compose.yaml': redisWith(
          '    command: [redis-server, /conf/redis.conf]\n    volumes:\n      - ./redis:/conf:ro\n',
        ),
        'redis/redis.conf': CONF,
      },
    },
    {
      name: 'all of it is on the command line too',
      files: {
        'compose.yaml': redisWith(
          `    command: redis-server --maxmemory 1gb --tcp-keepalive 30\n${CONF_MOUNT}`,
        ),
        'redis.conf': CONF,
      },
    },
    { name: 'nothing is mounted', files: { 'compose.yaml': redisWith(''), 'redis.conf': CONF } },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [
    {
      name: 'a start script',
      files: { 'compose.yaml': redisWith(`    command: /start.sh\n${CONF_MOUNT}`), 'redis.conf': CONF },
    },
  ],
});
