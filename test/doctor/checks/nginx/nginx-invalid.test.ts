import { nginxInvalid } from '../../../../src/doctor/checks/nginx/nginx-invalid.ts';
import { testCheck } from '../../test-check.ts';

const compose = (image: string, target = '/etc/nginx/nginx.conf') => `services:
  web:
    image: ${image}
    volumes: ["./nginx.conf:${target}:ro"]
`;

testCheck(nginxInvalid, {
  sick: [
    {
      name: 'a module that the image does not have, and the log says so',
      files: {
        'compose.yaml': compose('nginx:1.26-alpine'),
        'nginx.conf': 'events {}\nhttp {\n  brotli on;\n}\n',
      },
      logs: {
        web: '2026/06/01 11:00:00 [emerg] 1#1: unknown directive "brotli" in /etc/nginx/nginx.conf:3\n',
      },
      finds: [
        {
          at: 'nginx.conf:3:3',
          message: /^nginx does not start with "brotli", which it does not know\.$/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'a directive that only the log knows to be wrong',
      files: {
        'compose.yaml': compose('openresty/nginx:1'),
        'nginx.conf': 'events {}\nhttp {\n  gzipp on;\n}\n',
      },
      logs: {
        web: '2026/06/01 11:00:00 [emerg] 1#1: unknown directive "gzipp" in /etc/nginx/nginx.conf:3\n',
      },
      finds: [{ at: 'nginx.conf:3:3', message: /"gzipp" here/, by: ['config', 'log'] }],
    },
    {
      name: 'in the wrong block',
      files: {
        'compose.yaml': compose('nginx'),
        'nginx.conf': 'worker_connections 1024;\nevents {}\nhttp {\n  worker_processes 4;\n}\n',
      },
      finds: [
        {
          at: 'nginx.conf:1:1',
          message: /"worker_connections" in the outermost level: it belongs in events/,
        },
        { at: 'nginx.conf:4:3', message: /"worker_processes" in http: it belongs in main/ },
      ],
    },
    {
      name: 'the same in a file that http includes',
      files: {
        'compose.yaml': compose('docker.io/library/nginx:1.30.6', '/etc/nginx/conf.d/default.conf'),
        'nginx.conf': 'worker_processes auto;\nserver {\n  listen 80;\n  client_max_body_size 50MB;\n}\n',
      },
      finds: [
        { at: 'nginx.conf:1:1', message: /"worker_processes" in http/ },
        { at: 'nginx.conf:4:3', message: /"client_max_body_size 50MB": a size ends with k, m or g/ },
      ],
    },
    {
      name: 'ssl on',
      files: {
        'compose.yaml': compose('nginx:1.27@sha256:' + 'a'.repeat(64)),
        'nginx.conf': 'events {}\nhttp {\n  server {\n    listen 443;\n    ssl on;\n  }\n}\n',
      },
      finds: [{ at: 'nginx.conf:5:5', message: /"ssl on"/ }],
    },
  ],
  healthy: [
    {
      name: 'all in its place',
      files: {
        'compose.yaml': compose('nginx:1.26'),
        'nginx.conf':
          'worker_processes auto;\nevents { worker_connections 1024; }\nhttp {\n  client_max_body_size 50m;\n  server {\n    location / { client_max_body_size 1g; if ($host) { return 200; } }\n  }\n}\n',
      },
    },
    {
      name: 'modules are loaded',
      files: {
        'compose.yaml': compose('nginx:1.26'),
        'nginx.conf':
          'load_module modules/ngx_http_brotli_filter_module.so;\nevents {}\nhttp {\n  brotli on;\n}\n',
      },
    },
    {
      name: 'an image of its own',
      files: {
        'compose.yaml':
          'services:\n  nginx:\n    build: ./proxy\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]\n',
        'nginx.conf': 'events {}\nhttp {\n  brotli on;\n}\n',
      },
    },
    {
      name: 'ssl on, and a version that takes it',
      files: {
        'compose.yaml': compose('nginx:1.22'),
        'nginx.conf': 'events {}\nhttp {\n  server {\n    ssl on;\n  }\n}\n',
      },
    },
    {
      name: 'a snippet, of which nobody says where it is included',
      files: {
        'compose.yaml': compose('nginx:1.26', '/etc/nginx/snippets/size.conf'),
        'nginx.conf': 'worker_connections 10;\n',
      },
    },
    {
      name: 'the log is of a line that is right by now',
      files: {
        'compose.yaml': compose('nginx:1.26'),
        'nginx.conf': 'events {}\nhttp {\n  gzip on;\n}\n',
      },
      logs: {
        web: '2026/06/01 11:00:00 [emerg] 1#1: unknown directive "gzipp" in /etc/nginx/nginx.conf:3\n',
      },
    },
  ],
  notApplicable: [{ name: 'no nginx', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
