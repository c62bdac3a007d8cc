import { composeDependsOnStarted } from '../../../../src/doctor/checks/compose/compose-depends-on-started.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeDependsOnStarted, {
  sick: [
    {
      name: 'a list: what has no check stays as it is',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    depends_on: # stores
      - postgres
      - redis
      - mail
  postgres:
    image: postgres:17
    healthcheck: {test: pg_isready}
  redis:
    image: redis:8
    healthcheck: {test: redis-cli ping}
  mail:
    image: mail:1
`,
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^api starts as soon as postgres and redis exist/,
          by: ['config'],
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /postgres:\n {8}condition: service_healthy\n {6}redis:\n {8}condition: service_healthy\n {6}mail:\n {8}condition: service_started\n/,
        },
      },
    },
    {
      name: 'a mapping: only the condition changes; the other file says the check',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    depends_on:
      redis:
        condition: service_started # too early
        restart: true
  redis:
    image: redis:8
`,
        'compose.override.yaml': 'services:\n  redis:\n    healthcheck: {test: redis-cli ping}\n',
      },
      finds: [
        { at: 'compose.yaml:6:20', message: /^api starts as soon as redis exists, not when it is ready/ },
      ],
      afterFix: { texts: { 'compose.yaml': /condition: service_healthy # too early\n {8}restart: true/ } },
    },
    {
      name: 'shared through an anchor: each service gets its own',
      files: {
        'compose.yaml': `x-app: &app
  image: api:1
  depends_on: [redis]
services:
  api:
    <<: *app
  redis:
    image: redis:8
    healthcheck: {test: redis-cli ping}
`,
      },
      finds: [{ at: 'compose.yaml:3:16', message: /^api/ }],
      afterFix: {
        texts: { 'compose.yaml': /<<: \*app\n {4}depends_on:\n {6}redis:\n {8}condition: service_healthy/ },
      },
    },
  ],
  healthy: [
    {
      name: 'ready, completed, no check to wait for, one that is switched off',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    depends_on:
      redis: {condition: service_healthy}
      migrate: {condition: service_completed_successfully}
      mail: {condition: service_started}
      quiet: {condition: service_started}
  redis: {image: "redis:8", healthcheck: {test: redis-cli ping}}
  migrate: {image: "api:1", healthcheck: {test: "true"}}
  mail: {image: "mail:1"}
  quiet: {image: "mail:1", healthcheck: {test: [NONE]}}
`,
      },
    },
  ],
  notApplicable: [{ name: 'nobody waits', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
