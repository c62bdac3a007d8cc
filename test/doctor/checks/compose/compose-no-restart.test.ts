import { composeNoRestart } from '../../../../src/doctor/checks/compose/compose-no-restart.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeNoRestart, {
  sick: [
    {
      name: 'two services of three',
      files: {
        'compose.yaml': `services:
  redis:
    image: redis:7-alpine # the cache
  backend:
    build: ./api
    restart: unless-stopped
  qdrant:
    image: qdrant/qdrant:v1.18.3
`,
      },
      finds: [
        { at: 'compose.yaml:2:3', message: /^redis stays down/, by: ['config'], fix: 'safe' },
        { at: 'compose.yaml:7:3', message: /^qdrant stays down/ },
      ],
      afterFix: {
        texts: { 'compose.yaml': /image: redis:7-alpine # the cache\n {4}restart: unless-stopped\n/ },
      },
    },
    {
      name: 'servers that migrate first, or look like a job by a name or an address alone',
      files: {
        'compose.yaml': `services:
  api:
    image: example/api:1
    command: sh -c "python manage.py migrate && gunicorn app"
  web:
    image: example/web:1
    command: serve --migrate --database postgres://db:5432/app
  test-db:
    image: postgres:18
`,
      },
      finds: [
        { at: 'compose.yaml:2:3', message: /^api/ },
        { at: 'compose.yaml:5:3', message: /^web/ },
        { at: 'compose.yaml:8:3', message: /^test-db/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'what runs once by its name, its image, its Dockerfile or its command, and a template for others',
      files: {
        'compose.yaml': `services:
  db-migrate:
    image: example/api:1
  buckets:
    image: minio/minio:RELEASE.2025-01-01T00-00-00Z
    entrypoint: /bin/sh -c "sleep 5; mc alias set s http://minio; mc mb s/files; exit 0;"
  browser:
    build: {context: ., dockerfile: web/Dockerfile.playwright}
    ports: ["9323:9323"]
  prepare:
    image: example/api:1
    command: ["sh", "-c", "alembic upgrade head"]
  dump:
    image: postgres:18
    command: pg_dump -h db app
  base: &base
    image: example/api:1
    env_file: [{path: api.env, required: false}]
  api:
    <<: *base
    restart: always
`,
      },
    },
    {
      name: 'a policy, a decision, a job that ends, and the swarm form',
      files: {
        'compose.yaml': `services:
  redis:
    image: redis:7-alpine
    restart: always
    depends_on:
      migrate:
        condition: service_completed_successfully
  migrate:
    image: migrate
  once:
    image: busybox
    restart: "no"
  api:
    image: api
    deploy:
      restart_policy:
        condition: on-failure
`,
      },
    },
    {
      name: 'the override has it',
      files: {
        'compose.yaml': 'services:\n  redis:\n    image: redis:7-alpine\n',
        'compose.override.yaml': 'services:\n  redis:\n    restart: unless-stopped\n',
      },
    },
  ],
  notApplicable: [{ name: 'no compose file', files: { 'readme.txt': 'nothing here\n' } }],
});
