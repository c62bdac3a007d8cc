import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CvxError, EXIT } from '../../lib/errors.ts';
import type { StoreProbe } from '../store-probe.ts';

/** Looks at the files of the embedded store from outside: another process may hold it, and does not notice. */
export function openEmbeddedProbe(folder: string): StoreProbe {
  return {
    name: 'embedded',
    ping: async () => {
      try {
        await stat(folder);
      } catch (cause) {
        throw new CvxError('CVX_STORE_UNAVAILABLE', 'The folder of the embedded store is gone', {
          exit: EXIT.unavailable,
          cause,
        });
      }
    },
    read: async () => ({ cvx_store_size_bytes: await sizeOf(folder) }),
    close: async () => undefined,
  };
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // A file that the store has removed since has no size.
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => undefined);
    bytes += found?.size ?? 0;
  }
  return bytes;
}
