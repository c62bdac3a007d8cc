import { nginxBodySizeChain } from '../../../../src/doctor/checks/nginx/nginx-body-size-chain.ts';
import { testCheck } from '../../test-check.ts';

const NGINX = `services:
  nginx:
    image: docker.io/library/nginx:1.26-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
`;
const COMPOSE = `${NGINX}  backend:
    image: example/cv:1
    environment:
      MAX_UPLOAD_SIZE_MB: 50
`;
const CONF = `http {
  client_max_body_size 25m; # uploads
  server {
    location /api/ { proxy_pass http://backend:8000; }
  }
}
`;
const DEFAULT = CONF.replace(/ {2}client_max.*\n/, '');
const CODE = {
  'compose.yaml': `${NGINX}  backend:\n    build: ./api\n`,
  'api/Dockerfile': 'FROM python:3.12-slim\nCMD ["uvicorn", "main:app"]\n',
  'api/requirements.txt': 'fastapi\n',
};

function line(bytes: string, path = '/api/upload'): string {
  return `2026/06/01 11:00:00 [error] 30#30: *7 client intended to send too large body: ${bytes} bytes, client: 172.18.0.1, server: , request: "POST ${path} HTTP/1.1", host: "localhost"\n`;
}

testCheck(nginxBodySizeChain, {
  sick: [
    {
      name: 'less than a variable of the backend allows, and the log says so',
      files: { 'compose.yaml': COMPOSE, 'nginx.conf': CONF },
      logs: { nginx: line('31457280') },
      finds: [
        {
          at: 'nginx.conf:2:3',
          message:
            /^nginx refuses requests above 25 MB, with 413; the application behind it takes files up to 50 MB \(MAX_UPLOAD_SIZE_MB\)\.$/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'nginx.conf': /^ {2}client_max_body_size 51m; # uploads$/m } },
    },
    {
      name: 'nothing is said: the default, in a site that a Dockerfile copies into the official image',
      files: {
        ...CODE,
        'compose.yaml': 'services:\n  web:\n    build: ./web\n  backend:\n    build: ./api\n',
        'api/app/main.py':
          'MAX_FILE_SIZE = 10 * 1024 * 1024  # 10 MB\ndef upload(file: UploadFile):\n    return 1\n',
        'web/Dockerfile':
          'FROM nginx:1.29\nRUN rm /etc/nginx/conf.d/default.conf\nCOPY site.conf /etc/nginx/conf.d/\n',
        'web/site.conf': 'server {\n  location / { proxy_pass http://backend:8000; }\n}\n',
      },
      finds: [{ at: 'web/site.conf:1:1', message: /above 1 MB, its default, with 413/, by: ['config'] }],
      afterFix: { texts: { 'web/site.conf': /client_max_body_size 11m;/ } },
    },
    {
      name: 'nothing is said: the default, in both servers, against a constant of the sources, through an upstream and a variable',
      files: {
        ...CODE,
        'api/app/config.py': 'MAX_FILE_SIZE = 10 * 1024 * 1024  # 10 MB\n',
        'api/app/main.py': 'def upload(file: UploadFile):\n    return 1\n',
        'nginx.conf': `http {
  upstream api { server backend:8000; }
  server {
    listen 80;
    location / { proxy_pass http://api; }
  }
  server {
    listen 8443 ssl;
    location / { set $to backend:8000; proxy_pass http://$to; }
  }
}
`,
      },
      finds: [
        {
          at: 'nginx.conf:3:3',
          message: /above 1 MB, its default, with 413; .* files up to 10 MB \(MAX_FILE_SIZE\)/,
          by: ['config'],
        },
      ],
      afterFix: {
        texts: {
          'nginx.conf':
            /server \{\n {4}client_max_body_size 11m;\n {4}listen 80[^]*server \{\n {4}client_max_body_size 11m;\n {4}listen 8443/,
        },
      },
    },
    {
      name: 'a template whose variable holds it: the variable is set',
      files: {
        'compose.yaml': `services:
  proxy:
    image: nginx:1.30
    environment:
      - BODY=10m
    volumes: ["./templates:/etc/nginx/templates:ro"]
  api:
    image: example/cv:1
    environment: {MAX_CONTENT_LENGTH: "33554432"}
`,
        'templates/default.conf.template':
          'server {\n  client_max_body_size ${BODY};\n  location / { proxy_pass http://api:8000; }\n}\n',
      },
      finds: [
        {
          at: 'templates/default.conf.template:2:3',
          message: /above 10 MB, with 413; .* takes requests up to 32 MB \(MAX_CONTENT_LENGTH\)/,
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /- BODY=32m\n/ } },
    },
    {
      name: 'cvx itself, and a file that a location includes',
      files: {
        'compose.yaml': `services:
  nginx:
    image: nginx:1.30
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf", "./proxy.conf:/etc/nginx/proxy.conf"]
  cvx:
    image: cvx:1.0.0
    command: [serve]
`,
        'nginx.conf':
          'http {\n  server { location / { include proxy.conf; proxy_pass http://cvx:8080; } }\n}\n',
        'proxy.conf': 'client_max_body_size 20m;\n',
      },
      finds: [
        { at: 'proxy.conf:1:1', message: /20 MB, .* takes requests up to 95.4 MB \(CVX_MAX_UPLOAD_MB\)/ },
      ],
      afterFix: { texts: { 'proxy.conf': /^client_max_body_size 96m;\n$/ } },
    },
    {
      name: 'a second nginx that nobody told',
      files: {
        'compose.yaml': `services:
  edge:
    image: nginx:1.30
    volumes: ["./edge.conf:/etc/nginx/conf.d/default.conf"]
  frontend:
    image: nginx:1.30
    volumes: ["./front.conf:/etc/nginx/conf.d/default.conf"]
  backend:
    image: example/cv:1
`,
        'edge.conf':
          'server {\n  client_max_body_size 100M;\n  location / { proxy_pass http://frontend; }\n}\n',
        'front.conf':
          'server {\n  location / { root /srv; }\n  location /api/ { proxy_pass http://backend:8000; }\n}\n',
      },
      logs: { edge: '', frontend: '' },
      finds: [
        {
          at: 'front.conf:1:1',
          message: /^frontend refuses .* 1 MB, its default, with 413; edge before it lets 100 MB through\.$/,
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'front.conf': /^server \{\n {2}client_max_body_size 100M;\n/ } },
    },
    {
      name: 'the log alone: of a default, and of a limit that somebody chose for the path',
      files: {
        'compose.yaml': `${NGINX}  backend:\n    image: example/cv:1\n  files:\n    image: example/files:1\n`,
        'nginx.conf': `http {
  server {
    location / { proxy_pass http://backend:8000; }
    location /files/ { client_max_body_size 8m; proxy_pass http://files:8000; }
  }
}
`,
      },
      logs: { nginx: line('1500000') + line('8388608+65536', '/files/a') + line('4000000', '/files/b') },
      finds: [
        {
          at: 'nginx.conf:2:3',
          message: /above 1 MB, its default, .* clients sent up to 1.4 MB/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'none',
        },
        { at: 'nginx.conf:4:24', message: /clients sent up to 8.1 MB/, severity: 'info', fix: 'none' },
      ],
    },
    {
      name: 'the sources take files, and nobody thought of nginx',
      files: {
        ...CODE,
        'api/app/main.py': 'async def upload(file: UploadFile = File(...)):\n    return 1\n',
        'nginx.conf': DEFAULT,
      },
      finds: [
        {
          at: 'nginx.conf:2:3',
          message: /1 MB, its default, .*; backend takes files, without a limit/,
          severity: 'info',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'the size of what the program fetches by itself',
      files: {
        ...CODE,
        'compose.yaml': `${CODE['compose.yaml']}    environment: {MAX_FILE_SIZE_MB: 200}\n`,
        'api/app/main.py': 'MAX_DOCUMENT_SIZE = 100 * 1024 * 1024\nlimit = os.getenv("MAX_FILE_SIZE_MB")\n',
        'nginx.conf': CONF,
      },
      logs: { nginx: '' },
    },
    {
      name: 'as much as the application takes, in bytes; the log is of before',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf': CONF.replace('25m', '52428800'),
      },
      logs: { nginx: line('31457280') },
    },
    {
      name: 'no limit, by 0',
      files: { 'compose.yaml': COMPOSE, 'nginx.conf': CONF.replace('25m', '0') },
    },
    {
      name: 'uploads have a location of their own, and another file of conf.d speaks for http',
      files: {
        'compose.yaml': COMPOSE.replace(
          'nginx.conf:/etc/nginx/nginx.conf',
          'conf.d:/etc/nginx/conf.d',
        ).replace('MAX_UPLOAD_SIZE_MB: 50', 'MAX_UPLOAD_SIZE: 50MB'),
        'conf.d/size.conf': 'client_max_body_size 20m;\n',
        'conf.d/site.conf': `server {
  location /api/ { proxy_pass http://backend:8000; }
  location /api/upload { client_max_body_size 50M; proxy_pass http://backend:8000; }
}
`,
      },
    },
    {
      name: 'http of another file is wide enough',
      files: {
        'compose.yaml': COMPOSE.replace('nginx.conf:/etc/nginx/nginx.conf', 'conf.d:/etc/nginx/conf.d'),
        'conf.d/size.conf': 'client_max_body_size 60m;\n',
        'conf.d/site.conf': 'server { location / { proxy_pass http://backend:8000; } }\n',
      },
    },
    {
      name: 'limits of other things, numbers without a unit, and what a page checks before it sends it elsewhere',
      files: {
        'compose.yaml': `${NGINX}  backend:
    image: example/cv:1
    environment:
      LOG_FILE_MAX_SIZE_MB: 100
      MAX_UPLOAD_FILES: 20
      FILE_UPLOAD_MAX_MEMORY_SIZE: 2621440
      MAX_REQUEST_TOKENS_LIMIT: 200000
  frontend:
    build: ./web
`,
        'web/package.json': '{"dependencies": {"next": "15"}}',
        'web/src/upload.js': 'const MAX_FILE_SIZE = 50 * 1024 * 1024;\n',
        'nginx.conf': `http {
  server {
    location /api/ { proxy_pass http://backend:8000; }
    location / { proxy_pass http://frontend:3000; }
  }
}
`,
      },
      logs: { nginx: '' },
    },
    {
      name: 'a frontend with an /api of its own that the first nginx answers before',
      files: {
        'compose.yaml': `services:
  edge:
    image: nginx:1.30
    volumes: ["./edge.conf:/etc/nginx/conf.d/default.conf"]
  frontend:
    image: nginx:1.30
    volumes: ["./front.conf:/etc/nginx/conf.d/default.conf"]
  backend:
    image: example/cv:1
`,
        'edge.conf': `server {
  client_max_body_size 100M;
  location / { proxy_pass http://frontend; }
  location /api/ { proxy_pass http://backend:8000; }
}
`,
        'front.conf': 'server {\n  location /api/ { proxy_pass http://backend:8000; }\n}\n',
      },
      logs: { edge: '', frontend: '' },
    },
  ],
  notApplicable: [
    {
      name: 'static pages',
      files: { 'compose.yaml': NGINX, 'nginx.conf': 'http { server { root /srv; } }\n' },
    },
    {
      name: 'the service is of a profile that nobody asked for',
      files: { 'compose.yaml': `${COMPOSE}    profiles: [api]\n`, 'nginx.conf': CONF },
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
      name: 'nobody says what the application takes',
      files: { 'compose.yaml': `${NGINX}  backend:\n    image: example/cv:1\n`, 'nginx.conf': CONF },
    },
    {
      name: 'a file that is not at hand may say it',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf': DEFAULT.replace('location /api/ {', 'location /api/ { include /etc/nginx/own.conf;'),
      },
    },
  ],
});
