import { defineCheck, found, HEALTHY, type LogPattern, notApplicable, notObservable } from '../../check.ts';
import { redisServers } from '../../components/redis/redis-servers.ts';

const WARNING: LogPattern = { name: 'overcommit', literal: 'Memory overcommit must be enabled!' };

export const redisOvercommit = defineCheck({
  id: 'redis-overcommit',
  area: 'redis',
  severity: 'warning',
  title: 'The host lets Redis fork',
  why: `To save, Redis forks, and the kernel counts the copy as if it were all used. With vm.overcommit_memory other than 1 it may refuse:
the save fails, and with it every write.`,
  repair:
    'On the host: echo "vm.overcommit_memory = 1" > /etc/sysctl.d/60-redis.conf && sysctl --system. A container cannot set it.',
  fixClass: 'never',
  source:
    'redis src/syscheck.c checkOvercommit; the line seen with redis-server 7.0.15; no sysctl of a container: Compose file reference, sysctls (namespaced ones only)',
  logs: [WARNING],
  run: (evidence) => {
    const [first] = redisServers(evidence);
    if (first === undefined) return notApplicable('no service is Redis');
    const { host } = evidence.live;
    const value = host.seen ? host.value.overcommitMemory : undefined;
    const { count, services, samples } = evidence.logs.summary('redis-overcommit', WARNING.name);
    if (value === 1) return HEALTHY;
    if (count === 0 && value === undefined) {
      // The line stands at the start of Redis' log alone: a log that holds no start tells nothing.
      return notObservable('the host was not asked, and no line of Redis speaks of it');
    }
    const at = evidence.project.services.find(({ name }) => services.has(name)) ?? first.service;
    return found([
      {
        message: `The host of ${at.name} does not let it fork freely${value === undefined ? '' : ` (vm.overcommit_memory is ${value})`}: a background save may fail.`,
        at: at.at,
        evidence: [
          ...(count === 0
            ? []
            : [
                {
                  by: 'log' as const,
                  text: `"${WARNING.literal}" ${count} x in the log of ${samples[0]?.service ?? 'Redis'}`,
                },
              ]),
          ...(value === undefined
            ? []
            : [{ by: 'live' as const, text: `/proc/sys/vm/overcommit_memory is ${value}` }]),
        ],
      },
    ]);
  },
});
