import { nginxKeepaliveRace } from '../../../../src/doctor/checks/nginx/nginx-keepalive-race.ts';
import { testCheck } from '../../test-check.ts';

const KEPT = `events {}
http {
  upstream api {
    server backend:8000;
    keepalive 32;
  }
  server {
    location / {
      proxy_pass http://api;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
const stack = (backend: string, image = 'nginx:1.26') => `services:
  proxy:
    image: ${image}
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
  backend:
${backend}`;
const LINE =
  '2026/06/01 11:00:00 [error] 30#30: *9 upstream prematurely closed connection while reading response header from upstream, client: 203.0.113.9\n';

testCheck(nginxKeepaliveRace, {
  sick: [
    {
      name: 'the default of uvicorn, and the log shows it',
      files: {
        'compose.yaml': stack('    image: api:1\n    command: uvicorn app.main:app --host 0.0.0.0\n'),
        'nginx.conf': KEPT,
      },
      logs: { proxy: LINE },
      finds: [
        {
          at: 'compose.yaml:7:14',
          message:
            /^uvicorn in backend closes a connection after 5 idle seconds, and nginx goes on using it for 60/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /UVICORN_TIMEOUT_KEEP_ALIVE: "?75"?/ } },
    },
    {
      name: 'started by a script, variables as a list; nginx 1.30 keeps connections by itself',
      files: {
        'compose.yaml': stack(
          '    build: ./backend\n    environment:\n      - LOG_LEVEL=info\n',
          'docker.io/library/nginx:1.30.6-alpine',
        ),
        'nginx.conf': KEPT.replace(/ {4}keepalive 32;\n/, '    keepalive_timeout 2m;\n').replace(
          / {6}proxy_http[^]*"";\n/,
          '',
        ),
        'backend/Dockerfile': 'FROM python:3.12-slim\nCOPY . .\nCMD ["./start.sh"]\n',
        'backend/start.sh': '#!/bin/sh\nexec uvicorn app.main:app --port 8000\n',
      },
      finds: [{ at: 'backend/start.sh:2:1', message: /for 120:/, by: ['config'], fix: 'safe' }],
      afterFix: { texts: { 'compose.yaml': /- UVICORN_TIMEOUT_KEEP_ALIVE=135/ } },
    },
    {
      name: 'a flag that is too short',
      files: {
        'compose.yaml': stack(
          '    image: api:1\n    command: ["uvicorn", "app:app", "--timeout-keep-alive", "30"]\n',
        ),
        'nginx.conf': KEPT,
      },
      finds: [{ at: 'compose.yaml:7:14', message: /after 30 idle seconds/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'longer by a flag',
      files: {
        'compose.yaml': stack(
          '    image: api:1\n    command: python -m uvicorn app:app --timeout-keep-alive=75\n',
        ),
        'nginx.conf': KEPT,
      },
    },
    {
      name: 'longer by the variable',
      files: {
        'compose.yaml': stack(
          '    image: api:1\n    command: uvicorn app:app\n    environment: { UVICORN_TIMEOUT_KEEP_ALIVE: 120 }\n',
        ),
        'nginx.conf': KEPT,
      },
    },
  ],
  notApplicable: [
    {
      name: 'nginx closes each connection itself',
      files: {
        'compose.yaml': stack('    image: api:1\n    command: uvicorn app:app\n'),
        'nginx.conf': KEPT.replace('    keepalive 32;\n', ''),
      },
    },
    {
      name: 'a pool that HTTP/1.0 never uses',
      files: {
        'compose.yaml': stack('    image: api:1\n    command: uvicorn app:app\n'),
        'nginx.conf': KEPT.replace('proxy_http_version 1.1;', ''),
      },
    },
  ],
  notObservable: [
    {
      name: 'another server',
      files: { 'compose.yaml': stack('    image: node-api:1\n'), 'nginx.conf': KEPT },
    },
    {
      name: 'gunicorn starts it',
      files: {
        'compose.yaml': stack(
          '    image: api:1\n    command: gunicorn -k uvicorn.workers.UvicornWorker app:app\n',
        ),
        'nginx.conf': KEPT,
      },
    },
  ],
});
