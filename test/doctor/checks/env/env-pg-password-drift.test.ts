import { envPgPasswordDrift } from '../../../../src/doctor/checks/env/env-pg-password-drift.ts';
import { WRONG_PASSWORD } from '../../../../src/doctor/live/postgres.ts';
import { testCheck } from '../../test-check.ts';

const stack = (url: string, server = ''): string => `services:
  api:
    build: ./api
    environment:
      DATABASE_URL: ${url}
  db:
    image: registry.example.com/library/postgres:16@sha256:0000000000000000000000000000000000000000000000000000000000000000
    environment:
      POSTGRES_USER: app
      POSTGRES_PASSWORD: \${DB_PASSWORD}
      POSTGRES_DB: cvs
${server}    volumes:
      - pgdata:/var/lib/postgresql/data
volumes:
  pgdata:
`;
const SAME = 'postgresql+asyncpg://app:${DB_PASSWORD}@db:5432/cvs';
const files = (url = SAME, server = '') => ({
  'compose.yaml': stack(url, server),
  '.env': 'TZ=UTC\nDB_PASSWORD=winter-of-2026\n',
});
const PUBLISHED = '    ports: ["5432:5432"]\n';
const SERVER = `2026-11-22 06:15:54.218 UTC [31] FATAL:  password authentication failed for user "app"
2026-11-22 06:15:54.218 UTC [31] DETAIL:  Connection matched pg_hba.conf line 100: "host all all all scram-sha-256"
`;
const GUESSES = SERVER.replaceAll('"app"', '"postgres"');
const CLIENT = 'asyncpg.exceptions.InvalidPasswordError: password authentication failed for user "app"\n';
const works = {
  postgres: new Map([
    [
      'db',
      {
        seen: true as const,
        value: { version: 16, settings: new Map(), fileErrors: [], connections: 3 },
      },
    ],
  ]),
};

testCheck(envPgPasswordDrift, {
  sick: [
    {
      name: 'the password of .env was changed after the first start: the clients say so',
      files: files(),
      logs: { db: SERVER, api: CLIENT },
      finds: [
        {
          at: '.env:2:1',
          message:
            /^db refuses POSTGRES_PASSWORD for user "app": its data folder was made with another password/,
          by: ['log', 'config'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'a program that tries again and again, at a server that nobody outside can reach',
      files: files(),
      logs: { db: SERVER.repeat(10) },
      finds: [{ at: '.env:2:1', message: /refuses POSTGRES_PASSWORD for user "app"/, by: ['log', 'config'] }],
    },
    {
      name: 'a published port, but the server refuses its own password, which a file of Compose holds',
      files: {
        'compose.yaml': `services:
  postgres:
    image: timescale/timescaledb:2.17.2-pg16
    environment:
      - POSTGRES_PASSWORD_FILE=/run/secrets/db
    ports:
      - 5432:5432
    secrets: [db]
secrets:
  db:
    file: ./db.txt
`,
        'db.txt': 'of-a-file\n',
      },
      logs: { postgres: GUESSES },
      live: {
        postgres: new Map([
          ['postgres', { seen: false, why: `postgres at 127.0.0.1:5432: ${WRONG_PASSWORD}` }],
        ]),
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /refuses POSTGRES_PASSWORD_FILE for user "postgres"/,
          by: ['live', 'log'],
        },
      ],
    },
    {
      name: 'the user was changed as well: the server has no such role',
      files: files(),
      logs: {
        api: CLIENT,
        db: SERVER.replace('Connection matched', 'Role "app" does not exist.\n\tConnection matched'),
      },
      finds: [
        {
          at: '.env:2:1',
          message: /^db has no user "app": its data folder was made with another POSTGRES_USER/,
        },
      ],
    },
    {
      name: 'a client whose URL has a password of its own, where the files can say it once',
      files: files('postgresql://app:summer-of-2025@db:5432/cvs?connect_timeout=5'),
      logs: { api: CLIENT, db: SERVER },
      live: works,
      finds: [
        {
          at: 'compose.yaml:5:21',
          message:
            /^api sends user "app" with another password \(DATABASE_URL\) than POSTGRES_PASSWORD of db says/,
          by: ['log', 'config'],
          fix: 'confirm',
        },
      ],
      afterFix: {
        texts: { 'compose.yaml': /postgresql:\/\/app:\$\{DB_PASSWORD\}@db:5432\/cvs\?connect_timeout=5/ },
      },
    },
    {
      name: 'an exporter of metrics with a password of another day',
      files: {
        'compose.yaml': `${stack(SAME).replace('volumes:\n  pgdata:\n', '')}  exporter:
    image: quay.io/prometheuscommunity/postgres-exporter:v0.17.1
    environment:
      DATA_SOURCE_URI: db:5432/cvs?sslmode=disable
      DATA_SOURCE_USER: app
      DATA_SOURCE_PASS: summer-of-2025
volumes:
  pgdata:
`,
        '.env': 'DB_PASSWORD=winter-of-2026\n',
      },
      logs: {
        exporter: 'err="pq: password authentication failed for user \\"app\\""\n',
        db: SERVER,
        api: 'up\n',
      },
      finds: [
        {
          at: 'compose.yaml:19:25',
          message: /^exporter sends user "app" with another password \(DATA_SOURCE_PASS\)/,
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /DATA_SOURCE_PASS: \$\{DB_PASSWORD\}/ } },
    },
    {
      name: 'a Java program, whose URL leaves user and password to variables beside it',
      files: files(
        'none\n      SPRING_DATASOURCE_URL: jdbc:postgresql://db:5432/cvs\n      SPRING_DATASOURCE_USERNAME: app\n      SPRING_DATASOURCE_PASSWORD: summer-of-2025',
      ),
      logs: {
        api: 'PSQLException: FATAL: password authentication failed for user "app"\n',
        db: SERVER,
      },
      finds: [
        {
          at: 'compose.yaml:8:35',
          message: /api sends user "app" with another password \(SPRING_DATASOURCE_PASSWORD\)/,
          fix: 'confirm',
        },
      ],
    },
    {
      name: 'Keycloak, which has host, user and password by names of its own',
      files: files(
        'none\n      KC_DB_URL_HOST: db\n      KC_DB_USERNAME: app\n      KC_DB_PASSWORD: summer-of-2025',
      ),
      logs: { api: CLIENT, db: SERVER },
      finds: [{ at: 'compose.yaml:8:23', message: /another password \(KC_DB_PASSWORD\)/, fix: 'confirm' }],
    },
    {
      name: 'a URL with a user, whose password stands apart and is that of the server',
      files: files('postgresql://app@db/cvs\n      DATABASE_PASSWORD: ${DB_PASSWORD}'),
      logs: { api: CLIENT, db: SERVER },
      finds: [{ at: '.env:2:1', message: /^db refuses POSTGRES_PASSWORD for user "app"/, fix: 'none' }],
    },
    {
      name: 'a client by host, user and password apart',
      files: files('none\n      DB_HOST: db\n      DB_USER: app\n      DB_PASSWORD: summer-of-2025'),
      logs: { api: CLIENT, db: SERVER },
      finds: [
        {
          at: 'compose.yaml:8:20',
          message: /api sends user "app" with another password \(DB_PASSWORD\)/,
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /DB_PASSWORD: \$\{DB_PASSWORD\}/ } },
    },
  ],
  healthy: [
    { name: 'nobody is refused', files: files(), logs: { db: 'ready to accept connections\n', api: 'up\n' } },
    { name: 'the server lets the stack in', files: files(), live: works },
    {
      name: 'refused in the past, and let in now',
      files: files(),
      logs: { db: SERVER, api: CLIENT },
      live: works,
    },
    {
      name: 'strangers guess at a published port, other users than that of the stack',
      files: files(SAME, PUBLISHED),
      logs: { db: GUESSES, api: 'up\n' },
    },
    {
      name: 'a client is refused by a database elsewhere',
      files: files('postgresql://cvs:pw@db.example.com/cvs'),
      logs: { db: 'ready\n', api: CLIENT },
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: team/api:1\n' } },
    {
      name: 'no password is given',
      files: {
        'compose.yaml':
          'services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust\n',
      },
    },
  ],
  notObservable: [
    {
      name: 'a person who mistypes it: the programs of the stack do not complain',
      files: files(SAME, '    ports: ["127.0.0.1:5432:5432"]\n'),
      logs: { db: SERVER.repeat(10), api: 'up\n' },
    },
    { name: 'once, and no log of a client', files: files(), logs: { db: SERVER } },
    { name: 'neither a log nor an answer', files: files() },
    {
      name: 'guesses at the very user on a published port, and no log of a client',
      files: files(SAME, PUBLISHED),
      logs: { db: SERVER },
    },
    {
      name: 'the same, written by no known service',
      files: files(SAME, '    network_mode: host\n'),
      logs: { '': SERVER },
    },
  ],
});
