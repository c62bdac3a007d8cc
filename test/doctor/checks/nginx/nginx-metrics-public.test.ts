import { nginxMetricsPublic } from '../../../../src/doctor/checks/nginx/nginx-metrics-public.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  nginx:
    image: nginx:1.30
    ports: ["80:80"]
    volumes: ["./default.conf:/etc/nginx/conf.d/default.conf:ro"]
  api:
    image: example/api:1
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
`;
const PROMETHEUS = `scrape_configs:
  - job_name: api
    metrics_path: /api/metrics
    static_configs:
      - targets: ["api:8000"]
`;
const SITE = `upstream backend { server api:8000; }
server {
  listen 80;
  location /api/ {
    proxy_pass http://backend; # all of it
  }
}
`;
const FILES = { 'compose.yaml': COMPOSE, 'prometheus.yml': PROMETHEUS, 'default.conf': SITE };

/** The same with a part of the site replaced. */
function site(name: string, from: string, to: string) {
  return { name, files: { ...FILES, 'default.conf': SITE.replace(from, to) } };
}

testCheck(nginxMetricsPublic, {
  sick: [
    {
      name: 'what Prometheus asks for is below what nginx passes on',
      files: FILES,
      finds: [
        {
          at: 'default.conf:4:3',
          message: /^Whoever reaches nginx gets \/api\/metrics: the metrics of api\.$/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        texts: {
          'default.conf':
            /# all of it\n {2}\}\n {2}location = \/api\/metrics \{\n {4}deny all;\n {2}\}\n\}\n$/,
        },
      },
    },
    {
      name: 'a location of its own, on one line, and one that cuts its own part off',
      files: {
        ...FILES,
        'prometheus.yml': PROMETHEUS.replace('/api/metrics', '/metrics'),
        'default.conf': `server {
  location /metrics { proxy_pass http://api:8000; }
  location /app/ {
    proxy_pass http://api:8000/;
  }
}
`,
      },
      finds: [
        { at: 'default.conf:2:3', message: /gets \/metrics:/, fix: 'confirm' },
        { at: 'default.conf:3:3', message: /gets \/app\/metrics:/, fix: 'confirm' },
      ],
      afterFix: {
        texts: {
          'default.conf': /location \/metrics \{ deny all; proxy_pass[^]*location = \/app\/metrics \{/,
        },
      },
    },
    {
      name: 'the route stands in the source; server and http restrict nothing that the location does not undo',
      files: {
        'compose.yaml': COMPOSE.replace('image: example/api:1', 'build: ./api').replace(
          'default.conf:/etc/nginx/conf.d/default.conf',
          'nginx.conf:/etc/nginx/nginx.conf',
        ),
        'api/Dockerfile': 'FROM python:3.13\nCOPY . .\n',
        'api/main.py':
          'from prometheus_client import generate_latest\n\n@app.get("/metrics")\ndef metrics():\n    return generate_latest()\n',
        'prometheus.yml': 'scrape_configs: []\n',
        'nginx.conf': `events {}
http {
  deny all;
  server {
    listen 443 ssl;
    listen 80;
    location / {
      allow all;
      proxy_pass http://api:8000;
    }
  }
}
`,
      },
      finds: [{ at: 'nginx.conf:7:5', message: /gets \/metrics:/ }],
    },
    {
      name: 'Prometheus asks nginx itself: a person decides whom to let in',
      files: {
        ...FILES,
        'prometheus.yml': `${PROMETHEUS}  - job_name: through\n    static_configs:\n      - targets: ["nginx:80"]\n`,
      },
      finds: [{ at: 'default.conf:4:3', message: /gets \/api\/metrics/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'the backend gives none, as a variable of its own says',
      files: {
        ...FILES,
        'compose.yaml': COMPOSE.replace(
          'example/api:1\n',
          'example/api:1\n    environment: {EXPOSE_PROMETHEUS_METRICS: "False"}\n',
        ),
      },
    },
    site('answered by nginx', 'location /api/', 'location = /api/metrics { return 404; }\n  location /api/'),
    site('an expression before it', 'location /api/', 'location ~ metrics$ { deny all; }\n  location /api/'),
    site('denied but to one network', 'proxy_pass', 'allow 10.0.0.0/8; deny all; proxy_pass'),
    site('denied for the whole server', 'listen 80;', 'listen 80; allow 10.0.0.0/8; deny all;'),
    site(
      'a password',
      'listen 80;',
      'listen 80; auth_basic "who"; auth_basic_user_file /etc/nginx/.htpasswd;',
    ),
    site('asked of another', 'proxy_pass', 'auth_request /auth; proxy_pass'),
    site('only within', 'proxy_pass', 'internal; proxy_pass'),
    site('turned away by a condition', 'proxy_pass', 'if ($allowed = 0) { return 403; } proxy_pass'),
    site('an included file may decide', 'proxy_pass', 'include /etc/nginx/office-only.conf; proxy_pass'),
    site('a redirect to TLS', 'listen 80;', 'listen 80; return 301 https://$host$request_uri;'),
    site('another path', 'location /api/', 'location /static/'),
    site('another port of the service', 'api:8000', 'api:9000'),
    site('a rewritten path is not followed', 'proxy_pass', 'rewrite ^/api/(.*) /v1/$1 break; proxy_pass'),
    {
      name: 'the backend asks who is there',
      files: {
        ...FILES,
        'prometheus.yml': PROMETHEUS.replace(
          '    static',
          '    authorization: {credentials_file: /run/token}\n    static',
        ).replace('authorization: {', 'authorization:\n      {'),
      },
    },
    {
      name: 'a path of the application that is called so, and a guarded route',
      files: {
        'compose.yaml': COMPOSE.replace('image: example/api:1', 'build: ./api'),
        'prometheus.yml': 'scrape_configs: []\n',
        'default.conf': SITE.replace('/api/', '/metrics'),
        'api/main.py':
          'from prometheus_client import generate_latest\n\n@app.get("/metrics", dependencies=[Depends(admin)])\ndef metrics(): ...\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'published to this host alone',
      files: { ...FILES, 'compose.yaml': COMPOSE.replace('80:80', '127.0.0.1:80:80') },
    },
    {
      name: 'a server at a port that is not published',
      files: { ...FILES, 'default.conf': SITE.replace('listen 80', 'listen 8081') },
    },
    { name: 'no nginx', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
  ],
});
