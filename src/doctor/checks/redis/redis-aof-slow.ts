import { defineCheck, type Finding, type LogPattern, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { withRedisSetting } from '../../components/redis/redis-edits.ts';
import { liveSetting, type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import { foundInLogs } from '../../logs/found-in-logs.ts';
import { linesOf } from '../../logs/lines-of.ts';

const slow: LogPattern = { name: 'slow', literal: 'Asynchronous AOF fsync is taking too long' };
/** One may be a backup of the host, or a snapshot of its disk; what comes again is a disk that does not keep up. */
const OFTEN = 3;
const SETTING = 'no-appendfsync-on-rewrite';

export const redisAofSlow = defineCheck({
  id: 'redis-aof-slow',
  area: 'redis',
  severity: 'warning',
  title: 'The disk keeps up with the append-only file',
  why: `Every second Redis has the append-only file written to disk. Where that takes longer than two seconds, it stops every client until
the write is through. Rewriting the file, a slow network disk and a neighbour that fills the disk are the usual causes.`,
  repair:
    'Give the data folder a faster disk; or no-appendfsync-on-rewrite yes, which may lose 30 seconds of writes where the machine fails during a rewrite.',
  fixClass: 'confirm',
  source:
    'redis src/aof.c flushAppendOnlyFile (two seconds); redis.conf, no-appendfsync-on-rewrite; the line is in redis-server 7.0.15',
  logs: [slow],
  run: (evidence) => {
    const servers = redisServers(evidence);
    if (servers.length === 0) return notApplicable('no service is Redis');
    const findings = servers.flatMap((server) => findingOf(evidence, server, servers.length === 1) ?? []);
    return foundInLogs(
      findings,
      evidence.logs,
      servers.map(({ service }) => service),
    );
  },
});

function findingOf({ project, logs }: Evidence, server: RedisServer, alone: boolean): Finding | undefined {
  const { service, settings } = server;
  const count = linesOf(logs.summary('redis-aof-slow', slow.name), service, alone);
  if (count < OFTEN) return undefined;
  const set = settings.settings.get(SETTING);
  const spared = (liveSetting(server, SETTING) ?? set?.value) === 'yes';
  const edits = spared
    ? undefined
    : withRedisSetting(project, service, settings, { name: SETTING, value: 'yes' });
  return {
    message: `The disk of ${service.name} does not keep up with its append-only file: it waited ${count} times.`,
    at: set?.at ?? service.at,
    evidence: [
      { by: 'log', text: `"${slow.literal}" ${count} x` },
      { by: 'config', text: `${SETTING} ${spared ? 'yes' : 'no'}` },
    ],
    repair: spared
      ? 'Give its data folder a faster disk: rewriting the file is not the cause.'
      : `Give its data folder a faster disk, or set ${SETTING} to yes: a failure during a rewrite then loses up to 30 s of writes.`,
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}
