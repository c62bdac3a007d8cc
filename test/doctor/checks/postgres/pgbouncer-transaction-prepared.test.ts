import { pgbouncerTransactionPrepared } from '../../../../src/doctor/checks/postgres/pgbouncer-transaction-prepared.ts';
import { testCheck } from '../../test-check.ts';

const stack = (url: string, pooler: string): string => `services:
  api:
    build: ./api
    environment:
      DATABASE_URL: ${url}
  pooler:
${pooler}  db:
    image: postgres:16-alpine
`;
const ASYNC = 'postgresql+asyncpg://app:pw@pooler:5432/cvs';
const edoburu = (tag: string, more = ''): string =>
  `    image: registry.example.com/edoburu/pgbouncer:${tag}\n    environment:\n      - DB_HOST=db\n      - POOL_MODE=transaction\n${more}`;
const mounted =
  '    image: pgbouncer/pgbouncer:1.23.1\n    volumes:\n      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini:ro\n';
const ini = (more: string): string => `[databases]
* = host=db port=5432
[pgbouncer]
listen_addr = 0.0.0.0
; pool_mode = session
${more}[users]
`;
const python = (requirements: string, code: string): Record<string, string> => ({
  'api/requirements.txt': requirements,
  'api/db.py': code,
});
const ALCHEMY = python(
  'sqlalchemy[asyncio]\nasyncpg\n',
  'from sqlalchemy.ext.asyncio import create_async_engine\nengine = create_async_engine(os.environ["DATABASE_URL"])\n',
);
const PSYCOPG = python('psycopg[binary]>=3.1\n', 'psycopg.connect(os.environ["DATABASE_URL"])\n');
const PRISMA = {
  'api/package.json': '{"dependencies":{"@prisma/client":"6","express":"4"}}',
  'api/db.ts': 'process.env.DATABASE_URL\n',
};
const LOST = 'ERROR:  prepared statement "__asyncpg_stmt_5__" does not exist\n';

testCheck(pgbouncerTransactionPrepared, {
  sick: [
    {
      name: 'asyncpg through 1.23, where they are off by default, by variables of the image',
      files: { 'compose.yaml': stack(ASYNC, edoburu('v1.23.1-p2')), ...ALCHEMY },
      logs: { db: LOST, api: 'prepared statement "__asyncpg_stmt_5__" already exists\n' },
      finds: [
        {
          at: 'compose.yaml:10:9',
          message: /^pooler gives each transaction another connection .* which api \(asyncpg\) uses/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /- POOL_MODE=transaction\n {6}- MAX_PREPARED_STATEMENTS=200\n/ } },
    },
    {
      name: 'switched off in a file, for psycopg 3',
      files: {
        'compose.yaml': stack('postgresql://app:pw@pooler:6432/cvs', mounted.replace('1.23.1', '1.24.1')),
        'pgbouncer.ini': ini('pool_mode = transaction\nmax_prepared_statements = 0\n'),
        ...PSYCOPG,
      },
      finds: [
        { at: 'pgbouncer.ini:7:27', message: /api \(psycopg 3\) uses/, by: ['config'], fix: 'confirm' },
      ],
      afterFix: { texts: { 'pgbouncer.ini': /^max_prepared_statements = 200$/m } },
    },
    {
      name: 'not named in the file: the line goes beside the mode, in its section',
      files: {
        'compose.yaml': stack('postgresql://app:pw@pooler:6432/cvs', mounted),
        'pgbouncer.ini': ini('pool_mode=transaction\r\nmax_client_conn = 200\r\n').replaceAll(
          /\r?\n/g,
          '\r\n',
        ),
        ...PRISMA,
      },
      finds: [{ at: 'pgbouncer.ini:6:11', message: /api \(Prisma\) uses/, fix: 'confirm' }],
      afterFix: {
        texts: {
          'pgbouncer.ini': /^pool_mode=transaction\r\nmax_prepared_statements = 200\r\nmax_client_conn/m,
        },
      },
    },
    {
      name: 'a version that has no such setting: no edit brings it',
      files: { 'compose.yaml': stack(ASYNC, edoburu('1.18.0')), ...ALCHEMY },
      finds: [{ at: 'compose.yaml:10:9', message: /keeps no prepared statements/, fix: 'none' }],
    },
    {
      name: "Bitnami's, with clients that are not known, by the log alone",
      files: {
        'compose.yaml': stack(
          'postgres://app:pw@pooler/cvs',
          '    image: bitnamilegacy/pgbouncer:1.22.0-debian-12-r1\n    environment:\n      PGBOUNCER_POOL_MODE: transaction\n',
        ),
        'api/main.go': 'package main\n',
      },
      logs: { '': 'api-1  | pq: prepared statement "1" does not exist\n' },
      finds: [
        { at: 'compose.yaml:9:28', message: /which its clients use/, by: ['config', 'log'], fix: 'none' },
      ],
    },
    {
      name: "Bitnami's, which reads the variable that switches them off",
      files: {
        'compose.yaml': stack(
          ASYNC,
          '    image: bitnamilegacy/pgbouncer:1.24.1\n    environment:\n      PGBOUNCER_POOL_MODE: transaction\n      PGBOUNCER_MAX_PREPARED_STATEMENTS: ${KEPT:-0}\n',
        ),
        '.env': 'KEPT=0\n',
        ...ALCHEMY,
      },
      finds: [{ at: '.env:1:1', message: /api \(asyncpg\) uses/, by: ['config'], fix: 'confirm' }],
      afterFix: { texts: { '.env': /^KEPT=200$/m } },
    },
  ],
  healthy: [
    {
      name: '1.24 keeps 200 by itself',
      files: { 'compose.yaml': stack(ASYNC, edoburu('v1.24.1-p1')), ...ALCHEMY },
    },
    {
      name: 'set to 100',
      files: {
        'compose.yaml': stack(ASYNC, edoburu('1.22.1-p0', '      - MAX_PREPARED_STATEMENTS=100\n')),
        ...ALCHEMY,
      },
    },
    {
      name: 'pooling of sessions, the default',
      files: { 'compose.yaml': stack(ASYNC, mounted), 'pgbouncer.ini': ini(''), ...ALCHEMY },
    },
    {
      name: 'SQLAlchemy is told to keep none',
      files: {
        'compose.yaml': stack(ASYNC, edoburu('1.23.1')),
        ...python(
          'sqlalchemy\nasyncpg\n',
          'from sqlalchemy.ext.asyncio import create_async_engine\ncreate_async_engine(url, connect_args={"statement_cache_size": 0})\n',
        ),
      },
    },
    {
      name: 'the same in the URL',
      files: {
        'compose.yaml': stack(`${ASYNC}?prepared_statement_cache_size=0`, edoburu('1.23.1')),
        ...ALCHEMY,
      },
    },
    {
      name: 'psycopg2 names no statements',
      files: {
        'compose.yaml': stack('postgresql://app:pw@pooler/cvs', edoburu('1.23.1')),
        ...python('psycopg2-binary\n', 'psycopg2.connect(os.environ["DATABASE_URL"])\n'),
      },
    },
    {
      name: 'Prisma is told of it',
      files: {
        'compose.yaml': stack('postgresql://app:pw@pooler/cvs?pgbouncer=true', edoburu('1.23.1')),
        ...PRISMA,
      },
    },
  ],
  notApplicable: [
    { name: 'no PgBouncer', files: { 'compose.yaml': 'services:\n  db:\n    image: postgres:16\n' } },
  ],
  notObservable: [
    {
      name: 'a tag that moves',
      files: { 'compose.yaml': stack(ASYNC, edoburu('latest')), ...ALCHEMY },
    },
    {
      name: 'a mode for each database',
      files: {
        'compose.yaml': stack(ASYNC, mounted),
        'pgbouncer.ini': ini('pool_mode = transaction\n').replace('port=5432', 'port=5432 pool_mode=session'),
        ...ALCHEMY,
      },
    },
    {
      name: 'a client of which nothing is known',
      files: {
        'compose.yaml': stack('postgres://app:pw@pooler/cvs', edoburu('1.23.1')).replace(
          'build: ./api',
          'image: team/api:4',
        ),
      },
    },
  ],
});
