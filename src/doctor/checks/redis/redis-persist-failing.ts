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
import { type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';

const LOGS: readonly LogPattern[] = [
  { name: 'save', literal: 'Background saving error' },
  { name: 'fork', literal: "Can't save in background: fork" },
  {
    name: 'write',
    literal: 'Write error saving DB on disk',
    pattern: /Write error saving DB on disk(?:\([^)]*\))?: (?<why>.+)/,
  },
  {
    name: 'open',
    literal: 'Failed opening the temp RDB file',
    pattern: /Failed opening the temp RDB file .*: (?<why>[^:]+)$/,
  },
  { name: 'refused', literal: 'MISCONF Redis is configured to save RDB snapshots' },
];
/** Fields of INFO persistence that say ok or err. */
const STATES = ['rdb_last_bgsave_status', 'aof_last_bgrewrite_status', 'aof_last_write_status'];

export const redisPersistFailing = defineCheck({
  id: 'redis-persist-failing',
  area: 'redis',
  severity: 'error',
  title: 'Redis can save what it holds',
  why: `Redis could not write its data to disk. What has come since the last save is lost when it stops, and with the default
stop-writes-on-bgsave-error it refuses every write until a save succeeds: clients see MISCONF.`,
  repair:
    'Free the disk, correct the owner of the data folder, or leave memory for the copy of a fork (vm.overcommit_memory=1 on the host, maxmemory below the limit); then BGSAVE.',
  fixClass: 'never',
  source:
    'redis src/rdb.c rdbSaveBackground and src/server.c (MISCONF); redis.conf, stop-writes-on-bgsave-error; lines as of 7.0 and newer',
  logs: LOGS,
  run: (evidence) => {
    const servers = redisServers(evidence);
    if (servers.length === 0) return notApplicable('no service is Redis');
    const sick = servers.flatMap((server) => findingOf(evidence, server, servers.length === 1) ?? []);
    if (sick.length > 0) return found(sick);
    const dark = servers.find(
      ({ live, service }) => live === undefined && !evidence.logs.observed(service.name).seen,
    );
    if (dark === undefined) return HEALTHY;
    const observed = evidence.logs.observed(dark.service.name);
    return notObservable(
      `${dark.service.name} was not asked, and of its log: ${observed.seen ? '' : observed.why}`,
    );
  },
});

function findingOf(evidence: Evidence, { service, live }: RedisServer, alone: boolean): Finding | undefined {
  const failed = STATES.filter((state) => live?.info.get(state) === 'err');
  const lines = LOGS.map(({ name, literal }) => ({
    literal,
    summary: evidence.logs.summary('redis-persist-failing', name),
  })).filter(
    // A refusal stands in the log of a client.
    ({ summary }) => summary.count > 0 && (alone || summary.services.has(service.name)),
  );
  // What runs knows better than what was logged before.
  const recovered = live !== undefined && failed.length === 0;
  if (recovered || (failed.length === 0 && lines.length === 0)) return undefined;
  const why = lines.flatMap(({ summary }) => [...(summary.tallies['why']?.keys() ?? [])])[0];
  const seen: Seen[] = [
    ...lines.map(({ literal, summary }): Seen => ({ by: 'log', text: `"${literal}" ${summary.count} x` })),
    ...failed.map((state): Seen => ({ by: 'live', text: `INFO of ${service.name}: ${state} is err` })),
  ];
  return {
    message: `${service.name} cannot save its data${why === undefined ? '' : ` (${why})`}: what came since the last save is lost when it stops.`,
    at: service.at,
    evidence: seen,
  };
}
