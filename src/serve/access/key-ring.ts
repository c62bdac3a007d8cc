import { unwatchFile, watchFile } from 'node:fs';
import { authenticator } from './authenticate.ts';
import type { Caller } from './caller.ts';
import { readKeyFile, type StoredKey } from './key-file.ts';

/** A look at the file's date: soon enough for whoever has just made a key, and nothing to the machine. */
const LOOK_EVERY_MS = 1000;

/** The keys that hold now. */
export interface KeyRing {
  /** @throws Refusal 401. */
  authenticate(headers: Headers): Caller;
  /** Whether everybody may ask, since there has never been a key while this server runs. */
  isOpen(): boolean;
  /** Looks at the file no more. */
  close(): void;
}

/**
 * Follows the key file: a key that is new or gone there holds or not from the next second on. A file that cannot be read as it is
 * changes nothing and is told to `onProblem`. Without any key left nobody gets in: a server is not opened to all by a file that
 * somebody has removed.
 */
export function followKeyFile(
  file: string,
  keys: readonly StoredKey[],
  onProblem: (error: unknown) => void,
): KeyRing {
  let open = keys.length === 0;
  let authenticate = authenticator(keys, open);
  const look = async (): Promise<void> => {
    try {
      const now = await readKeyFile(file);
      open &&= now.length === 0;
      authenticate = authenticator(now, open);
    } catch (error) {
      onProblem(error);
    }
  };
  const onChange = (): void => void look();
  watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, onChange);
  // It may have changed since it was read.
  onChange();
  return {
    authenticate: (headers) => authenticate(headers),
    isOpen: () => open,
    close: () => unwatchFile(file, onChange),
  };
}
