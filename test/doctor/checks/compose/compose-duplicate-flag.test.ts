import { composeDuplicateFlag } from '../../../../src/doctor/checks/compose/compose-duplicate-flag.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeDuplicateFlag, {
  sick: [
    {
      name: 'three programs, variables and order kept',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    command: [postgres, -c, max_connections=100, -c, work_mem=4MB, "--max-connections=\${PG_CONNECTIONS:-200}"]
  redis:
    image: redis:8
    command:
      - redis-server
      - --maxmemory
      - 1gb
      - --save
      - "900 1"
      - --save
      - "300 10"
      - --maxmemory
      - 2gb
  prometheus:
    image: prom/prometheus:v3.5.3
    command: ["--storage.tsdb.retention.time=7d", "--enable-feature=a", "--enable-feature=b", "--storage.tsdb.retention.time=15d"]
`,
      },
      finds: [
        {
          at: 'compose.yaml:4:25',
          message:
            /^postgres is given the same setting twice: max_connections 100 \(later 200\); the last one holds/,
          by: ['config'],
          severity: 'warning',
          fix: 'safe',
        },
        { at: 'compose.yaml:9:9', message: /^redis .* --maxmemory 1gb \(later 2gb\)/ },
        { at: 'compose.yaml:19:15', message: /Prometheus does not start/, severity: 'error' },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /\[postgres, -c, work_mem=4MB, "--max-connections=\$\{PG_CONNECTIONS:-200\}"\][^]*redis-server\n {6}- --save\n {6}- "900 1"[^]*- 2gb\n[^]*enable-feature=a/,
        },
      },
    },
    {
      name: 'one line: a person shortens it',
      files: {
        'compose.yaml':
          'services:\n  redis:\n    image: redis:8\n    command: redis-server --maxmemory 1gb --maxmemory 2gb\n',
      },
      finds: [{ at: 'compose.yaml:4:14', message: /1gb \(later 2gb\)/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'once each, flags that may repeat, another program',
      files: {
        'compose.yaml': `services:
  postgres: {image: "postgres:17", command: postgres -c work_mem=4MB -c max_connections=100}
  redis: {image: "redis:8", command: 'redis-server --save 900 1 --save 300 10 --loadmodule a --loadmodule b'}
  prometheus: {image: "prom/prometheus:v3.5.3", command: ["--enable-feature=a", "--enable-feature=b"]}
  api: {image: "api:1", command: run --tag a --tag b}
`,
      },
    },
  ],
  notApplicable: [{ name: 'no flags', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
