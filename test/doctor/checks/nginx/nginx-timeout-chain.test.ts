import { nginxTimeoutChain } from '../../../../src/doctor/checks/nginx/nginx-timeout-chain.ts';
import { testCheck } from '../../test-check.ts';

const NGINX = `services:
  nginx:
    image: nginx:1.26-alpine
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
`;
const COMPOSE = `${NGINX}  backend:
    image: example/cv:1
    command: gunicorn -w 4 -k uvicorn.workers.UvicornWorker --timeout 300 app:app
`;
const CONF = `http {
  proxy_read_timeout 90s; # all
  server {
    location /api/ { proxy_pass http://backend:8000; }
    location /ws/ { proxy_read_timeout 1d; proxy_pass http://backend:8000; }
  }
}
`;
const BUILD = {
  'compose.yaml': `${NGINX}  backend:\n    build: ./api\n    environment: {GUNICORN_TIMEOUT: 120}\n`,
  'api/Dockerfile': 'FROM python:3.12-slim\nCMD ["./start.sh"]\n',
  'api/requirements.txt': 'fastapi\n',
};

function line(
  path = '/api/analyze',
  why = 'Connection timed out',
  doing = 'reading response header from upstream',
) {
  return `2026/06/01 11:00:00 [error] 30#30: *7 upstream timed out (110: ${why}) while ${doing}, client: 172.18.0.1, server: , request: "POST ${path} HTTP/1.1", upstream: "http://172.18.0.4:8000${path}", host: "localhost"\n`;
}

testCheck(nginxTimeoutChain, {
  sick: [
    {
      name: 'less than gunicorn allows, and the log shows it; the location for WebSockets says nothing of requests',
      files: { 'compose.yaml': COMPOSE, 'nginx.conf': CONF },
      logs: { nginx: line() + line() },
      finds: [
        {
          at: 'nginx.conf:2:3',
          message:
            /^nginx gives up on an answer of backend after 90 seconds, with 504; gunicorn lets one take 300\.$/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'nginx.conf': /^ {2}proxy_read_timeout 310s; # all$/m } },
    },
    {
      name: 'the default in two locations; a start script with a variable',
      files: {
        ...BUILD,
        'api/start.sh': '#!/bin/sh\nexec gunicorn --timeout "${GUNICORN_TIMEOUT:-30}" app:app\n',
        'nginx.conf': `http {
  server {
    location /api/ {
      proxy_pass http://backend:8000;
    }
    location /admin/ {
      proxy_pass http://backend:8000;
    }
  }
}
`,
      },
      finds: [
        { at: 'nginx.conf:3:5', message: /after 60 seconds, its default, .* take 120\./, by: ['config'] },
      ],
      afterFix: {
        texts: {
          'nginx.conf':
            /\/api\/ \{\n {6}proxy_read_timeout 130s;\n[^]*\/admin\/ \{\n {6}proxy_read_timeout 130s;\n/,
        },
      },
    },
    {
      name: 'a file of settings that reads a variable',
      files: {
        ...BUILD,
        'api/start.sh': '#!/bin/sh\nexec gunicorn -c config/gunicorn_conf.py app:app\n',
        'api/config/gunicorn_conf.py':
          'import os\nworkers = 4\ntimeout = int(os.getenv("WEB_TIMEOUT", "180"))  # seconds\n',
        'nginx.conf': CONF,
      },
      finds: [{ at: 'nginx.conf:2:3', message: /after 90 seconds, .* take 180\./ }],
    },
    {
      name: 'GUNICORN_CMD_ARGS, and a template whose variable holds what nginx waits',
      files: {
        'compose.yaml': `services:
  proxy:
    image: nginx:1.30
    environment: {WAIT: 30s}
    volumes: ["./t:/etc/nginx/templates"]
  api:
    image: example/cv:1
    command: [gunicorn, "app:app"]
    environment: {GUNICORN_CMD_ARGS: "--workers 2 --timeout=45"}
`,
        't/site.conf.template':
          'server {\n  proxy_read_timeout ${WAIT};\n  location / { proxy_pass http://api:8000; }\n}\n',
      },
      finds: [{ at: 't/site.conf.template:2:3', message: /after 30 seconds, .* take 45\./ }],
      afterFix: { texts: { 'compose.yaml': /\{WAIT: 55s\}/ } },
    },
    {
      name: 'the log alone, as Alpine writes it, of the path of one service',
      files: {
        'compose.yaml': `${NGINX}  backend:\n    image: example/cv:1\n  pages:\n    image: example/pages:1\n`,
        'nginx.conf': `http {
  server {
    location /api/ { proxy_read_timeout 2m; proxy_pass http://backend:8000; }
    location / { proxy_pass http://pages:3000; }
  }
}
`,
      },
      logs: { nginx: line('/api/x', 'Operation timed out') },
      finds: [
        {
          at: 'nginx.conf:3:22',
          message: /^nginx gave up on 1 answer of backend after 120 seconds: whoever asked got 504\.$/,
          by: ['config', 'log'],
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    { name: 'longer', files: { 'compose.yaml': COMPOSE, 'nginx.conf': CONF.replace('90s', '5m') } },
    {
      name: 'the slow location has its own, in minutes, and waits long enough',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf': CONF.replace(
          'location /ws/',
          'location /api/analyze { proxy_read_timeout 10m; proxy_pass http://backend:8000; }\n    location /ws/',
        ),
      },
    },
    {
      name: 'other time-outs: of a WebSocket, of a connection that cannot be made',
      files: { 'compose.yaml': `${NGINX}  backend:\n    image: example/cv:1\n`, 'nginx.conf': CONF },
      logs: {
        nginx:
          line('/ws/a', 'Connection timed out', 'proxying upgraded connection') +
          line('/api/', 'Connection timed out', 'connecting to upstream'),
      },
    },
  ],
  notApplicable: [
    {
      name: 'static pages',
      files: { 'compose.yaml': NGINX, 'nginx.conf': 'http { server { root /srv; } }\n' },
    },
  ],
  notObservable: [
    {
      name: 'a configuration that a Dockerfile copies into its image',
      files: {
        'compose.yaml': 'services:\n  web: {build: ./web, ports: ["80:80"]}\n  api: {image: "team/api:1"}\n',
        'web/Dockerfile': 'FROM nginx:1.29\nCOPY site.conf /etc/nginx/conf.d/default.conf\n',
        'web/site.conf': 'server { listen 80; location / { proxy_pass http://api:8000; } }\n',
      },
    },
    {
      name: 'nobody says how long the application takes',
      files: { 'compose.yaml': `${NGINX}  backend:\n    image: example/cv:1\n`, 'nginx.conf': CONF },
    },
    {
      name: 'gunicorn gives no time at all',
      files: { 'compose.yaml': COMPOSE.replace('300', '0'), 'nginx.conf': CONF },
    },
    {
      name: 'the time is one of another program',
      files: {
        'compose.yaml': COMPOSE.replace('gunicorn -w', 'celery worker -t').replace('--timeout', '--gunicorn'),
        'nginx.conf': CONF,
      },
    },
  ],
});
