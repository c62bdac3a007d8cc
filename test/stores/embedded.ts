import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { openPglitePool } from '../../src/stores/sql/pool-pglite.ts';
import { templateFile } from '../../src/stores/sql/template.ts';

/** A new embedded store in a directory of its own. */
export async function openEmbedded(): Promise<{ pool: Pool; dataDir: string; close: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-store-'));
  const dataDir = join(home, 'data');
  const { pool, close } = await openPglitePool({ dataDir, templateFile: await templateFile() });
  return {
    pool,
    dataDir,
    close: async () => {
      await close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
