import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { withRedisSetting } from '../../components/redis/redis-edits.ts';
import { type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';

const REFUSED: LogPattern = { name: 'refused', literal: 'max number of clients reached' };
const REDUCED: LogPattern = {
  name: 'reduced',
  literal: 'maxclients has been reduced to',
  pattern: /maxclients has been reduced to (?<to>\d+)/,
};
/** Redis' own default (redis.conf, maxclients), and file descriptors for it and 32 of its own. */
const CLIENTS = 10_000;
const FILES = 65_536;

export const redisMaxclientsHit = defineCheck({
  id: 'redis-maxclients-hit',
  area: 'redis',
  severity: 'error',
  title: 'Redis takes every client that connects',
  why: `Redis turned clients away: it had as many as maxclients allows, or as its limit of open files leaves of them (it keeps 32 for
itself). Requests fail at once, and often at the moment of the highest load.`,
  repair:
    'Look for a client that opens connections and keeps none (CLIENT LIST); raise ulimits.nofile of the service and maxclients.',
  fixClass: 'confirm',
  source:
    'redis src/server.c adjustOpenFilesLimit ("maxclients has been reduced", seen with redis-server 7.0.15 under ulimit -n 20000); INFO stats, rejected_connections',
  logs: [REFUSED, REDUCED],
  run: (evidence) => {
    const servers = redisServers(evidence);
    if (servers.length === 0) return notApplicable('no service is Redis');
    const sick = servers.flatMap((server) => findingOf(evidence, server, servers.length === 1) ?? []);
    if (sick.length > 0) return found(sick);
    if (servers.some(({ live }) => live !== undefined)) return HEALTHY;
    const observed = evidence.logs.observed();
    return observed.seen ? HEALTHY : notObservable(`Redis was not asked, and of the logs: ${observed.why}`);
  },
});

function findingOf(
  { project, logs }: Evidence,
  { service, settings, live }: RedisServer,
  alone: boolean,
): Finding | undefined {
  const refused = logs.summary('redis-maxclients-hit', REFUSED.name);
  const reduced = logs.summary('redis-maxclients-hit', REDUCED.name);
  const own = reduced.count > 0 && (alone || reduced.services.has(service.name));
  const rejected = Number(live?.info.get('rejected_connections') ?? 0);
  const said = refused.count > 0 && alone;
  const to = [...(reduced.tallies['to']?.keys() ?? [])].at(-1);
  // Fewer than the default without a client turned away is no fault yet.
  if (rejected === 0 && !said && !(own && Number(to) < CLIENTS)) return undefined;
  const set = settings.settings.get('maxclients');
  const low = set !== undefined && Number(set.value) < CLIENTS;
  const edits = own
    ? [setOnService(service, ['ulimits', 'nofile'], { soft: FILES, hard: FILES })]
    : low
      ? withRedisSetting(project, service, settings, { name: 'maxclients', value: String(CLIENTS) })
      : undefined;
  const seen: Seen[] = [
    ...(said ? [{ by: 'log' as const, text: `"${REFUSED.literal}" ${refused.count} x` }] : []),
    ...(own
      ? [{ by: 'log' as const, text: `"${REDUCED.literal} ${to ?? ''}" in the log of ${service.name}` }]
      : []),
    ...(rejected > 0
      ? [{ by: 'live' as const, text: `INFO of ${service.name}: rejected_connections ${rejected}` }]
      : []),
    ...(low ? [{ by: 'config' as const, text: `maxclients ${set.value}`, at: set.at }] : []),
  ];
  return {
    message: own
      ? `${service.name} may take ${to ?? 'fewer'} clients only: its limit of open files leaves no more.`
      : `${service.name} turned ${rejected > 0 ? `${rejected} clients` : 'clients'} away: maxclients ${set?.value ?? CLIENTS} was reached.`,
    at: own ? service.at : (set?.at ?? service.at),
    evidence: seen,
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}
