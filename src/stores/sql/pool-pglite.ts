import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CvxError, EXIT } from '../../lib/errors.ts';
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
 * PostgreSQL inside this process. Rejects with CVX_STORE_DAMAGED where the directory is not one that it can start from,
 * with CVX_STORE_UNAVAILABLE where it cannot be written.
 *
 * What was committed survives the death of the process: each write reaches the operating system before the answer.
 * It may not survive the loss of power, since PGlite runs without fsync; everything can be read again from the files.
 */
export async function openPglitePool({ dataDir, templateFile }: PglitePoolOptions): Promise<PglitePool> {
  await prepare(dataDir, templateFile);
  try {
    return await openCluster(dataDir);
  } catch (error) {
    throw damagedStore(error, dataDir);
  }
}

async function prepare(dataDir: string, templateFile: string): Promise<void> {
  try {
    if (!existsSync(dataDir)) await unpackTemplate(templateFile, dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new CvxError('CVX_STORE_UNAVAILABLE', `The store in ${dataDir} cannot be made or written`, {
      exit: EXIT.unavailable,
      hint: 'Look at the permissions of that directory and the space left, or set CVX_HOME to another one.',
      cause: error,
    });
  }
  if (!existsSync(join(dataDir, 'PG_VERSION')))
    throw damagedStore(new Error('PG_VERSION is missing'), dataDir);
}
