import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { withRedisSetting } from '../../components/redis/redis-edits.ts';
import { inMib, maxmemoryFor } from '../../components/redis/redis-memory.ts';
import { liveSetting, type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import { redisBytes } from '../../components/redis/redis-settings.ts';

const REFUSED: LogPattern = { name: 'refused', literal: 'OOM command not allowed when used memory' };

export const redisWriteOom = defineCheck({
  id: 'redis-write-oom',
  area: 'redis',
  severity: 'error',
  title: 'Redis has memory for what is written to it',
  why: `Redis is full up to maxmemory and may evict nothing, so it refuses every write: "OOM command not allowed when used memory >
'maxmemory'". Uploads are not queued, sessions are not kept, and the clients see errors.`,
  repair:
    'Raise maxmemory and the container with it, find what fills it (redis-cli --bigkeys), or, for a cache alone, set maxmemory-policy allkeys-lru.',
  fixClass: 'confirm',
  source: 'redis src/server.c shared.oomerr (7.0.15); INFO errorstats, errorstat_OOM',
  logs: [REFUSED],
  run: (evidence) => {
    const servers = redisServers(evidence);
    if (servers.length === 0) return notApplicable('no service is Redis');
    const { count } = evidence.logs.summary('redis-write-oom', REFUSED.name);
    const refusing = servers.filter(({ live }) => refusals(live?.info) > 0);
    // The line stands in the log of a client, which does not say which server it was.
    const bounded = servers.filter(
      (server) => !evicts(server) && Number(liveSetting(server, 'maxmemory') ?? 1) !== 0,
    );
    const sick = refusing.length > 0 ? refusing : count > 0 ? bounded : [];
    if (sick.length > 0) return found(sick.map((server) => findingOf(evidence, server, count)));
    const asked = servers.some(({ live }) => live !== undefined);
    const observed = evidence.logs.observed();
    return asked || observed.seen
      ? HEALTHY
      : notObservable(`Redis was not asked, and of the logs: ${observed.why}`);
  },
});

function refusals(info: ReadonlyMap<string, string> | undefined): number {
  return Number(/count=(\d+)/.exec(info?.get('errorstat_OOM') ?? '')?.[1] ?? 0);
}

function evicts(server: RedisServer): boolean {
  const policy =
    liveSetting(server, 'maxmemory-policy') ?? server.settings.settings.get('maxmemory-policy')?.value;
  return policy?.startsWith('allkeys-') === true;
}

function findingOf({ project }: Evidence, { service, settings, live }: RedisServer, count: number): Finding {
  const set = settings.settings.get('maxmemory');
  const [present, limit] = [set === undefined ? undefined : redisBytes(set.value), service.memoryLimit];
  const value = limit === undefined ? undefined : maxmemoryFor(limit, settings);
  const roomier =
    value !== undefined && present !== undefined && present > 0 && (redisBytes(value) ?? 0) > present;
  const edits = roomier
    ? withRedisSetting(project, service, settings, { name: 'maxmemory', value })
    : undefined;
  const refused = refusals(live?.info);
  return {
    message: `${service.name} is full${present === undefined ? '' : ` at ${inMib(present)}`} and refuses writes.`,
    at: set?.at ?? service.at,
    related: [service.at],
    evidence: [
      ...(count === 0 ? [] : [{ by: 'log' as const, text: `"${REFUSED.literal} > 'maxmemory'" ${count} x` }]),
      ...(refused === 0
        ? []
        : [{ by: 'live' as const, text: `INFO of ${service.name}: ${refused} commands refused with OOM` }]),
    ],
    ...(roomier ? { repair: `Raise maxmemory to ${value}: the container has ${inMib(limit ?? 0)}.` } : {}),
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}
