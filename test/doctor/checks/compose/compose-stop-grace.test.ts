import { composeStopGrace } from '../../../../src/doctor/checks/compose/compose-stop-grace.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeStopGrace, {
  sick: [
    {
      name: 'three stores, one with its append-only file on the command line',
      files: {
        'compose.yaml': `services:
  postgres:
    image: pgvector/pgvector:pg17
  qdrant:
    image: qdrant/qdrant:v1.18.3
  redis:
    image: redis:8 # queue
    command: redis-server --appendonly yes
`,
      },
      finds: [
        { at: 'compose.yaml:2:3', message: /^postgres is killed 10 s after/, by: ['config'], fix: 'safe' },
        { at: 'compose.yaml:4:3', message: /^qdrant/ },
        { at: 'compose.yaml:6:3', message: /^redis/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml': /stop_grace_period: 90s\n[^]*stop_grace_period: 60s\n[^]*image: redis:8 # queue\n/,
        },
      },
    },
    {
      name: 'append-only by the file that it reads',
      files: {
        'compose.yaml': `services:
  cache:
    image: valkey/valkey:8
    command: ["valkey-server", "/etc/redis/redis.conf"]
    volumes: ["./redis.conf:/etc/redis/redis.conf:ro"]
`,
        'redis.conf': 'appendonly yes\n',
      },
      finds: [{ at: 'compose.yaml:2:3', message: /^cache/ }],
    },
  ],
  healthy: [
    {
      name: 'a period of any length, and a cache without a file',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    stop_grace_period: 1m30s
  redis:
    image: redis:8
    command: redis-server --appendonly no
    volumes: ["./redis.conf:/usr/local/etc/redis/redis.conf:ro"]
`,
        'redis.conf': 'appendonly yes\n',
      },
    },
  ],
  notApplicable: [{ name: 'no store', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
