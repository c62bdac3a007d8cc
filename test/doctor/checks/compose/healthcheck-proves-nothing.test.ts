import { healthcheckProvesNothing } from '../../../../src/doctor/checks/compose/healthcheck-proves-nothing.ts';
import { testCheck } from '../../test-check.ts';

testCheck(healthcheckProvesNothing, {
  sick: [
    {
      name: 'swallowed, always true, curl without -f, a ping that is refused',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    healthcheck:
      test: curl -sf http://localhost:8000/health || exit 0 # for now
  web:
    image: web:1
    healthcheck:
      test: ["CMD", "curl", "http://localhost:3000"]
  redis:
    image: redis:8
    command: redis-server --requirepass \${REDIS_PASSWORD:-example-only}
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
  postgres:
    image: postgres:17
    healthcheck:
      test: ["CMD-SHELL", "exit 0"]
`,
      },
      finds: [
        {
          at: 'compose.yaml:5:13',
          message: /^The health check of api succeeds after every failure/,
          by: ['config'],
          fix: 'confirm',
        },
        { at: 'compose.yaml:9:13', message: /web calls curl without -f/, fix: 'confirm' },
        { at: 'compose.yaml:14:13', message: /redis pings without the password/ },
        { at: 'compose.yaml:18:13', message: /postgres is "exit 0", which always succeeds/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /test: curl -sf http:\/\/localhost:8000\/health # for now[^]*"curl", "-f", "?http[^]*grep -Eq 'PONG\|NOAUTH'[^]*pg_isready -U postgres/,
        },
      },
    },
    {
      name: 'nothing is known that would prove it',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    healthcheck: {test: ["CMD", "true"]}\n',
      },
      finds: [{ at: 'compose.yaml:4:25', message: /always succeeds/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'checks that can fail',
      files: {
        'compose.yaml': `services:
  a: {image: "a:1", healthcheck: {test: "curl -fsS http://localhost || exit 1"}}
  b: {image: "b:1", healthcheck: {test: ["CMD", "curl", "--fail", "http://localhost"]}}
  c: {image: "c:1", healthcheck: {test: "curl -s http://localhost | grep -q ok"}}
  d: {image: "d:1", healthcheck: {test: '[ "$$(curl -s -o /dev/null -w %{http_code} http://localhost)" = 200 ]'}}
  redis:
    image: redis:8
    command: redis-server --requirepass x
    healthcheck: {test: ["CMD", "redis-cli", "-a", "x", "ping"]}
  redis-e:
    image: redis:8
    command: redis-server --requirepass s3cret
    healthcheck: {test: ["CMD", "redis-cli", "-e", "ping"]}
  env:
    image: redis:8
    command: redis-server --requirepass x
    environment: {REDISCLI_AUTH: x}
    healthcheck: {test: redis-cli ping}
  open:
    image: redis:8
    healthcheck: {test: ["CMD", "redis-cli", "ping"]}
  postgres: {image: "postgres:17", healthcheck: {test: pg_isready -U postgres}}
  off: {image: "d:1", healthcheck: {disable: true}}
`,
      },
    },
  ],
  notApplicable: [
    { name: 'no health check', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
  ],
});
