import { MIB } from '../../../sizing/quantity.ts';
import type { RedisSettings } from './redis-settings.ts';

/**
 * What of a container's memory Redis may fill: buffers, fragmentation and the copy that a fork makes come on top. ElastiCache
 * reserves 25 % (reserved-memory-percent), and 30-50 % on small machines.
 */
function shareFor(limit: number, { settings }: RedisSettings): number {
  if (limit <= 256 * MIB) return 0.5;
  return settings.get('appendonly')?.value === 'yes' || settings.has('replicaof') ? 0.7 : 0.75;
}

/** The most that is safe; what is above leaves no room for what comes on top. */
export const MOST = 0.75;

/** `maxmemory` for a limit, in redis.conf's notation. */
export function maxmemoryFor(limit: number, settings: RedisSettings): string {
  return `${Math.max(1, Math.floor((limit * shareFor(limit, settings)) / MIB))}mb`;
}

/** `256 MiB`. */
export function inMib(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}
