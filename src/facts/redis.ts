import {
  INVALID_REDIS_DIRECTIVES,
  REDIS_DIRECTIVES,
  REDIS_IGNORED_NAMES,
  REDIS_NAMES,
} from './tables/redis-directives.ts';

/** One directive that matters for tuning or safety. Verified with 7.0.15 and 8.0.6. */
export interface RedisDirective {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  /** Whether CONFIG SET changes it without a restart. */
  readonly configSet: boolean;
  readonly versions: string;
  readonly range?: string;
  /** An older spelling that the server still reads. */
  readonly oldName?: string;
  readonly note?: string;
}

export interface InvalidRedisDirective {
  readonly name: string;
  /** Only this value is wrong: `75%`. */
  readonly value?: string;
  readonly useInstead: string;
}

const DIRECTIVES = new Map(
  REDIS_DIRECTIVES.flatMap((row) => [row.name, row.oldName ?? row.name].map((name) => [name, row] as const)),
);
const NAMES = new Set(REDIS_NAMES);
const IGNORED = new Set(REDIS_IGNORED_NAMES);

/** Names are case-insensitive, as for the server. */
export function redisDirective(name: string): RedisDirective | undefined {
  return DIRECTIVES.get(name.toLowerCase());
}

/** Whether 7.0 or 8.0 reads the name at all; any other stops the server (8.0: unless a module claims it). */
export function isRedisDirective(name: string): boolean {
  return NAMES.has(name.toLowerCase());
}

/** Accepted and without effect. */
export function isIgnoredByRedis(name: string): boolean {
  return IGNORED.has(name.toLowerCase());
}

/** A directive, or a value of one, that is known to be wrong. */
export function invalidRedisDirective(name: string, value?: string): InvalidRedisDirective | undefined {
  return INVALID_REDIS_DIRECTIVES.find(
    (row) => row.name === name.toLowerCase() && (row.value === undefined || row.value === value),
  );
}
