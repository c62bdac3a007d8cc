import { container } from '../redis/attack-log.ts';
import { composeHealthcheckMissingBinary } from '../../../../src/doctor/checks/compose/compose-healthcheck-missing-binary.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeHealthcheckMissingBinary, {
  sick: [
    {
      name: 'curl in a slim Python image, in the last of several stages',
      files: {
        'compose.yaml': `services:
  api:
    build: ./api
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8000/api/health"] # asked often
`,
        'api/Dockerfile':
          'FROM python:3.12 AS build\nRUN pip wheel .\nFROM python:3.12-slim\nCMD ["uvicorn"]\n',
      },
      live: {
        docker: {
          seen: true,
          value: [
            {
              ...container('api', []),
              health: 'unhealthy',
              healthLog: [
                'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
              ],
            },
          ],
        },
      },
      finds: [
        {
          at: 'compose.yaml:5:13',
          message: /calls curl, which python:3\.12-slim does not have/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: {
        live: {},
        texts: {
          'compose.yaml':
            /"python", "-c", "import urllib\.request as r; r\.urlopen\('http:\/\/localhost:8000\/api\/health', timeout=5\)"\] # asked often/,
        },
      },
    },
    {
      name: 'Node slim by a shell, curl on Alpine, an exporter made from scratch',
      files: {
        'compose.yaml': `services:
  web:
    image: node:22-slim
    healthcheck: {test: "curl -f http://localhost:3000/ || exit 1"}
  cache:
    image: redis:8-alpine
    healthcheck:
      test: ["CMD-SHELL", "curl -fs http://localhost:8080/ping"]
  redis-exporter:
    image: oliver006/redis_exporter:v1.86.0
    healthcheck:
      test: ["CMD", "wget", "-q", "http://localhost:9121/health"]
`,
      },
      finds: [
        { at: 'compose.yaml:4:25', message: /node:22-slim/, by: ['config'] },
        { at: 'compose.yaml:8:13', message: /redis:8-alpine/ },
        { at: 'compose.yaml:12:13', message: /calls wget/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml': /"?node"?, "?-e"?[^]*wget[^]*http:\/\/127\.0\.0\.1:8080\/ping[^]*v1\.86\.0\n$/,
        },
      },
    },
    {
      name: 'only the running container knows its image',
      files: {
        'compose.yaml':
          'services:\n  api:\n    image: team/api:1\n    healthcheck: {test: "curl -f localhost"}\n',
      },
      live: {
        docker: {
          seen: true,
          value: [{ ...container('api', []), healthLog: ['/bin/sh: 1: curl: not found\n'] }],
        },
      },
      finds: [{ at: 'compose.yaml:4:25', message: /curl/, by: ['config', 'live'], fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'installed, brought by the image, one of two, an image nobody knows, a word in a path',
      files: {
        'compose.yaml': `services:
  api:
    build: .
    healthcheck: {test: ["CMD", "curl", "-f", "http://localhost"]}
  full:
    image: python:3.12
    healthcheck: {test: curl -f http://localhost}
  nginx:
    image: nginx:1.30-alpine
    healthcheck: {test: curl -f http://localhost}
  prom:
    image: prom/prometheus:v3.5.3
    healthcheck: {test: ["CMD", "wget", "-qO-", "http://localhost:9090/-/ready"]}
  either:
    image: node:22-alpine
    healthcheck: {test: "curl -f http://localhost || wget -qO- http://localhost || exit 1"}
  other:
    image: team/api:1
    healthcheck: {test: curl -f http://localhost}
  words:
    image: python:3.12-slim
    healthcheck: {test: python /opt/curl/check.py}
`,
        Dockerfile:
          'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n',
      },
    },
  ],
  notApplicable: [
    { name: 'no health check', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
  ],
});
