import { defineCheck, found, HEALTHY, type LogPattern, notApplicable, notObservable } from '../../check.ts';
import { redisServers } from '../../components/redis/redis-servers.ts';

const warning: LogPattern = {
  name: 'thp',
  literal: 'You have Transparent Huge Pages (THP) support enabled',
};

export const redisThp = defineCheck({
  id: 'redis-thp',
  area: 'redis',
  severity: 'warning',
  title: 'Redis runs without transparent huge pages',
  why: `To save, Redis forks and shares its memory with the copy. With huge pages each key that changes meanwhile copies 2 MB in place of 4 kB:
memory grows towards twice its size, and every write waits for the copying. Redis 6.2 and newer switch them off for themselves; the
warning means that they could not.`,
  repair:
    'On the host: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, at every boot; then restart Redis. A container cannot set it.',
  fixClass: 'never',
  source:
    'redis src/syscheck.c checkTHPEnabled and src/server.c (disable-thp); the line is in redis-server 7.0.15; Redis documentation, Diagnosing latency issues',
  logs: [warning],
  run: (evidence) => {
    const [first] = redisServers(evidence);
    if (first === undefined) return notApplicable('no service is Redis');
    const { host } = evidence.live;
    const pages = host.seen ? host.value.transparentHugePages : undefined;
    // Changed since Redis started.
    if (pages !== undefined && pages !== 'always') return HEALTHY;
    const { count, services } = evidence.logs.summary('redis-thp', warning.name);
    if (count === 0) {
      const observed = evidence.logs.observed(first.service.name);
      return observed.seen ? HEALTHY : notObservable(observed.why);
    }
    const at = evidence.project.services.find(({ name }) => services.has(name)) ?? first.service;
    return found([
      {
        message: `${at.name} runs with transparent huge pages: a save may double its memory, and its clients wait meanwhile.`,
        at: at.at,
        evidence: [
          { by: 'log', text: `"${warning.literal}" ${count} x` },
          ...(pages === undefined
            ? []
            : [{ by: 'live' as const, text: `/sys/kernel/mm/transparent_hugepage/enabled is ${pages}` }]),
        ],
      },
    ]);
  },
});
