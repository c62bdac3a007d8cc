import { container } from '../redis/attack-log.ts';
import { composeDependsHealthyNocheck } from '../../../../src/doctor/checks/compose/compose-depends-healthy-nocheck.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeDependsHealthyNocheck, {
  sick: [
    {
      name: 'stores without a check get one',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    depends_on:
      redis:
        condition: service_healthy
      qdrant: {condition: service_healthy}
  redis:
    image: redis:8-alpine
  qdrant:
    image: qdrant/qdrant:v1.18.3
`,
      },
      live: { docker: { seen: true, value: [container('redis', [])] } },
      finds: [
        {
          at: 'compose.yaml:6:20',
          message: /^api waits for redis to be healthy/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'safe',
        },
        { at: 'compose.yaml:7:27', message: /qdrant/, by: ['config'] },
      ],
      afterFix: {
        texts: { 'compose.yaml': /redis-cli ping \| grep -q PONG[^]*\/dev\/tcp\/127\.0\.0\.1\/6333/ },
      },
    },
    {
      name: 'switched off, and built without one',
      files: {
        'compose.yaml': `services:
  web:
    image: web:1
    depends_on:
      api: {condition: service_healthy}
      redis: {condition: service_healthy}
  api:
    build: ./api
  redis:
    image: redis:8
    healthcheck: {disable: true}
`,
        'api/Dockerfile': 'FROM python:3.12-slim AS base\nFROM base\nCMD ["uvicorn"]\n',
      },
      finds: [
        { at: 'compose.yaml:5:24', message: /waits for api/, fix: 'none' },
        { at: 'compose.yaml:6:26', message: /waits for redis/, fix: 'none' },
      ],
    },
  ],
  healthy: [
    {
      name: 'a check in the file, one in the Dockerfile',
      files: {
        'compose.yaml': `services:
  web:
    image: web:1
    depends_on:
      api: {condition: service_healthy}
      redis: {condition: service_healthy}
  api:
    build: {context: ./api, dockerfile: prod.Dockerfile}
  redis:
    image: redis:8
    healthcheck: {test: redis-cli ping}
`,
        'api/prod.Dockerfile': 'FROM python:3.12-slim\nHEALTHCHECK CMD python -m app.health\n',
      },
    },
  ],
  notApplicable: [
    { name: 'nobody waits for health', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
  ],
  notObservable: [
    {
      name: 'an image that nobody here knows',
      files: {
        'compose.yaml':
          'services:\n  web:\n    image: web:1\n    depends_on: {api: {condition: service_healthy}}\n  api:\n    image: team/api:1\n',
      },
    },
  ],
});
