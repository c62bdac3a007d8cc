import type { RedisServer } from './redis-servers.ts';

/**
 * The password that clients of a Redis must send: '' for none. Undefined where that cannot be told: users with passwords of their
 * own (ACL), a start script, a file that is not here, a variable that only the container knows.
 */
export function redisPassword({ settings, live }: RedisServer): string | undefined {
  const { settings: set, complete } = settings;
  if (set.has('user') || set.has('aclfile')) return undefined;
  const written = set.get('requirepass')?.value;
  if (live?.open === true) return '';
  if (written !== undefined && written !== '') return /[$`]/.test(written) ? undefined : written;
  return complete && live === undefined ? '' : undefined;
}
