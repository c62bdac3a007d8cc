import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openCluster, type PglitePool } from './cluster.ts';
import { damagedStore } from './store-errors.ts';
import { unpackTemplate } from './unpack-template.ts';

export interface PglitePoolOptions {
  /** Directory of the cluster. Made from the template where it does not exist. The caller holds the home's lock. */
  readonly dataDir: string;
  /** From `templateFile()`. */
  readonly templateFile: string;
}

/**
 * PostgreSQL inside this process. Rejects with CVX_STORE_DAMAGED where the directory is not one that it can start from.
 *
 * What was committed survives the death of the process: each write reaches the operating system before the answer.
 * It may not survive the loss of power, since PGlite runs without fsync; everything can be read again from the files.
 */
export async function openPglitePool({ dataDir, templateFile }: PglitePoolOptions): Promise<PglitePool> {
  if (!existsSync(dataDir)) await unpackTemplate(templateFile, dataDir);
  else if (!existsSync(join(dataDir, 'PG_VERSION'))) throw damagedStore(new Error('PG_VERSION is missing'), dataDir);
  try {
    return await openCluster(dataDir);
  } catch (error) {
    throw damagedStore(error, dataDir);
  }
}
