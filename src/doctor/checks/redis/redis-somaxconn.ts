import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, type LogPattern, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { redisServers } from '../../components/redis/redis-servers.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { scalarText, specValue } from '../../components/compose/spec-value.ts';
import { writtenItems, writtenValue } from '../../components/compose/written-value.ts';
import { foundInLogs } from '../../logs/found-in-logs.ts';
import { isLineOf } from '../../logs/lines-of.ts';

const lower: LogPattern = {
  name: 'lower',
  literal: 'The TCP backlog setting of',
  pattern: /The TCP backlog setting of (?<backlog>\d+) cannot be enforced.*lower value of (?<limit>\d+)/,
};
const SYSCTL = 'net.core.somaxconn';
/** The next power of two above Redis' own backlog of 511. */
const ENOUGH = 1024;

export const redisSomaxconn = defineCheck({
  id: 'redis-somaxconn',
  area: 'redis',
  severity: 'info',
  title: 'The kernel lets Redis have its backlog of connections',
  why: `Connections that arrive faster than Redis takes them wait in a queue, which the kernel cuts to net.core.somaxconn: 128 before Linux
5.4. When all clients come back after a restart, those beyond it are refused and try again a second later.`,
  repair: `Raise it for the container: sysctls: {${SYSCTL}: ${ENOUGH}}.`,
  fixClass: 'safe',
  source:
    'redis src/server.c checkTcpBacklogSettings; the line seen with redis-server 7.0.15; Linux ip-sysctl, somaxconn; Compose file reference, sysctls (a namespaced one)',
  logs: [lower],
  run: (evidence) => {
    const servers = redisServers(evidence).map(({ service }) => service);
    if (servers.length === 0) return notApplicable('no service is Redis');
    const findings = servers.flatMap((service) => findingOf(evidence, service, servers.length === 1) ?? []);
    return foundInLogs(findings, evidence.logs, servers);
  },
});

function findingOf({ project, logs }: Evidence, service: Service, alone: boolean): Finding | undefined {
  const { samples } = logs.summary('redis-somaxconn', lower.name);
  const last = samples.findLast((match) => isLineOf(match, service, alone));
  if (last === undefined) return undefined;
  const backlog = Number(last.groups['backlog']);
  const set = Number(scalarText(specValue(service, ['sysctls', SYSCTL])) ?? Number.NaN);
  // Written since, and not started anew yet.
  if (set >= backlog) return undefined;
  const edits = editsOf(project, service, Math.max(ENOUGH, backlog));
  return {
    message: `${service.name} wants a backlog of ${backlog} connections, and the kernel gives its container ${last.groups['limit'] ?? 'fewer'}.`,
    at: service.placeOf(['sysctls', SYSCTL]) ?? service.at,
    evidence: [{ by: 'log', text: last.line.slice(0, 200) }],
    ...(edits === undefined ? {} : { fix: { class: 'safe', edits, restart: [service.name] } }),
  };
}

/** On the host's own network Docker refuses the setting: there it is the host's. */
function editsOf(project: Project, service: Service, value: number): readonly Edit[] | undefined {
  if (service.spec['network_mode'] === 'host') return undefined;
  const list = service.editOf(['sysctls']);
  const items = writtenItems(writtenValue(project, list));
  if (items === undefined) return [setOnService(service, ['sysctls', SYSCTL], value)];
  if (list.shared === true) return undefined;
  const at = items.findIndex((item) => item.startsWith(`${SYSCTL}=`));
  const { file, path } = list;
  return at === -1
    ? [{ do: 'append-yaml', file, path, value: `${SYSCTL}=${value}` }]
    : [{ do: 'set-yaml', file, path: [...path, at], value: `${SYSCTL}=${value}` }];
}
