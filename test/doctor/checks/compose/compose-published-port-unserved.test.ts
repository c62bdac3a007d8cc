import { composePublishedPortUnserved } from '../../../../src/doctor/checks/compose/compose-published-port-unserved.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composePublishedPortUnserved, {
  sick: [
    {
      name: 'the port of the host on both sides, a variable kept',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    ports: ["127.0.0.1:\${PG:-5433}:5433"] # psql
  redis:
    image: redis:8
    ports:
      - 6380:6380/tcp
`,
      },
      finds: [
        {
          at: 'compose.yaml:4:13',
          message:
            /^postgres publishes port 5433 of its container, where nothing listens; it listens on 5432/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
        { at: 'compose.yaml:8:9', message: /^redis publishes port 6380/ },
      ],
      afterFix: {
        texts: { 'compose.yaml': /\["127\.0\.0\.1:\$\{PG:-5433\}:5432"\] # psql[^]*6380:6379\/tcp/ },
      },
    },
    {
      name: 'one of two, and the long form',
      files: {
        'compose.yaml':
          'services:\n  grafana:\n    image: grafana/grafana:11.0.0\n    ports:\n      - target: 80\n        published: 3000\n',
      },
      finds: [{ at: 'compose.yaml:5:9', message: /^grafana publishes port 80/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'right ones, moved ones, an application that cannot be read',
      files: {
        'compose.yaml': `services:
  postgres: {image: "postgres:17", ports: ["5433:5432"]}
  redis: {image: "redis:8", command: redis-server --port 6380, ports: ["6380:6380"]}
  qdrant: {image: "qdrant/qdrant:v1.18.3", ports: ["6333-6334:6333-6334"]}
  grafana: {image: "grafana/grafana:11.0.0", environment: {GF_SERVER_HTTP_PORT: "80"}, ports: ["3000:80"]}
  nginx: {image: "nginx:1.30", ports: ["80:80", "443:443"]}
  api: {image: "team/api:1", ports: ["8080:8000"]}
`,
      },
    },
  ],
  notApplicable: [
    { name: 'nothing is published', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
  ],
});
