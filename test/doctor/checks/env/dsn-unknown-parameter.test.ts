import { dsnUnknownParameter } from '../../../../src/doctor/checks/env/dsn-unknown-parameter.ts';
import { testCheck } from '../../test-check.ts';

const stack = (url: string, more = ''): string => `services:
  api:
    build: ./api
    environment:
      DATABASE_URL: ${url}
${more}  db:
    image: postgres:16-alpine
`;
const python = (requirements: string, code: string): Record<string, string> => ({
  'api/requirements.txt': requirements,
  'api/app/db.py': `import os\n${code}`,
});
const ENGINE =
  'from sqlalchemy.ext.asyncio import create_async_engine\nengine = create_async_engine(os.environ["DATABASE_URL"])\n';
const ALCHEMY = python('fastapi==0.115\nSQLAlchemy[asyncio]==2.0.36\nasyncpg>=0.29  # not psycopg\n', ENGINE);
const PSYCOPG = python(
  'psycopg[binary,pool]>=3.2\n',
  'import psycopg\nconn = psycopg.connect(os.environ["DATABASE_URL"])\n',
);
const ASYNCPG = python(
  'asyncpg\n',
  'import asyncpg\nasync def go():\n    return await asyncpg.connect(os.getenv("DATABASE_URL"))\n',
);
const REDIS = python(
  'redis>=5\n',
  'import redis.asyncio as redis\nclient = redis.from_url(settings.redis_url, decode_responses=True)\n',
);
const PRISMA = {
  'web/package.json': '{"dependencies":{"@prisma/client":"6","express":"4"}}',
  'web/src/db.ts': 'export const url = process.env.DATABASE_URL;\n',
};

testCheck(dsnUnknownParameter, {
  sick: [
    {
      name: 'the URL of a hosted database, for asyncpg through SQLAlchemy: one parameter has another name, one has none',
      files: {
        'compose.yaml': stack(
          'postgresql+asyncpg://app:pw@ep-1.eu.example.com/cvs?sslmode=require&channel_binding=require',
        ),
        ...ALCHEMY,
      },
      logs: { api: "TypeError: connect() got an unexpected keyword argument 'sslmode'\n" },
      finds: [
        {
          at: 'compose.yaml:5:73',
          message:
            /^api cannot connect with DATABASE_URL: SQLAlchemy with asyncpg has no argument "sslmode"\.$/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'confirm',
        },
        {
          at: 'compose.yaml:5:89',
          message: /has no argument "channel_binding"/,
          by: ['config'],
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /example\.com\/cvs\?ssl=require\n/ } },
    },
    {
      name: 'toward the server of the stack, which has no TLS to ask for',
      files: {
        'compose.yaml': stack('"${DB}"'),
        '.env': 'PW=pw\nDB=postgresql+asyncpg://app:${PW}@db:5432/cvs?sslmode=require\n',
        ...ALCHEMY,
      },
      finds: [{ at: '.env:2:47', message: /has no argument "sslmode"/, fix: 'confirm' }],
      afterFix: { texts: { '.env': /cvs\?ssl=disable$/m } },
    },
    {
      name: 'a number, which comes as text: only code can give it',
      files: {
        'compose.yaml': stack(
          'postgresql+asyncpg://app:pw@db/cvs?statement_cache_size=0&prepared_statement_cache_size=0',
        ),
        ...ALCHEMY,
      },
      finds: [
        { at: 'compose.yaml:5:56', message: /needs a number there, and a URL gives text/, fix: 'none' },
      ],
    },
    {
      name: "Prisma's schema, for psycopg, in an env file of its own",
      files: {
        'compose.yaml':
          'services:\n  api:\n    build: ./api\n    env_file: ./api.env\n  db:\n    image: postgres:16\n',
        'api.env': "DATABASE_URL='postgres://app:pw@db:5432/cvs?schema=people&connect_timeout=5'\n",
        ...PSYCOPG,
      },
      logs: { api: 'psycopg.ProgrammingError: invalid URI query parameter: "schema"\n' },
      finds: [
        {
          at: 'api.env:1:45',
          message: /libpq has no option "schema"/,
          by: ['config', 'log'],
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'api.env': /cvs\?options=-csearch_path%3Dpeople&connect_timeout=5'$/m } },
    },
    {
      name: "Prisma's URL, with which another service makes the backup: theirs to part",
      files: {
        'compose.yaml': `services:
  web:
    build: ./web
    environment: &env
      DATABASE_URL: postgresql://app:pw@db:5432/cvs?schema=public
  backup:
    image: postgres:16
    environment: *env
    command: ["sh", "-c", "pg_dump \\"$$DATABASE_URL\\" > /backup/all.sql"]
  db:
    image: postgres:16
`,
        ...PRISMA,
      },
      finds: [
        {
          at: 'compose.yaml:5:53',
          message: /^backup cannot connect with DATABASE_URL: libpq has no option "schema"/,
          fix: 'none',
        },
      ],
    },
    {
      name: 'a mode that is none',
      files: {
        'compose.yaml': stack('postgresql+psycopg2://app:pw@db/cvs?sslmode=disabled'),
        ...python('sqlalchemy\npsycopg2-binary\n', 'import sqlalchemy\n'),
      },
      finds: [
        {
          at: 'compose.yaml:5:57',
          message: /SQLAlchemy with libpq knows no mode "disabled"/,
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /sslmode=disable\n/ } },
    },
    {
      name: 'asyncpg by itself, which sends it on to the server',
      files: { 'compose.yaml': stack('postgresql://app:pw@db/cvs?schema=public'), ...ASYNCPG },
      logs: {
        db: '2026-11-22 11:28:53.041 UTC [31] FATAL:  unrecognized configuration parameter "schema"\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:48',
          message: /asyncpg sends "schema" to the server/,
          by: ['config', 'log'],
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /@db\/cvs\n/ } },
    },
    {
      name: "another client's words for Redis, to redis-py: one is dropped, one has another name, one is a matter of the scheme",
      files: {
        'compose.yaml': stack('none\n      REDIS_URL: redis://cache:6379/0?family=0&connect_timeout=5'),
        ...REDIS,
      },
      logs: {
        api: "TypeError: AbstractConnection.__init__() got an unexpected keyword argument 'family'\n",
      },
      finds: [
        {
          at: 'compose.yaml:6:39',
          message: /^api cannot connect with REDIS_URL: redis-py has no argument "family"/,
          by: ['config', 'log'],
          fix: 'confirm',
        },
        {
          at: 'compose.yaml:6:48',
          message: /redis-py has no argument "connect_timeout"/,
          by: ['config'],
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /cache:6379\/0\?socket_connect_timeout=5\n/ } },
    },
    {
      name: 'TLS by a parameter, which redis-py tells by the scheme',
      files: { 'compose.yaml': stack('none\n      REDIS_URL: redis://cache:6379?ssl=true'), ...REDIS },
      finds: [{ at: 'compose.yaml:6:37', message: /redis-py has no argument "ssl"/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'the words of redis-py',
      files: {
        'compose.yaml': stack(
          'none\n      REDIS_URL: redis://cache/0?socket_timeout=5&max_connections=50&protocol=3',
        ),
        ...REDIS,
      },
    },
    {
      name: 'no parameters',
      files: { 'compose.yaml': stack('postgresql+asyncpg://app:pw@db/cvs'), ...ALCHEMY },
    },
    {
      name: 'those that asyncpg takes from SQLAlchemy',
      files: {
        'compose.yaml': stack(
          'postgresql+asyncpg://app:pw@db/cvs?ssl=require&prepared_statement_cache_size=0&command_timeout=30',
        ),
        ...ALCHEMY,
      },
    },
    {
      name: 'those of libpq',
      files: {
        'compose.yaml': stack(
          'postgresql://app:pw@db/cvs?sslmode=disable&application_name=api&options=-c%20statement_timeout%3D5s',
        ),
        ...PSYCOPG,
      },
    },
    {
      name: 'ssl=true, which libpq takes for JDBC',
      files: { 'compose.yaml': stack('postgresql://app:pw@db/cvs?ssl=true'), ...PSYCOPG },
    },
    {
      name: 'settings of a session for asyncpg',
      files: {
        'compose.yaml': stack('postgresql://app:pw@db/cvs?search_path=people&sslmode=prefer'),
        ...ASYNCPG,
      },
    },
  ],
  notApplicable: [
    { name: 'no URL', files: { 'compose.yaml': 'services:\n  db:\n    image: postgres:16\n' } },
  ],
  notObservable: [
    {
      name: 'a queue reads the URL of Redis in its own way',
      files: {
        'compose.yaml': stack('none\n      REDIS_URL: redis://cache/0?family=0'),
        ...python(
          'celery[redis]\n',
          'from celery import Celery\napp = Celery(broker=os.environ["REDIS_URL"])\n',
        ),
      },
    },
    {
      name: 'an image from elsewhere may take it apart',
      files: {
        'compose.yaml': stack('postgresql+asyncpg://app:pw@db/cvs?sslmode=disable').replace(
          'build: ./api',
          'image: team/api:4',
        ),
      },
    },
    {
      name: 'the code takes it apart',
      files: {
        'compose.yaml': stack('postgresql+asyncpg://app:pw@db/cvs?sslmode=require'),
        ...python(
          'sqlalchemy\nasyncpg\n',
          'from sqlalchemy import make_url\nurl = make_url(os.environ["DATABASE_URL"])\n',
        ),
      },
    },
    {
      name: 'Prisma reads it',
      files: {
        'compose.yaml': stack('postgresql://app:pw@db/cvs?schema=public').replaceAll('api', 'web'),
        ...PRISMA,
      },
    },
    {
      name: 'Django hands on what it likes',
      files: {
        'compose.yaml': stack('postgres://app:pw@db/cvs?schema=public'),
        ...python(
          'django\ndj-database-url\npsycopg2\n',
          'DATABASES = {"default": dj_database_url.config("DATABASE_URL")}\n',
        ),
      },
    },
    {
      name: 'two drivers, of which the code chooses',
      files: {
        'compose.yaml': stack('postgresql://app:pw@db/cvs?schema=public'),
        ...python('asyncpg\npsycopg2\n', 'os.environ["DATABASE_URL"]\n'),
      },
    },
  ],
});
