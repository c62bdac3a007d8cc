import { afterAll, beforeAll, describe } from 'vitest';
import type { Pool } from 'pg';
import { migrate } from '../../../src/stores/sql/migrate.ts';
import { openSqlStaging } from '../../../src/stores/staging/sql.ts';
import type { Staging } from '../../../src/stores/staging.ts';
import { stagingContract } from '../../contracts/staging.ts';
import { openEmbedded } from '../embedded.ts';
import { findPostgres } from '../servers/postgres.ts';
import { poolTo } from '../servers/postgres-pool.ts';

const found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });

async function emptied(pool: Pool | undefined): Promise<Staging> {
  if (pool === undefined) throw new Error('The pool is not open');
  await pool.query('truncate cvx.staged_files');
  return openSqlStaging(pool);
}

describe('embedded', () => {
  let opened: Awaited<ReturnType<typeof openEmbedded>> | undefined;
  beforeAll(async () => {
    opened = await openEmbedded();
  });
  afterAll(() => opened?.close());
  stagingContract('PGlite', () => emptied(opened?.pool));
});

describe.skipIf('skipped' in found)('on a server', () => {
  let opened: ReturnType<typeof poolTo> | undefined;
  beforeAll(async () => {
    if ('skipped' in found) return;
    opened = poolTo(found.server.url);
    await migrate(opened.pool);
  });
  afterAll(async () => {
    await opened?.close();
    if ('server' in found) await found.server.close();
  });
  stagingContract('PostgreSQL', () => emptied(opened?.pool));
});
