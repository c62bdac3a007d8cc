import { composeNoHealthcheck } from '../../../../src/doctor/checks/compose/compose-no-healthcheck.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeNoHealthcheck, {
  sick: [
    {
      name: 'three stores, each asked in its own way',
      files: {
        'compose.yaml': `services:
  postgres:
    image: docker.io/library/postgres:17 # people
    environment:
      POSTGRES_USER: cv
      POSTGRES_PASSWORD: x
  redis:
    image: redis:8
    command: redis-server --requirepass secret --port 6380
  prometheus:
    image: prom/prometheus:v3.5.3
`,
      },
      finds: [
        { at: 'compose.yaml:2:3', message: /^postgres has no health check/, by: ['config'], fix: 'safe' },
        { at: 'compose.yaml:7:3', message: /^redis/ },
        { at: 'compose.yaml:10:3', message: /^prometheus/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /17 # people\n[^]*pg_isready -U \$\$POSTGRES_USER -d \$\$POSTGRES_USER[^]*redis-cli -p 6380 ping \| grep -Eq 'PONG\|NOAUTH'[^]*\/-\/ready/,
        },
      },
    },
    {
      name: 'Prometheus behind a prefix: no repair that is sure',
      files: {
        'compose.yaml':
          'services:\n  prom:\n    image: prom/prometheus:v3.5.3\n    command: ["--web.route-prefix=/prom"]\n',
      },
      finds: [{ at: 'compose.yaml:2:3', message: /^prom/, fix: 'none' }],
    },
    {
      name: 'built from a known image without one',
      files: {
        'compose.yaml': 'services:\n  db:\n    build: ./db\n',
        'db/Dockerfile': 'FROM pgvector/pgvector:pg17\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
      },
      finds: [{ at: 'compose.yaml:2:3', message: /^db/, fix: 'safe' }],
      afterFix: { texts: { 'compose.yaml': /pg_isready -U postgres -d postgres/ } },
    },
  ],
  healthy: [
    {
      name: 'one of its own, one of the image, one switched off, an image nobody knows, not started',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    healthcheck: {test: pg_isready}
  cache:
    build: .
  redis:
    image: redis:8
    healthcheck:
      disable: true
  other:
    image: registry.example.com/team/redis:8
  off:
    image: redis:8
    profiles: [off]
`,
        Dockerfile: 'FROM redis:8\nHEALTHCHECK --interval=5s CMD redis-cli ping\n',
      },
    },
    {
      name: 'who waits for it is told so there',
      files: {
        'compose.yaml':
          'services:\n  redis:\n    image: redis:8\n  api:\n    image: api:1\n    depends_on: {redis: {condition: service_healthy}}\n',
      },
    },
  ],
  notApplicable: [{ name: 'no store', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
