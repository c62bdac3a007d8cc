import { pgConnectionBudget } from '../../../../src/doctor/checks/postgres/pg-connection-budget.ts';
import { testCheck } from '../../test-check.ts';

const ENGINE = `import os
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine(
    os.environ["DATABASE_URL"],
    pool_size=int(os.getenv("DB_POOL", "20")),  # per process
    max_overflow=int(os.environ.get("DB_OVERFLOW", 10)),
)
`;
const compose = (backend: string, db = ''): string => `services:
  db:
    image: postgres:16
${db}  api:
    build: ./api
    environment:
      DATABASE_URL: postgresql+asyncpg://cv:\${PW}@db:5432/cv
${backend}`;
const stack = (backend: string, engine = ENGINE, db = ''): Record<string, string> => ({
  'compose.yaml': compose(backend, db),
  'api/Dockerfile': 'FROM python:3.12\nCMD ["uvicorn", "app:app", "--workers", "4"]\n',
  'api/db.py': engine,
});
const REFUSED = '2026-11-22 06:10:16.603 UTC [8741] FATAL:  sorry, too many clients already\n';

testCheck(pgConnectionBudget, {
  sick: [
    {
      name: 'variables in .env, four processes of three instances, and the log agrees',
      files: {
        ...stack('    env_file: .env\n    deploy:\n      replicas: 3\n'),
        '.env': '# pools\nDB_POOL=20\nDB_OVERFLOW=10\n',
      },
      logs: { db: REFUSED.repeat(3) },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /may open 372 connections and db accepts 100: api: 3 × 4 processes × \(20 \+ 10\) = 360/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { '.env': /# pools\nDB_POOL=5\nDB_OVERFLOW=2\n/ } },
    },
    {
      name: 'defaults of SQLAlchemy are terms; max_connections in the file that is read',
      files: {
        ...stack(
          '    deploy:\n      replicas: 2\n',
          'engine = create_engine(url)\n',
          '    command: postgres -c config_file=/etc/pg.conf\n    volumes:\n      - ./pg.conf:/etc/pg.conf\n',
        ),
        'pg.conf': "listen_addresses = '*'\nmax_connections = 60\n",
      },
      finds: [
        { at: 'pg.conf:2:19', message: /may open 132 .* 2 × 4 processes × \(5 \+ 10\) = 120/, fix: 'none' },
      ],
    },
    {
      name: 'a settings class, its variable behind another, and a worker of the same image',
      files: {
        ...stack(
          '',
          'from .settings import settings\nengine = create_async_engine(settings.url, pool_size=settings.pool_size, max_overflow=0)\n',
        ),
        'compose.yaml': `${compose('      POOL_SIZE: ${POOL:-40}\n    image: cv-api\n', '    command: ["postgres", "-c", "max_connections=120"]\n')}  jobs:
    image: cv-api
    command: celery -A app worker --concurrency 2
    environment:
      DATABASE_URL: postgresql://cv:\${PW}@db:5432/cv
      POOL_SIZE: "10"
`,
        'api/settings.py':
          'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    url: str\n    pool_size: int = 5\n',
        '.env': 'PW=x\nPOOL=50\n',
      },
      finds: [
        {
          at: 'compose.yaml:4:33',
          message: /api: 1 × 4 processes × \(50 \+ 0\) = 200; jobs: 1 × 2 processes × \(10 \+ 0\) = 20/,
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { '.env': /POOL=24/, 'compose.yaml': /POOL_SIZE: "?4"?\n/ } },
    },
  ],
  healthy: [
    { name: 'it fits', files: stack('      DB_POOL: "8"\n      DB_OVERFLOW: "4"\n') },
    {
      name: 'sqlite in tests and NullPool behind PgBouncer count for nothing',
      files: {
        ...stack('', 'engine = create_engine(url, pool_size=5, max_overflow=5)\n'),
        'api/tests/conftest.py': 'engine = create_engine("sqlite://", pool_size=500)\n',
        'api/jobs.py': 'other = create_engine(url, poolclass=NullPool)\n',
      },
    },
    {
      name: 'two branches of which one runs',
      files: stack(
        '',
        'if debug:\n    engine = create_engine(url, pool_size=10, max_overflow=0)\nelse:\n    engine = create_engine(url, pool_size=20, max_overflow=0)\n',
      ),
    },
    {
      name: 'node-postgres with its ten connections',
      files: {
        'compose.yaml': compose(''),
        'api/package.json': '{"dependencies":{"express":"5","pg":"8"}}',
        'api/db.js': 'export const pool = new Pool({ connectionString: process.env.DATABASE_URL });\n',
      },
    },
  ],
  notApplicable: [
    { name: 'no program', files: { 'compose.yaml': 'services:\n  db:\n    image: postgres:16\n' } },
  ],
  notObservable: [
    {
      name: 'an image whose pool nobody sees',
      files: {
        'compose.yaml':
          'services:\n  db:\n    image: postgres:16\n  api:\n    image: example/api:1\n    environment:\n      DATABASE_URL: postgresql://cv:x@db/cv\n',
      },
    },
    {
      name: 'options that are built elsewhere',
      files: stack('', 'engine = create_engine(url, **options)\n'),
    },
    {
      name: 'processes that a variable sets which nothing gives',
      files: {
        ...stack(''),
        'api/Dockerfile': 'FROM python:3.12\nCMD ["./start.sh"]\n',
        'api/start.sh': 'exec uvicorn app:app --workers "$WORKERS"\n',
      },
    },
  ],
});
