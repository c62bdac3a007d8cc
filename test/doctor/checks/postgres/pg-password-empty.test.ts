import { pgPasswordEmpty } from '../../../../src/doctor/checks/postgres/pg-password-empty.ts';
import { testCheck } from '../../test-check.ts';
import { postgresLive } from './postgres-live.ts';

const db = (...lines: readonly string[]): string =>
  `services:\n  db:\n    image: pgvector/pgvector:pg17\n${lines.map((line) => `    ${line}\n`).join('')}`;
const LOG = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
`;

testCheck(pgPasswordEmpty, {
  sick: [
    {
      name: 'empty in .env, and the image says so',
      files: {
        'compose.yaml': db('environment:', '  POSTGRES_PASSWORD: ${DB_PASSWORD}'),
        '.env': 'DB_PASSWORD=\n',
      },
      logs: { db: LOG },
      finds: [
        {
          at: 'compose.yaml:5:26',
          message: /^POSTGRES_PASSWORD of db is empty, /,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'an env file with nothing behind the sign',
      files: { 'compose.yaml': db('env_file: ./db.env'), 'db.env': 'POSTGRES_DB=app\nPOSTGRES_PASSWORD=\n' },
      finds: [{ at: 'db.env:2:1', message: /is empty/, by: ['config'] }],
    },
    {
      name: 'none at all',
      files: { 'compose.yaml': db('environment: {POSTGRES_DB: app}') },
      finds: [{ at: 'compose.yaml:4:18', message: /db has no POSTGRES_PASSWORD/ }],
    },
  ],
  healthy: [
    { name: 'a password', files: { 'compose.yaml': db('environment: [POSTGRES_PASSWORD=s3cret-of-db]') } },
    {
      name: 'a file that holds it',
      files: { 'compose.yaml': db('environment:', '  POSTGRES_PASSWORD_FILE: /run/secrets/db') },
    },
    {
      name: 'trust, which is another matter',
      files: { 'compose.yaml': db('environment:', '  POSTGRES_HOST_AUTH_METHOD: trust') },
    },
    { name: 'passed on by the shell', files: { 'compose.yaml': db('environment: [POSTGRES_PASSWORD]') } },
    {
      name: 'by a variable that nothing sets, which is told as that',
      files: { 'compose.yaml': db('environment:', '  POSTGRES_PASSWORD: ${DB_PASSWORD}') },
    },
    {
      name: 'the same in a list',
      files: { 'compose.yaml': db('environment:', '  - "POSTGRES_PASSWORD=${DB_PASSWORD}"') },
    },
    { name: 'an env file that is not here', files: { 'compose.yaml': db('env_file: ./db.env') } },
    {
      name: 'it answers: its data folder was made before',
      files: { 'compose.yaml': db('environment: {POSTGRES_DB: app}') },
      live: postgresLive({}),
    },
  ],
  notApplicable: [
    {
      name: 'a standby, started by a script of its own',
      files: {
        'compose.yaml': db('entrypoint: [bash, /start-replica.sh]', 'environment: {POSTGRES_DB: app}'),
      },
    },
    {
      name: 'a tool of the image, which starts no server',
      files: { 'compose.yaml': db('command: [pg_dump, app]', 'environment: {POSTGRES_DB: app}') },
    },
    {
      name: 'an image with a start program of its own',
      files: { 'compose.yaml': 'services:\n  db:\n    image: bitnami/postgresql:17\n' },
    },
  ],
});
