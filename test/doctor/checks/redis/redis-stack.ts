import type { LiveEvidence, RedisLive } from '../../../../src/doctor/live/live.ts';

/** A compose file with one Redis; `more` are further lines of its service, indented by four. */
export function redisWith(more: string, image = 'redis:7.2-alpine'): string {
  return `services:\n  redis:\n    image: ${image}\n${more}`;
}

export const LIMIT_1G = '    deploy:\n      resources:\n        limits:\n          memory: 1G\n';
export const CONF_MOUNT = '    volumes:\n      - ./redis.conf:/usr/local/etc/redis/redis.conf:ro\n';

/** A running server's answers. */
export function redisLive(
  config: Readonly<Record<string, string>>,
  more: Partial<Omit<RedisLive, 'config'>> = {},
): Partial<LiveEvidence> {
  const value: RedisLive = {
    info: new Map(),
    config: { seen: true, value: new Map(Object.entries(config)) },
    open: false,
    keyKinds: new Map(),
    ...more,
  };
  return { redis: new Map([['redis', { seen: true, value }]]) };
}
