import type { Evidence } from '../../evidence.ts';
import { defineCheck, type Finding, found, notApplicable, type Seen } from '../../check.ts';
import { listeningPorts } from '../../components/compose/listening-ports.ts';
import {
  addressOf,
  nginxDirectives,
  type NginxPlace,
  restartFor,
} from '../../components/nginx/nginx-files.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';

const refused = {
  name: 'refused',
  literal: 'failed (111',
  pattern:
    /connect\(\) failed \(111: Connection refused\) while connecting to upstream.*upstream: "\w+:\/\/[^"/]*:(?<port>\d+)/,
};

export const nginxWrongUpstreamPort = defineCheck({
  id: 'nginx-wrong-upstream-port',
  area: 'nginx',
  severity: 'error',
  title: 'nginx passes requests to the port that is served',
  why: `Inside the network of the stack a service is reached at the port that its program listens on, not at the one that is published
on the host. At any other port the connection is refused, and nginx answers 502.`,
  repair: 'Write the port of the program.',
  fixClass: 'safe',
  source:
    'nginx error log: "connect() failed (111: Connection refused) while connecting to upstream"; Compose networking: CONTAINER_PORT between services',
  logs: [refused],
  run: (evidence) => {
    const all = nginxDirectives(evidence.project);
    const targets = all.filter(isTarget);
    if (targets.length === 0) return notApplicable('no nginx configuration passes requests on');
    const upstreams = new Set(
      all.flatMap(({ directive: { words } }) => (words[0] === 'upstream' ? [words[1] ?? ''] : [])),
    );
    return found(targets.flatMap((target) => findingOf(evidence, target, upstreams)));
  },
});

function isTarget({ directive, around }: NginxPlace): boolean {
  const [name] = directive.words;
  return (
    name === 'proxy_pass' ||
    name === 'grpc_pass' ||
    (name === 'server' && around.at(-1)?.words[0] === 'upstream')
  );
}

function findingOf(
  evidence: Evidence,
  { directive, file, at, around }: NginxPlace,
  upstreams: ReadonlySet<string>,
): Finding[] {
  const word = directive.words[1] ?? '';
  const target = addressOf(word);
  const inUpstream = around.at(-1)?.words[0] === 'upstream';
  const service = target === undefined ? undefined : serviceOfHost(evidence.project, target.host);
  if (target === undefined || service === undefined || (!inUpstream && upstreams.has(target.host))) return [];
  const port = target.port ?? (target.tls ? 443 : 80);
  const ports = listeningPorts(evidence.project, service);
  if (ports === undefined || ports.includes(port)) return [];
  const [right] = ports;
  const log = evidence.logs.summary('nginx-wrong-upstream-port', refused.name);
  const times = log.tallies['port']?.get(String(port)) ?? 0;
  const seen: Seen[] = [
    { by: 'config', text: `${word}, and ${service.name} listens on ${ports.join(', ')}`, at },
    ...(times === 0 ? [] : [{ by: 'log', text: `connections to port ${port} refused ${times} x` } as const]),
  ];
  const offset = (directive.ends[1] ?? directive.stop) - word.length;
  const written = file.text.slice(offset, offset + word.length);
  const fixed =
    target.port === undefined
      ? word.replace(target.host, `${target.host}:${right ?? ''}`)
      : word.replace(`${target.host}:${port}`, `${target.host}:${right ?? ''}`);
  return [
    {
      message: `nginx passes requests to ${target.host}:${port}; ${service.name} listens on ${ports.join(', ')}: the answer is 502.`,
      at,
      related: [service.at],
      evidence: seen,
      repair:
        ports.length === 1
          ? `Write ${target.host}:${right ?? ''}.`
          : `Write one of the ports ${ports.join(', ')}.`,
      ...(ports.length !== 1 || written !== word
        ? {}
        : {
            fix: {
              class: 'safe',
              edits: [{ do: 'replace-text', file: file.file, offset, expect: word, text: fixed }],
              restart: restartFor(file),
            },
          }),
    },
  ];
}
