import { defineCheck, type Finding } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { withRedisSetting } from '../../components/redis/redis-edits.ts';
import { inMib, maxmemoryFor } from '../../components/redis/redis-memory.ts';
import {
  configSeen,
  judgeMaxmemory,
  liveSetting,
  type RedisServer,
} from '../../components/redis/redis-servers.ts';
import { redisBytes } from '../../components/redis/redis-settings.ts';

export const redisNoMaxmemory = defineCheck({
  id: 'redis-no-maxmemory',
  area: 'redis',
  severity: 'warning',
  title: 'Redis knows how much memory it has',
  why: `Without maxmemory Redis takes what it is asked to hold until the container's limit, and then the kernel kills it: every key
that was not saved is lost, and clients see connections break. With maxmemory it evicts, or refuses the one write that is too much.`,
  repair:
    "Set maxmemory to three quarters of the container's limit: 0.7 of it with an append-only file, half of it up to 256 MiB.",
  fixClass: 'safe',
  source:
    'redis.conf, maxmemory (0 is no limit); ElastiCache reserved-memory-percent 25 %, 30-50 % on small nodes; `--maxmemory` seen with redis-server 7.0.15',
  run: (evidence) => judgeMaxmemory(evidence, findingOf),
});

function findingOf({ project }: Evidence, server: RedisServer): Finding | undefined {
  const { service, settings } = server;
  const { memoryLimit } = service;
  const set = settings.settings.get('maxmemory');
  const live = liveSetting(server, 'maxmemory');
  const none = set === undefined ? settings.complete || live === '0' : redisBytes(set.value) === 0;
  // What runs may have been told otherwise by CONFIG SET, or by what is not here.
  if (memoryLimit === undefined || !none || (live !== undefined && live !== '0')) return undefined;
  const value = maxmemoryFor(memoryLimit, settings);
  const edits = withRedisSetting(project, service, settings, { name: 'maxmemory', value });
  const at = set?.at ?? service.placeOf(['command']) ?? service.at;
  return {
    message: `${service.name} may fill its container of ${inMib(memoryLimit)} until the kernel kills it: it has no maxmemory.`,
    at,
    related: [service.at],
    evidence: [
      {
        by: 'config',
        text: `memory limit ${inMib(memoryLimit)}, maxmemory ${set === undefined ? 'not set' : set.value}`,
        at,
      },
      ...configSeen(server, 'maxmemory'),
    ],
    repair: `Set maxmemory to ${value}.`,
    ...(edits === undefined ? {} : { fix: { class: 'safe', edits, restart: [service.name] } }),
  };
}
