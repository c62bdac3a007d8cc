import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type Fix, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { addressOf, nginxDirectives, type NginxPlace } from '../../components/nginx/nginx-files.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { specValue } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

const unknown = {
  name: 'unknown',
  literal: 'host not found in upstream',
  pattern: /host not found in upstream "(?<host>[^":/]+)/,
};

export const nginxHostNotFound = defineCheck({
  id: 'nginx-host-not-found',
  area: 'nginx',
  severity: 'error',
  title: 'nginx can resolve every name that it passes requests to',
  why: `nginx looks up the names in its configuration once, when it starts, and does not start at all where one is unknown. Docker knows
the name of a service while a container of it runs: a name that no service has is never found, and one whose container starts later
is not found yet.`,
  repair:
    'Write the name of the service; let nginx start after it (depends_on), or look it up at each request: resolver 127.0.0.11 and the address in a variable.',
  fixClass: 'confirm',
  source:
    'nginx 1.22.1, run: [emerg] host not found in upstream "name:8000" in FILE:LINE; nginx manual, proxy_pass and resolver',
  logs: [unknown],
  run: (evidence) => {
    const targets = nginxDirectives(evidence.project).filter(isTarget);
    if (targets.length === 0) return notApplicable('no nginx configuration passes requests on');
    return found(targets.flatMap((target) => findingOf(evidence, target, targets) ?? []));
  },
});

function isTarget({ directive: { words }, around }: NginxPlace): boolean {
  return (
    /^(?:proxy|grpc|fastcgi|uwsgi)_pass$/.test(words[0] ?? '') ||
    (words[0] === 'server' && around.at(-1)?.words[0] === 'upstream')
  );
}

function findingOf(
  { project, logs }: Evidence,
  target: NginxPlace,
  targets: readonly NginxPlace[],
): Finding | undefined {
  const { directive, file, at } = target;
  const host = addressOf(directive.words[1] ?? '')?.host;
  const service = project.services.find(({ name }) => name === file.service);
  // With "resolve" the name is looked up while nginx runs.
  if (host === undefined || service === undefined || directive.words.includes('resolve')) return undefined;
  if (
    targets.some(({ around }) => around.at(-1)?.words[0] === 'upstream' && around.at(-1)?.words[1] === host)
  )
    return undefined;
  const times = logs.summary('nginx-host-not-found', unknown.name).tallies['host']?.get(host) ?? 0;
  const other = serviceOfHost(project, host);
  const waits =
    other !== undefined && Object.hasOwn(membersOf(specValue(service, ['depends_on'])), other.name);
  if (other === undefined ? !isOfTheStack(project, service, host) && times === 0 : times === 0 || waits)
    return undefined;
  const what =
    other === undefined
      ? `no service of the stack is called ${host}`
      : `${service.name} does not wait for ${other.name}`;
  const seen: Seen[] = [
    { by: 'config', text: `${directive.words.slice(0, 2).join(' ')}, and ${what}`, at },
    ...(times === 0
      ? []
      : [{ by: 'log', text: `"host not found in upstream" for ${host}, ${times} x` } as const]),
  ];
  const fix = other === undefined ? undefined : afterIt(service, other);
  return {
    message: `nginx does not start while it cannot resolve ${host}: ${what}.`,
    at,
    related: [service.at],
    evidence: seen,
    ...(fix === undefined ? {} : { repair: `Let ${service.name} start after ${host}: depends_on.`, fix }),
  };
}

/** Whether only the stack itself could know the name: one word, on networks of its own, and nothing else that gives names. */
function isOfTheStack({ top }: Project, service: Service, host: string): boolean {
  const own = ['extra_hosts', 'links', 'external_links', 'network_mode', 'dns', 'dns_search'];
  const external = Object.keys(membersOf(specValue(service, ['networks'])))
    .concat('default')
    .some((name) => {
      const said = membersOf(membersOf(top['networks'])[name])['external'];
      return said !== undefined && said !== false;
    });
  return (
    /^[a-z0-9_-]+$/i.test(host) &&
    !/^(?:localhost|\d+)$/.test(host) &&
    !external &&
    own.every((key) => service.spec[key] === undefined)
  );
}

/** Only where nothing is waited for yet: a list or mapping that is there is a person's to extend. */
function afterIt(service: Service, other: Service): Fix | undefined {
  if (service.spec['depends_on'] !== undefined) return undefined;
  return {
    class: 'confirm',
    edits: [setOnService(service, ['depends_on'], [other.name])],
    restart: [service.name],
  };
}
