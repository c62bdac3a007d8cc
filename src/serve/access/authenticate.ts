import { timingSafeEqual } from 'node:crypto';
import { Refusal } from '../problem.ts';
import type { Caller } from './caller.ts';
import { hashKey, type StoredKey } from './key-file.ts';

/** Longer than any key of ours: what is longer is not worth hashing. */
const MAX_KEY_CHARS = 256;

/** Whoever asks from this machine while the server has no keys. */
const LOCAL: Caller = { name: 'local', role: 'admin' };

/**
 * Says whose key a request carries. Where the server is open, everybody is `local`, which serve.ts allows on a loopback address
 * only.
 * @throws Refusal 401.
 */
export function authenticator(
  keys: readonly StoredKey[],
  isOpen = keys.length === 0,
): (headers: Headers) => Caller {
  if (isOpen) return () => LOCAL;
  return (headers) => {
    const given = keyOf(headers);
    const hash = hashKey(given ?? '');
    // Every stored key is compared, each in constant time: how long it takes tells nothing of where they differ.
    let found: StoredKey | undefined;
    for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key;
    if (given === undefined || found === undefined)
      throw new Refusal(
        401,
        'CVX_KEY_NEEDED',
        given === undefined
          ? 'This needs an API key, as "Authorization: Bearer KEY" or "X-API-Key: KEY".'
          : 'This API key is not known here.',
        { headers: { 'WWW-Authenticate': 'Bearer realm="cvx"' } },
      );
    return { name: found.name, role: found.role };
  };
}

function keyOf(headers: Headers): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const key = bearer ?? headers.get('x-api-key') ?? undefined;
  return key !== undefined && key.length <= MAX_KEY_CHARS ? key : undefined;
}
