import { pgSslmodeNoServerTls } from '../../../../src/doctor/checks/postgres/pg-sslmode-no-server-tls.ts';
import { testCheck } from '../../test-check.ts';

const stack = (client: string, server = ''): string => `services:
  api:
    image: registry.example.com:5000/team/api:4
    environment:
${client}  db:
    image: docker.io/library/postgres:16-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000
${server}`;
const url = (query: string, scheme = 'postgresql'): string =>
  `      DATABASE_URL: "${scheme}://app:pw@db:5432/cvs${query}"\n`;
const exporter = (uri: string, image: string): string => `services:
  exporter:
    image: ${image}
    environment:
      DATA_SOURCE_URI: ${uri}
  db:
    image: postgres:16
`;
const liveSsl = (value: string) => ({
  postgres: new Map([
    [
      'db',
      {
        seen: true as const,
        value: {
          version: 16,
          settings: new Map([['ssl', { value, unit: '', source: 'default', pendingRestart: false }]]),
          fileErrors: [],
          connections: 1,
        },
      },
    ],
  ]),
});

testCheck(pgSslmodeNoServerTls, {
  sick: [
    {
      name: 'a URL that was made for a hosted database, and the refusal in the log of its client',
      files: { 'compose.yaml': stack(url('?application_name=api&sslmode=require')) },
      logs: {
        '': 'api-1  | connection to server at "db", port 5432 failed: server does not support SSL, but SSL was required\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:75',
          message: /api insists on TLS \(sslmode=require in DATABASE_URL\), and db does not speak it/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /cvs\?application_name=api&sslmode=disable"/ } },
    },
    {
      name: 'behind a variable of .env that two services share, for asyncpg, and the server says so itself',
      files: {
        'compose.yaml': `services:
  api: &app
    image: team/api:4
    environment:
      DB: \${DB_URL}
  worker:
    <<: *app
    command: celery -A app worker
  db:
    image: pgvector/pgvector:pg17
    command: postgres -c max_connections=50
`,
        '.env': 'DB_URL=postgresql+asyncpg://app:pw@db/cvs?ssl=require\n',
      },
      live: liveSsl('off'),
      finds: [
        {
          at: '.env:1:43',
          message: /api, worker insist on TLS \(ssl=require in DB\)/,
          by: ['config', 'live'],
          fix: 'confirm',
        },
      ],
      afterFix: { live: liveSsl('off'), texts: { '.env': /cvs\?ssl=disable$/m } },
    },
    {
      name: 'by the variables of libpq, against a file that says off',
      files: {
        'compose.yaml': stack(
          '      - PGHOST=db\n      - PGSSLMODE=require\n',
          '    command: ["-c", "config_file=/etc/postgresql.conf"]\n    volumes:\n      - ./postgresql.conf:/etc/postgresql.conf:ro\n',
        ),
        'postgresql.conf': "listen_addresses = '*'\nssl = off\n",
      },
      finds: [{ at: 'compose.yaml:6:9', message: /PGSSLMODE=require/, by: ['config'], fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /- PGSSLMODE=disable\n/ } },
    },
    {
      name: 'of a Java program, whose ssl=true verifies',
      files: { 'compose.yaml': stack(url('?ssl=true', 'jdbc:postgresql')) },
      finds: [{ at: 'compose.yaml:5:59', message: /ssl=true in DATABASE_URL/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /cvs\?sslmode=disable"/ } },
    },
    {
      name: 'a verified name is wanted: no edit gives that up',
      files: { 'compose.yaml': stack('      DB_HOST: db:5432\n      DB_SSL_MODE: verify-full\n') },
      finds: [{ at: 'compose.yaml:6:20', message: /DB_SSL_MODE=verify-full/, fix: 'none' }],
    },
    {
      name: 'variables of an env file that several read, the server too',
      files: {
        'compose.yaml': `services:
  db: {image: "postgres:16", env_file: .env}
  api: {image: "team/api:4", env_file: .env}
  worker: {image: "team/api:4", env_file: .env}
`,
        '.env': 'PGHOST=db\nPGSSLMODE=require\n',
      },
      finds: [
        { at: '.env:2:1', message: /^api, worker insist on TLS \(PGSSLMODE=require\)/, fix: 'confirm' },
      ],
      afterFix: { texts: { '.env': /^PGSSLMODE=disable$/m } },
    },
    {
      name: "two exporters whose URL is handed on from .env: the line is a person's to change",
      files: {
        'compose.yaml': `services:
  one: {image: "prometheuscommunity/postgres-exporter:v0.17.1", environment: [DATA_SOURCE_NAME]}
  two: {image: "prometheuscommunity/postgres-exporter:v0.17.1", environment: ["DATA_SOURCE_NAME=\${DATA_SOURCE_NAME}"]}
  db: {image: "postgres:16"}
`,
        '.env': 'DATA_SOURCE_NAME=postgresql://app:pw@db/cvs\n',
      },
      finds: [{ at: '.env:1:1', message: /^one, two insist on TLS/, fix: 'none' }],
    },
    {
      name: 'PgBouncer, of the server behind it',
      files: {
        'compose.yaml': stack('      - DB_HOST=db\n      - SERVER_TLS_SSLMODE=require\n').replace(
          'team/api:4',
          'edoburu/pgbouncer:v1.24.1-p1',
        ),
      },
      logs: { api: 'LOG S-0x5: cvs/app@172.18.0.3:5432 closing because: server refused SSL (age=0s)\n' },
      finds: [
        {
          at: 'compose.yaml:6:9',
          message: /SERVER_TLS_SSLMODE=require/,
          by: ['config', 'log'],
          fix: 'confirm',
        },
      ],
    },
    {
      name: 'an exporter whose URL says nothing, which its driver takes for require',
      files: {
        'compose.yaml': exporter('db:5432/cvs', 'prometheuscommunity/postgres-exporter:v0.17.1'),
      },
      logs: { exporter: 'level=error msg="collector failed" err="pq: SSL is not enabled on the server"\n' },
      finds: [
        {
          at: 'compose.yaml:5:24',
          message:
            /^exporter insists on TLS \(DATA_SOURCE_URI names no sslmode, and its driver takes require\)/,
          by: ['config', 'log'],
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /DATA_SOURCE_URI: db:5432\/cvs\?sslmode=disable\n/ } },
    },
    {
      name: 'the same by its whole URL, with variables that stay',
      files: {
        'compose.yaml': exporter(
          'none\n      DATA_SOURCE_NAME: postgresql://app:${PW}@db/cvs?connect_timeout=5',
          'quay.io/prometheuscommunity/postgres-exporter:v0.20.1@sha256:0000000000000000000000000000000000000000000000000000000000000000',
        ),
        '.env': 'PW=pw\n',
      },
      finds: [{ at: 'compose.yaml:6:25', message: /DATA_SOURCE_NAME names no sslmode/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /app:\$\{PW\}@db\/cvs\?connect_timeout=5&sslmode=disable\n/ } },
    },
  ],
  healthy: [
    {
      name: 'an exporter that is told to do without',
      files: {
        'compose.yaml': exporter(
          'db:5432/cvs?sslmode=disable',
          'prometheuscommunity/postgres-exporter:v0.17.1',
        ),
      },
    },
    {
      name: 'the same by the variable of libpq',
      files: {
        'compose.yaml': exporter(
          'db:5432/cvs\n      PGSSLMODE: disable',
          'prometheuscommunity/postgres-exporter:v0.17.1',
        ),
      },
    },
    {
      name: 'an exporter whose version, and with it its driver, is not known',
      files: { 'compose.yaml': exporter('db:5432/cvs', 'prometheuscommunity/postgres-exporter:latest') },
    },
    { name: 'nothing is asked for', files: { 'compose.yaml': stack(url('')) } },
    { name: 'TLS where there is some', files: { 'compose.yaml': stack(url('?sslmode=prefer')) } },
    { name: 'said to do without', files: { 'compose.yaml': stack(url('?sslmode=disable')) } },
    {
      name: 'ssl on the command line',
      files: { 'compose.yaml': stack(url('?sslmode=require'), '    command: -c ssl=on\n') },
    },
    {
      name: 'the running server speaks it, whatever the files say',
      files: { 'compose.yaml': stack(url('?sslmode=verify-full')) },
      live: liveSsl('on'),
    },
    {
      name: 'the database is hosted elsewhere, and the local one is for tests',
      files: {
        'compose.yaml': stack(
          '      DATABASE_URL: postgresql://app:pw@ep-cool-1.eu-central-1.example.com/cvs?sslmode=require\n',
        ),
      },
    },
    {
      name: 'sslmode for asyncpg, which has no such parameter: another matter',
      files: { 'compose.yaml': stack(url('?sslmode=require', 'postgresql+asyncpg')) },
    },
    {
      name: 'who asks for it is not started',
      files: {
        'compose.yaml': stack(`      A: b\n`).replace(
          '  db:\n',
          `  migrate:\n    image: team/api:4\n    profiles: [tools]\n    environment:\n${url('?sslmode=require')}  db:\n`,
        ),
      },
    },
  ],
  notApplicable: [
    {
      name: 'no PostgreSQL here',
      files: {
        'compose.yaml': `services:\n  api:\n    image: team/api:4\n    environment:\n${url('?sslmode=require')}`,
      },
    },
  ],
  notObservable: [
    {
      name: 'its configuration file is not here',
      files: {
        'compose.yaml': stack(url('?sslmode=require'), '    command: -c config_file=/etc/pg.conf\n'),
      },
    },
    {
      name: 'initdb writes it',
      files: {
        'compose.yaml': stack(
          url('?sslmode=require'),
          '    environment:\n      POSTGRES_INITDB_ARGS: --data-checksums -c ssl=on\n',
        ),
      },
    },
    {
      name: 'an image of its own may have turned it on',
      files: {
        'compose.yaml': stack(url('?sslmode=require'), '    build: ./db\n'),
        'db/Dockerfile': 'FROM postgres:16\n',
      },
    },
    {
      name: 'a script of the first start turns it on',
      files: {
        'compose.yaml': stack(
          url('?sslmode=require'),
          '    volumes:\n      - ./initdb:/docker-entrypoint-initdb.d:ro\n',
        ),
        'initdb/10-settings.sh': '#!/bin/sh\necho "ssl = on" >> "$PGDATA/postgresql.conf"\n',
      },
    },
    {
      name: 'a certificate is brought along, and its file says the rest',
      files: {
        'compose.yaml': stack(
          url('?sslmode=require'),
          '    volumes:\n      - ./server.crt:/var/lib/postgresql/server.crt:ro\n',
        ),
        'server.crt': 'a certificate\n',
      },
    },
  ],
});
