import { defineCheck, type Finding } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { withRedisSetting } from '../../components/redis/redis-edits.ts';
import { inMib, maxmemoryFor, MOST } from '../../components/redis/redis-memory.ts';
import {
  configSeen,
  judgeMaxmemory,
  liveSetting,
  type RedisServer,
} from '../../components/redis/redis-servers.ts';
import { redisBytes } from '../../components/redis/redis-settings.ts';

export const redisMaxmemoryOverLimit = defineCheck({
  id: 'redis-maxmemory-over-limit',
  area: 'redis',
  severity: 'error',
  title: "maxmemory leaves room within the container's limit",
  why: `maxmemory counts the data alone. Buffers of clients and replicas, fragmentation, and the pages that a background save copies
come on top. Where it is near the container's limit, the kernel kills Redis before Redis evicts anything.`,
  repair:
    "Lower maxmemory to three quarters of the container's limit, or raise the limit (cvx tune says what the stack needs).",
  fixClass: 'confirm',
  source:
    'ElastiCache reserved-memory-percent: 25 % kept back; redis.conf, maxmemory; units as redis-server 7.0.15 reads them (1gb is 1024-based, 1g 1000-based)',
  run: (evidence) => judgeMaxmemory(evidence, findingOf),
});

function findingOf({ project }: Evidence, server: RedisServer): Finding | undefined {
  const { service, settings } = server;
  const set = settings.settings.get('maxmemory');
  const written = set === undefined ? undefined : redisBytes(set.value);
  const running = Number(liveSetting(server, 'maxmemory') ?? Number.NaN);
  const maxmemory = written ?? (Number.isFinite(running) ? running : undefined);
  const { memoryLimit } = service;
  if (maxmemory === undefined || memoryLimit === undefined || maxmemory <= memoryLimit * MOST)
    return undefined;
  const value = maxmemoryFor(memoryLimit, settings);
  const edits = withRedisSetting(project, service, settings, { name: 'maxmemory', value });
  const at = set?.at ?? service.placeOf(['command']) ?? service.at;
  const share = Math.round((maxmemory / memoryLimit) * 100);
  return {
    message: `${service.name} may hold ${inMib(maxmemory)} of data, ${share} % of its container's ${inMib(memoryLimit)}: the kernel kills it before it evicts.`,
    at,
    related: [service.at],
    // A tight one fails under a save, one above the limit always.
    severity: maxmemory >= memoryLimit ? 'error' : 'warning',
    evidence: [
      ...(set === undefined
        ? []
        : [
            { by: 'config' as const, text: `maxmemory ${set.value}, memory limit ${inMib(memoryLimit)}`, at },
          ]),
      ...configSeen(server, 'maxmemory'),
    ],
    repair: `Lower maxmemory to ${value}, or raise the limit of ${service.name}.`,
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}
