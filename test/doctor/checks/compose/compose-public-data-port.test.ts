import { composePublicDataPort } from '../../../../src/doctor/checks/compose/compose-public-data-port.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composePublicDataPort, {
  sick: [
    {
      name: 'short forms, a variable kept',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    ports:
      - "\${PG_PORT:-5432}:5432" # for psql
  redis:
    image: redis:8
    ports: ["0.0.0.0:6379:6379", 6380]
  qdrant:
    image: qdrant/qdrant:v1.18.3
    ports:
      - 6333-6334:6333-6334
`,
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^postgres is open on port 5432 .* reaches the database/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
        { at: 'compose.yaml:8:13', message: /^redis is open on port 6379/ },
        { at: 'compose.yaml:8:34', message: /^redis is open on a free port/ },
        { at: 'compose.yaml:12:9', message: /^qdrant is open on port 6333/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /- "127\.0\.0\.1:\$\{PG_PORT:-5432\}:5432" # for psql[^]*\["127\.0\.0\.1:6379:6379", "?127\.0\.0\.1::6380"?\][^]*127\.0\.0\.1:6333-6334:6333-6334/,
        },
      },
    },
    {
      name: 'the long form, of an exporter',
      files: {
        'compose.yaml': `services:
  redis-exporter:
    image: oliver006/redis_exporter:v1.86.0
    ports:
      - target: 9121
        published: "9121"
`,
      },
      finds: [{ at: 'compose.yaml:5:9', message: /metrics of Redis/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /published: "9121"\n {8}host_ip: "127\.0\.0\.1"/ } },
    },
    {
      name: 'an address in a variable: a person decides',
      files: {
        'compose.yaml':
          'services:\n  prom:\n    image: prom/prometheus:v3.5.3\n    ports: ["${BIND:-0.0.0.0}:9090:9090"]\n',
      },
      finds: [{ at: 'compose.yaml:4:13', message: /^prom /, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'to the host alone, to an inner address, unpublished, and what people shall reach',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    ports: ["127.0.0.1:5432:5432", "[::1]:5432:5432", "10.0.0.5:5432:5432"]
  redis:
    image: redis:8
    expose: ["6379"]
  qdrant:
    image: qdrant/qdrant:v1.18.3
    ports:
      - {target: 6333, published: 6333, host_ip: 127.0.0.1}
  nginx:
    image: nginx:1.30
    ports: ["80:80", "443:443"]
  debug:
    image: redis:8
    profiles: [debug]
    ports: ["6380:6379"]
`,
      },
    },
  ],
  notApplicable: [
    {
      name: 'no store',
      files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n    ports: ["80:80"]\n' },
    },
  ],
});
