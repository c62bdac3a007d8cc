import { pgHealthcheckNoise } from '../../../../src/doctor/checks/postgres/pg-healthcheck-noise.ts';
import { testCheck } from '../../test-check.ts';

const db = (
  test: string,
  environment = '{POSTGRES_USER: app, POSTGRES_DB: shop, POSTGRES_PASSWORD: x9-of-shop}',
) => ({
  'compose.yaml': `services:
  db:
    image: postgres:17
    environment: ${environment}
    healthcheck:
      test: ${test}
      interval: 10s
`,
});
const fatal = (what: string): string =>
  `2026-11-22 08:37:14.084 UTC [31676] FATAL:  ${what} does not exist\n`.repeat(3);

testCheck(pgHealthcheckNoise, {
  sick: [
    {
      name: 'as root, since nobody is named',
      files: db('[CMD, pg_isready]'),
      logs: { db: fatal('role "root"') },
      finds: [
        {
          at: 'compose.yaml:6:13',
          message: /asks for the role root, which is not there/,
          by: ['config', 'log'],
          severity: 'info',
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: { 'compose.yaml': /pg_isready -U \$\$POSTGRES_USER -d \$\$POSTGRES_DB[^]*interval: 10s/ },
      },
    },
    {
      name: "a database of the user's name, which the image makes only without POSTGRES_DB",
      files: db('["CMD-SHELL", "pg_isready -U $$POSTGRES_USER || exit 1"]'),
      finds: [{ at: 'compose.yaml:6:13', message: /the database app, which/, by: ['config'], fix: 'safe' }],
    },
    {
      name: 'a database that was named, and the log',
      files: db('pg_isready -U app -d store'),
      logs: { db: fatal('database "store"') },
      finds: [{ at: 'compose.yaml:6:13', message: /the database store/, by: ['config', 'log'] }],
    },
  ],
  healthy: [
    {
      name: 'both are named',
      files: db('["CMD-SHELL", "pg_isready -U $$POSTGRES_USER -d $${POSTGRES_DB}"]'),
    },
    { name: 'the shared database', files: db('pg_isready -U app -d postgres') },
    {
      name: 'by the variables of libpq',
      files: db(
        '[CMD, pg_isready]',
        '{PGUSER: app, PGDATABASE: shop, POSTGRES_USER: app, POSTGRES_DB: shop}',
      ),
    },
    { name: 'a role that a script may have made', files: db('pg_isready -U monitor -d shop') },
    {
      name: 'the FATAL of an application',
      files: db('pg_isready -U app -d shop'),
      logs: { db: fatal('role "reader"') },
    },
    {
      name: 'a variable that nobody here knows',
      files: db('["CMD-SHELL", "pg_isready -U $$WHO -d $$WHAT"]'),
    },
  ],
  notApplicable: [
    { name: 'another health check', files: db('psql -U app -c "select 1"') },
    { name: 'another server is asked', files: db('pg_isready -h primary') },
  ],
});
