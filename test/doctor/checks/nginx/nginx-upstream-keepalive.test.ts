import { nginxUpstreamKeepalive } from '../../../../src/doctor/checks/nginx/nginx-upstream-keepalive.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  nginx:
    image: nginx:1.26-alpine
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
  backend:
    build: ./api
`;

testCheck(nginxUpstreamKeepalive, {
  sick: [
    {
      name: 'none of the three; headers of the server are repeated, a comment stays',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf': `events {}
http {
    upstream api { # replicas
        server backend:8000;
    }
    server {
        listen 80;
        proxy_set_header Host $host;
        location /api/ {
            proxy_pass http://api;
        }
        location /v2/ {
            proxy_pass http://api;
            proxy_set_header X-Real-IP $remote_addr; # who
        }
    }
}
`,
      },
      finds: [
        {
          at: 'nginx.conf:3:5',
          message:
            /connection to api for every request: keepalive, proxy_http_version 1\.1, proxy_set_header Connection "" are missing/,
          by: ['config'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'nginx.conf':
            /server backend:8000;\n {8}keepalive 32;\n {4}\}[^]*proxy_pass http:\/\/api;\n {12}proxy_http_version 1\.1;\n {12}proxy_set_header Host \$host;\n {12}proxy_set_header Connection "";\n[^]*\$remote_addr; # who\n {12}proxy_http_version 1\.1;\n {12}proxy_set_header Connection "";\n/,
        },
      },
    },
    {
      name: 'a pool that HTTP/1.0 never uses, in a file of conf.d',
      files: {
        'compose.yaml': COMPOSE.replace(
          'nginx.conf:/etc/nginx/nginx.conf',
          'api.conf:/etc/nginx/conf.d/api.conf',
        ),
        'api.conf':
          'upstream api {\n  server backend:8000;\n  keepalive 16;\n}\nserver {\n  location / {\n    proxy_pass http://api/;\n  }\n}\n',
      },
      finds: [
        {
          at: 'api.conf:1:1',
          message: /: proxy_http_version 1\.1, proxy_set_header Connection "" are missing/,
        },
      ],
    },
    {
      name: 'two servers side by side: a person decides',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf':
          'http {\n  upstream api { server backend:8000; }\n  server { location / { proxy_pass http://api; } }\n  server { listen 443; location / { proxy_pass http://api; } }\n}\n',
      },
      finds: [{ at: 'nginx.conf:2:3', message: /api/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'all three, inherited or not, and a map for WebSockets',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf': `http {
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  upstream api { server backend:8000; keepalive 16; }
  server {
    location / { proxy_pass http://api; }
    location /ws { proxy_pass http://api; proxy_set_header Connection $connection_upgrade; }
    location /other { proxy_pass http://backend:8000; }
  }
}
stream { upstream db { server postgres:5432; } server { listen 5432; proxy_pass db; } }
`,
      },
    },
    {
      name: 'a version that does it by itself',
      files: {
        'compose.yaml': COMPOSE.replace('1.26-alpine', '1.30.1'),
        'nginx.conf':
          'http {\n  upstream api { server backend:8000; }\n  server { location / { proxy_pass http://api; } }\n}\n',
      },
    },
  ],
  notApplicable: [{ name: 'no upstream', files: { 'compose.yaml': COMPOSE, 'nginx.conf': 'events {}\n' } }],
  notObservable: [
    {
      name: 'a tag that names no version',
      files: {
        'compose.yaml': COMPOSE.replace('1.26-alpine', 'stable'),
        'nginx.conf':
          'http {\n  upstream api { server backend:8000; }\n  server { location / { proxy_pass http://api; } }\n}\n',
      },
    },
  ],
});
