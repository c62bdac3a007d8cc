import { nginxWrongUpstreamPort } from '../../../../src/doctor/checks/nginx/nginx-wrong-upstream-port.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  nginx:
    image: nginx:1.26-alpine
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
  backend:
    build: ./api
`;

testCheck(nginxWrongUpstreamPort, {
  sick: [
    {
      name: 'the published port, no port, and a refused connection in the log',
      files: {
        'compose.yaml': `${COMPOSE}    ports: ["9000:8000"]
  frontend:
    build: ./web
`,
        'api/Dockerfile':
          'FROM python:3.12-slim\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
        'api/requirements.txt': 'fastapi\n',
        'web/Dockerfile': 'FROM node:22\nCMD ["npm", "start"]\n',
        'web/package.json': '{"scripts": {"start": "next start -p 3000"}, "dependencies": {"next": "15"}}',
        'nginx.conf': `http {
  upstream api { server backend:9000 max_fails=3; }
  server {
    location /api/ { proxy_pass http://api; }
    location / { proxy_pass http://frontend/app/; }
  }
}
`,
      },
      logs: {
        nginx:
          '2026/06/01 11:00:00 [error] 30#30: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 172.18.0.1, server: , request: "GET /api/x HTTP/1.1", upstream: "http://172.18.0.4:9000/api/x", host: "localhost"\n',
      },
      finds: [
        {
          at: 'nginx.conf:2:18',
          message: /to backend:9000; backend listens on 8000: the answer is 502/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'safe',
        },
        { at: 'nginx.conf:5:18', message: /frontend:80; frontend listens on 3000/, by: ['config'] },
      ],
      afterFix: {
        texts: { 'nginx.conf': /server backend:8000 max_fails=3;[^]*http:\/\/frontend:3000\/app\/;/ },
      },
    },
    {
      name: 'what images have: a site of the proxy, and the nginx behind it that serves pages',
      files: {
        'compose.yaml': `services:
  proxy: {build: ./proxy}
  web: {build: ./web}
  backend: {build: ., command: uvicorn app:app --port 8000}
`,
        'proxy/Dockerfile': `FROM nginx:1.29-alpine
RUN rm /etc/nginx/conf.d/default.conf
COPY default.conf /etc/nginx/conf.d/default.conf
`,
        'proxy/default.conf':
          'server {\n  location /api/ { proxy_pass http://backend:9000; }\n  location / { proxy_pass http://web; }\n}\n',
        'web/package.json': '{"dependencies": {"react": "19"}}',
        'web/Dockerfile': 'FROM node:22 AS app\nFROM nginx\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
        'web/nginx.conf': 'server { listen 8080; }\n',
      },
      finds: [
        {
          at: 'proxy/default.conf:2:20',
          message: /to backend:9000; backend listens on 8000/,
          by: ['config'],
          fix: 'safe',
        },
        { at: 'proxy/default.conf:3:16', message: /to web:80; web listens on 8080/, by: ['config'] },
      ],
      afterFix: {
        texts: { 'proxy/default.conf': /http:\/\/backend:8000;[^]*http:\/\/web:8080;/ },
      },
    },
    {
      name: 'a template, by the variables of its service; what a variable holds is a person to change',
      files: {
        'compose.yaml': `services:
  nginx:
    image: nginx:1.26-alpine
    environment: {API: "backend:9000"}
    volumes: ["./templates:/etc/nginx/templates:ro"]
  backend:
    build: .
    command: uvicorn app:app --port 8000
`,
        'templates/default.conf.template':
          'server {\n  location / { proxy_pass http://${API}; }\n  location /b { proxy_pass http://${OTHER}; }\n}\n',
      },
      finds: [
        {
          at: 'templates/default.conf.template:2:16',
          message: /to backend:9000; backend listens on 8000/,
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'a site beside the one that the image brings, which listens too',
      files: {
        'compose.yaml': COMPOSE.replace('build: ./api', 'build: ./web').replace('backend', 'web'),
        'nginx.conf': 'http { server { location / { proxy_pass http://web; } } }\n',
        'web/Dockerfile': 'FROM nginx\nCOPY admin.conf /etc/nginx/conf.d/admin.conf\n',
        'web/admin.conf': 'server { listen 8080; }\n',
      },
    },
    {
      name: 'the right port, a port of a variable, a name of no service, a start that nobody can read',
      files: {
        'compose.yaml': `${COMPOSE}    command: uvicorn app:app --port 8000
  other:
    image: team/api:1
  flexible:
    image: api:1
    command: ["sh", "-c", "uvicorn app:app --port $$PORT"]
`,
        'nginx.conf': `http {
  upstream api { server backend:8000; server unix:/run/x.sock; }
  server {
    location /a { proxy_pass http://api; }
    location /b { proxy_pass http://other:1234; }
    location /c { proxy_pass http://flexible:9; }
    location /d { proxy_pass http://example.com; }
    location /e { set $up backend; proxy_pass http://$up:1; }
  }
}
`,
      },
    },
  ],
  notApplicable: [
    { name: 'nothing is passed on', files: { 'compose.yaml': COMPOSE, 'nginx.conf': 'events {}\n' } },
  ],
});
