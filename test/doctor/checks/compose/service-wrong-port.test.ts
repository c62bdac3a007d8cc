import { serviceWrongPort } from '../../../../src/doctor/checks/compose/service-wrong-port.ts';
import { testCheck } from '../../test-check.ts';

testCheck(serviceWrongPort, {
  sick: [
    {
      name: 'the published port in a URL with variables, a list, an env file',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    env_file: .env
    environment:
      DATABASE_URL: postgresql://\${PGU:-cv}:pw@postgres:5433/cv # people
  worker:
    image: api:1
    environment: ["REDIS_URL=redis://cache:6380/0"]
  postgres:
    image: postgres:17
    ports: ["127.0.0.1:5433:5432"]
  cache:
    image: redis:8
`,
        '.env': 'QUEUE=cache:6390\n',
      },
      finds: [
        {
          at: '.env:1:1',
          message: /^api looks for cache at port 6390; inside the stack it listens on 6379/,
          fix: 'safe',
        },
        {
          at: 'compose.yaml:6:21',
          message: /^api looks for postgres at port 5433 \(5433 is where the host reaches it\)/,
          by: ['config'],
          severity: 'error',
          fix: 'safe',
        },
        { at: 'compose.yaml:9:19', message: /^worker looks for cache at port 6380/ },
      ],
      afterFix: {
        texts: {
          '.env': /^QUEUE=cache:6379\n$/,
          'compose.yaml':
            /postgresql:\/\/\$\{PGU:-cv\}:pw@postgres:5432\/cv # people\n[^]*redis:\/\/cache:6379\/0/,
        },
      },
    },
    {
      name: 'the port is in a variable: a person decides',
      files: {
        'compose.yaml':
          'services:\n  api:\n    image: api:1\n    environment: {REDIS_URL: "redis://redis:${REDIS_PORT:-6380}"}\n  redis:\n    image: redis:8\n',
      },
      finds: [{ at: 'compose.yaml:4:30', message: /port 6380/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'right ports, a port that was moved, hosts outside, services that nobody can look into',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    environment:
      A: redis://redis:6379/0
      B: postgresql+asyncpg://u:p@postgres:5432/cv
      C: redis://moved:7000
      D: http://qdrant:6334
      E: amqp://mq:5672
      F: redis.example.com:6380
      G: 12:30
      H: tls-redis:6380
  redis: {image: "redis:8"}
  moved: {image: "redis:8", command: redis-server --port 7000}
  tls-redis: {image: "redis:8", command: redis-server --tls-port 6380}
  postgres: {image: "postgres:17"}
  qdrant: {image: "qdrant/qdrant:v1.18.3"}
  mq: {image: "rabbitmq:4"}
`,
      },
    },
  ],
  notApplicable: [{ name: 'no variable', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
