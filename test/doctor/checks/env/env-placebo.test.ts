import { envPlacebo } from '../../../../src/doctor/checks/env/env-placebo.ts';
import { testCheck } from '../../test-check.ts';

testCheck(envPlacebo, {
  sick: [
    {
      name: 'several of an env file, of a backend whose sources tell what they read',
      files: {
        'compose.yaml': `services:
  backend:
    build: ./backend
    env_file: .env
    command: ["uvicorn", "app:app", "--workers", "$$START_WORKERS"]
  redis:
    image: redis:8
    env_file: .env
`,
        '.env': [
          'POOL_SIZE=5',
          'MAX_CONCURRENT_REQUESTS=100',
          'START_WORKERS=2',
          'QDRANT_POOL_SIZE=10 # of the client',
          'database_url=x',
          'TZ=Europe/Berlin',
          'UVICORN_LOG_LEVEL=info',
          'HF_HOME=/models',
          '',
        ].join('\n'),
        'backend/app.py':
          'import os\npool = os.getenv("POOL_SIZE", "5")\nclass S(BaseSettings):\n    database_url: str\n',
        'backend/requirements.txt': 'fastapi\n',
        'backend/Dockerfile': 'FROM python:3.12-slim\nCOPY . .\n',
      },
      finds: [
        {
          at: '.env:2:1',
          message: /^2 variables of \.env are read by nothing: MAX_CONCURRENT_REQUESTS, QDRANT_POOL_SIZE\.$/,
          by: ['config'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the wrong name of one that the image reads, list and mapping',
      files: {
        'compose.yaml': `services:
  redis-exporter:
    image: oliver006/redis_exporter:v1.86.0
    environment:
      - REDIS_ADDR=redis://redis:6379
      - REDIS_EXPORTER_INCLUDE_CONFIG_METRICS=true # limits
  postgres-exporter:
    image: quay.io/prometheuscommunity/postgres-exporter:v0.19.1
    environment:
      DATA_SOURCE_USER: cv
      DATA_SOURCE_PASSWORD: \${PG_PASSWORD:-of-the-test}
`,
      },
      finds: [
        {
          at: 'compose.yaml:6:9',
          message:
            /^redis-exporter is given REDIS_EXPORTER_INCLUDE_CONFIG_METRICS, which its image does not read/,
          fix: 'safe',
        },
        {
          at: 'compose.yaml:11:29',
          message: /^postgres-exporter is given DATA_SOURCE_PASSWORD/,
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /- REDIS_EXPORTER_INCL_CONFIG_METRICS=true # limits\n[^]*DATA_SOURCE_PASS: \$\{PG_PASSWORD:-of-the-test\}\n/,
        },
      },
    },
    {
      name: 'names that no image has: the right way is no variable',
      files: {
        'compose.yaml': `services:
  nginx:
    image: nginx:1.30-alpine
    environment:
      NGINX_WORKER_CONNECTIONS: "4096"
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
  qdrant:
    image: qdrant/qdrant:v1.18.3
    environment: ["MAX_SEARCHES=4"]
`,
        'nginx.conf': 'events {}\n',
      },
      finds: [
        { at: 'compose.yaml:5:33', message: /^nginx is given NGINX_WORKER_CONNECTIONS/, fix: 'none' },
        { at: 'compose.yaml:9:19', message: /^qdrant is given MAX_SEARCHES/, fix: 'none' },
      ],
    },
  ],
  healthy: [
    {
      name: 'read by a template, a script of the database, a health check, a shell command, a compose file, another service',
      files: {
        'compose.yaml': `services:
  nginx:
    image: nginx:1.30
    environment: {API_UPSTREAM: "backend:8000"}
    volumes: ["./templates:/etc/nginx/templates:ro"]
  postgres:
    image: postgres:17
    environment: {POSTGRES_PASSWORD: x, APP_ROLE: app, PGPORT: "5432"}
    volumes: ["./init.sh:/docker-entrypoint-initdb.d/init.sh:ro"]
  redis:
    image: redis:8
    environment: {REDIS_PASSWORD: x}
    command: sh -c 'exec redis-server --requirepass "$$REDIS_PASSWORD"'
    env_file: .env
  worker:
    build: ./worker
    image: worker:\${VERSION}
    env_file: .env
`,
        '.env': 'VERSION=1\nQUEUE_NAME=cvs\nSECOND=1\n',
        'templates/default.conf.template': 'upstream api { server ${API_UPSTREAM}; }\n',
        'init.sh': 'psql -c "CREATE ROLE $APP_ROLE"\n',
        'worker/package.json': '{}',
        'worker/index.js': 'export const { QUEUE_NAME, SECOND } = process.env;\n',
      },
    },
  ],
  notApplicable: [{ name: 'no variable', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
  notObservable: [
    {
      name: "another's program, with a little added",
      files: {
        'compose.yaml': 'services:\n  web:\n    build: .\n    environment: {SEARCH_BACKEND: http://search}\n',
        Dockerfile: 'ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nCOPY plugin.py .\n',
        'plugin.py': 'print(1)\n',
      },
    },
    {
      name: 'an image that nobody here knows, and code that reads what comes',
      files: {
        'compose.yaml':
          'services:\n  a:\n    image: team/a:1\n    environment: {X_LIMIT: "1"}\n  b:\n    build: ./b\n    environment: {Y_LIMIT: "1"}\n',
        'b/main.py': 'import os\nfor key, value in os.environ.items():\n    print(key)\n',
      },
    },
    {
      name: 'a language whose readers are not known well enough, and settings with a prefix',
      files: {
        'compose.yaml':
          'services:\n  a:\n    build: ./a\n    environment: {X_LIMIT: "1"}\n  b:\n    build: ./b\n    environment: {CV_LIMIT: "1"}\n',
        'a/go.mod': 'module a\n',
        'a/main.go': 'package main\n',
        'b/main.py': 'class S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="CV_")\n',
      },
    },
  ],
});
