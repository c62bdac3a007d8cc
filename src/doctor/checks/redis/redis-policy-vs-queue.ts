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
import { queueUses } from '../../components/redis/queue-of-redis.ts';
import { withRedisSetting } from '../../components/redis/redis-edits.ts';
import {
  configSeen,
  liveSetting,
  type RedisServer,
  redisServers,
} from '../../components/redis/redis-servers.ts';

const WARNED: LogPattern = {
  name: 'warned',
  literal: 'IMPORTANT! Eviction policy is',
  pattern: /IMPORTANT! Eviction policy is (?<policy>[\w-]+)/,
};
/** Keys of BullMQ, Celery (kombu), RQ, arq and Sidekiq. */
const QUEUE_KEY = /^(?:bull|_kombu\S*|celery|rq|arq|sidekiq|queues?)\b/;

export const redisPolicyVsQueue = defineCheck({
  id: 'redis-policy-vs-queue',
  area: 'redis',
  severity: 'error',
  title: 'A Redis that holds jobs evicts nothing',
  why: `With an eviction policy, Redis deletes keys when it is full, jobs among them: CVs that were accepted are never processed, locks
vanish, and no log says so. A queue needs noeviction, where a write that is too much fails and is seen.`,
  repair: 'Set maxmemory-policy noeviction on the Redis of the queue, and give the cache a Redis of its own.',
  fixClass: 'confirm',
  source:
    'redis.conf, maxmemory-policy; BullMQ "Eviction policy … should be noeviction", taskforcesh/bullmq#1046, #2215; sidekiq/sidekiq#2883',
  logs: [WARNED],
  run: (evidence) => {
    const servers = redisServers(evidence);
    if (servers.length === 0) return notApplicable('no service is Redis');
    const sick = servers.flatMap((server) => findingOf(evidence, server, servers.length === 1) ?? []);
    if (sick.length > 0) return found(sick);
    const dark = servers.find((server) => policyOf(server) === undefined && !server.settings.complete);
    return dark === undefined
      ? HEALTHY
      : notObservable(`the policy of ${dark.service.name} is not to be seen`);
  },
});

function policyOf(server: RedisServer): string | undefined {
  return server.settings.settings.get('maxmemory-policy')?.value ?? liveSetting(server, 'maxmemory-policy');
}

function findingOf(evidence: Evidence, server: RedisServer, alone: boolean): Finding | undefined {
  const { project, logs } = evidence;
  const { service, settings, live } = server;
  const warned = logs.summary('redis-policy-vs-queue', WARNED.name);
  const policy =
    policyOf(server) ??
    (alone && !settings.complete ? [...(warned.tallies['policy']?.keys() ?? [])][0] : undefined);
  if (policy === undefined || !/^(?:allkeys|volatile)-/.test(policy)) return undefined;
  const uses = queueUses(project, service);
  const keys = [...(live?.keyKinds ?? [])].filter(
    ([kind]) => QUEUE_KEY.test(kind) || live?.keyTypes?.get(kind)?.includes('stream') === true,
  );
  const seen: Seen[] = [
    ...uses.map(({ text, at }): Seen => ({ by: 'config', text, at })),
    ...keys.map(([kind, count]): Seen => ({
      by: 'live',
      text: `${service.name} holds ${count} keys "${kind}"`,
    })),
    ...(warned.count > 0 && alone
      ? [
          {
            by: 'log' as const,
            text: `"${WARNED.literal} …" ${warned.count} x in the log of ${warned.samples[0]?.service ?? 'a client'}`,
          },
        ]
      : []),
  ];
  if (seen.length === 0) return undefined;
  const at = settings.settings.get('maxmemory-policy')?.at ?? service.at;
  const edits = withRedisSetting(project, service, settings, {
    name: 'maxmemory-policy',
    value: 'noeviction',
  });
  return {
    message: `${service.name} evicts by ${policy} and holds jobs: when it is full, jobs vanish without a word.`,
    at,
    related: uses.map((use) => use.at),
    // A volatile policy spares what has no expiry, as most jobs have none.
    severity: policy.startsWith('allkeys') ? 'error' : 'warning',
    evidence: [
      { by: 'config', text: `maxmemory-policy ${policy}`, at },
      ...configSeen(server, 'maxmemory-policy'),
      ...seen,
    ],
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}
