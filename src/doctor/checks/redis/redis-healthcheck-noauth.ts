import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { containerOfService } from '../../components/compose/container-of-service.ts';
import { fittingHealthcheck, healthTest } from '../../components/compose/health-checks.ts';
import { redisPassword } from '../../components/redis/redis-password.ts';
import { type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { membersOf } from '../../../project/value-in.ts';

export const redisHealthcheckNoauth = defineCheck({
  id: 'redis-healthcheck-noauth',
  area: 'redis',
  severity: 'warning',
  title: 'The health check of Redis knows its password',
  why: `With another password than the server's, or none, redis-cli prints NOAUTH and exits with 0. A check that looks for PONG never
succeeds, and whatever waits for service_healthy never starts; one that does not look is healthy whatever happens.`,
  repair: 'Let the check use the password (REDISCLI_AUTH), or take the refusal for a sign of life.',
  fixClass: 'confirm',
  source:
    'redis-cli 7.0.15, run against a server with requirepass: without a password, with a wrong one by -a and by REDISCLI_AUTH it prints NOAUTH and exits with 0, with -e 1',
  run: (evidence) => {
    const servers = redisServers(evidence);
    if (servers.length === 0) return notApplicable('no service is Redis');
    return found(servers.flatMap((server) => findingOf(evidence, server) ?? []));
  },
});

function findingOf(evidence: Evidence, server: RedisServer): Finding | undefined {
  const { project, live } = evidence;
  const { service } = server;
  const test = healthTest(service);
  const wanted = redisPassword(server);
  if (test.state !== 'present' || wanted === undefined || wanted === '') return undefined;
  const said = saidBy(service, test.text);
  if (said === undefined || said === wanted) return undefined;
  // A check that no answer fails is another one's matter, and so is one that takes a refusal for life.
  if (/NOAUTH/.test(test.text) || (said === '' && !/\||\s-e\b|\[\[?\s|\btest\s/.test(test.text)))
    return undefined;
  const at = service.placeOf(['healthcheck', 'test']) ?? service.at;
  const container = containerOfService(live, service);
  const refused = container?.healthLog.some((text) => /NOAUTH|WRONGPASS/.test(text)) === true;
  const seen: readonly Seen[] = [
    {
      by: 'config',
      text: `the check gives ${said === '' ? 'no password' : 'another password'}, and ${service.name} asks for one`,
      at,
    },
    ...(refused
      ? [{ by: 'live', text: `${container?.name ?? service.name}: the health check is refused` } as const]
      : []),
  ];
  const fitting = membersOf(fittingHealthcheck(project, service))['test'];
  return {
    message: `The health check of ${service.name} gives ${said === '' ? 'no password' : 'another password than the server has'}: Redis refuses it.`,
    at,
    evidence: seen,
    ...(fitting === undefined
      ? {}
      : {
          fix: {
            class: 'confirm',
            edits: [setOnService(service, ['healthcheck', 'test'], fitting)],
            restart: [service.name],
          },
        }),
  };
}

/** The password that a call of redis-cli uses: `-a`, `--pass`, else REDISCLI_AUTH; '' for none, undefined where that cannot be told. */
function saidBy({ environment }: Service, text: string): string | undefined {
  const call = /(?:^|[\s;&("'`])(?:\/\S*\/)?redis-cli\b([^|;&]*)/.exec(text)?.[1];
  if (call === undefined || /\s-(?:h|u|p|s)\b|--(?:user|askpass|uri)\b/.test(call)) return undefined;
  const variable = (name: string): string | undefined => {
    const entry = environment.findLast(({ key }) => key === name);
    return entry === undefined ? '' : entry.value;
  };
  const assigned = /(?:^|\s)REDISCLI_AUTH=(\S+)/.exec(text)?.[1];
  const given = /\s(?:-a|--pass)[\s=]+(\S+)/.exec(call)?.[1] ?? assigned;
  if (given === undefined) return variable('REDISCLI_AUTH');
  const plain = given.replaceAll(/^["']|["']$/g, '');
  const name = /^\$\{?(\w+)\}?$/.exec(plain)?.[1];
  if (name !== undefined) return variable(name);
  return /[$`(]/.test(plain) ? undefined : plain;
}
