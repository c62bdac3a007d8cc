import { nginxStatusPublic } from '../../../../src/doctor/checks/nginx/nginx-status-public.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  nginx:
    image: nginx:1.30
    ports: ["80:80"]
    volumes: ["./default.conf:/etc/nginx/conf.d/default.conf:ro"]
`;
const SITE = `server {
  listen 80;
  location = /nginx_status {
    stub_status; # for us
  }
  location / { root /srv; }
}
`;
const FILES = { 'compose.yaml': COMPOSE, 'default.conf': SITE };

testCheck(nginxStatusPublic, {
  sick: [
    {
      name: 'open to all',
      files: FILES,
      finds: [
        {
          at: 'default.conf:3:3',
          message: /^Whoever reaches nginx gets \/nginx_status/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        texts: {
          'default.conf':
            /location = \/nginx_status \{\n {4}allow 127\.0\.0\.1;\n {4}deny all;\n {4}stub_status; # for us\n/,
        },
      },
    },
    {
      name: 'in a template with variables',
      files: {
        'compose.yaml': COMPOSE.replace(
          './default.conf:/etc/nginx/conf.d/default.conf:ro',
          './templates:/etc/nginx/templates',
        ),
        'templates/default.conf.template': `server {
  listen \${PORT};
  location / { proxy_pass http://\${API_HOST}:8000/; }
  location /nginx_status { stub_status; }
}
`,
      },
      finds: [{ at: 'templates/default.conf.template:4:3', message: /nginx_status/, fix: 'confirm' }],
    },
    {
      name: 'on one line',
      files: { ...FILES, 'default.conf': 'server { location /s { stub_status; } }\n' },
      finds: [{ at: 'default.conf:1:10', message: /gets \/s:/, fix: 'confirm' }],
      afterFix: { texts: { 'default.conf': /\/s \{ allow 127\.0\.0\.1; deny all; stub_status; \}/ } },
    },
    {
      name: 'an exporter asks for it: whom to allow is for a person',
      files: {
        ...FILES,
        'compose.yaml': `${COMPOSE}  exporter:
    image: nginx/nginx-prometheus-exporter:1.4
    command: ["--nginx.scrape-uri=http://nginx/nginx_status"]
`,
      },
      finds: [{ at: 'default.conf:3:3', message: /nginx_status/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'denied',
      files: {
        ...FILES,
        'default.conf': SITE.replace('stub_status', 'allow 10.0.0.0/8; deny all; stub_status'),
      },
    },
    {
      name: 'a server of its own that is not published, beside one that is',
      files: {
        ...FILES,
        'default.conf': `${SITE.replace('listen 80', 'listen 8081')}server { listen 80; }\n`,
      },
    },
  ],
  notApplicable: [
    { name: 'no status', files: { ...FILES, 'default.conf': 'server { listen 80; }\n' } },
    {
      name: 'not published',
      files: { ...FILES, 'compose.yaml': COMPOSE.replace('80:80', '127.0.0.1:80:80') },
    },
  ],
});
