import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { containerOfService } from '../../components/compose/container-of-service.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { foundInLogs } from '../../logs/found-in-logs.ts';
import { linesOf, isLineOf } from '../../logs/lines-of.ts';
import { placeOfLimit } from '../../components/compose/places.ts';

const killed: LogPattern = {
  name: 'killed',
  literal: 'was terminated by signal',
  pattern: /\) was terminated by signal (?<signal>9|11|7|6)\b/,
};
/** What ends a process so. The kernel takes 9 where memory runs out, and 7 where shared memory does. */
const CAUSES: Readonly<Record<string, string>> = {
  '9': 'killed, most often by the kernel for memory',
  '7': 'stopped by a bus error: /dev/shm or huge pages ran out',
  '11': 'crashed: a fault of PostgreSQL or of an extension',
  '6': 'gave up: a fault of PostgreSQL or of an extension',
};

export const pgBackendKilled = defineCheck({
  id: 'pg-backend-killed',
  area: 'postgres',
  severity: 'error',
  title: 'No process of PostgreSQL is killed',
  why: `One session that is killed takes all of them along: the shared memory may be damaged, so the server ends every connection and recovers
from its log. Clients see "server closed the connection unexpectedly" at the same moment, and the container was never restarted.`,
  repair:
    'For signal 9: less work_mem and fewer connections, or a higher memory limit (cvx tune). Otherwise look at the lines before it and at the extensions.',
  fixClass: 'never',
  source:
    'PostgreSQL src/backend/postmaster/postmaster.c, LogChildExit; manual 19.4.4 Linux Memory Overcommit; seen with 15.18 after kill -9: "server process (PID 1) was terminated by signal 9: Killed"',
  logs: [killed],
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const findings = servers.flatMap((service) => findingOf(evidence, service, servers.length === 1) ?? []);
    return foundInLogs(findings, evidence.logs, servers);
  },
});

function findingOf({ live, logs }: Evidence, service: Service, alone: boolean): Finding | undefined {
  const lines = logs.summary('pg-backend-killed', killed.name);
  const count = linesOf(lines, service, alone);
  if (count === 0) return undefined;
  const last = lines.samples.findLast((match) => isLineOf(match, service, alone));
  const signal = last?.groups['signal'] ?? '9';
  const container = containerOfService(live, service);
  const at = placeOfLimit(service, 'memory');
  const seen: readonly Seen[] = [
    { by: 'log', text: `"terminated by signal ${signal}" ${count} x in the log of ${service.name}` },
    ...(container?.oomKilled === true
      ? [{ by: 'live', text: `${container.name} was killed for memory` } as const]
      : []),
  ];
  return {
    message: `A process of ${service.name} was ${CAUSES[signal] ?? 'killed'} (${count} times), and every session ended with it.`,
    at,
    evidence: seen,
  };
}
