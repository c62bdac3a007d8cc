import type { Edit } from '../../../edits/edit.ts';
import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import {
  addressOf,
  blocksOf,
  contextOfFile,
  nginxDirectives,
  type NginxPlace,
  setIn,
  versionAt,
  restartFor,
} from '../../components/nginx/nginx-files.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

/** "Host is unreachable" with musl, "No route to host" with glibc: the address belongs to no container any more. */
const GONE: LogPattern = {
  name: 'gone',
  literal: 'connect() failed (113',
  pattern: /connect\(\) failed \(113.*while connecting to upstream/,
};
/** The first version whose open edition knows `server NAME resolve`. */
const RESOLVES = 1.027003;
/** Docker's own name server in every network but the default one. */
const RESOLVER = '127.0.0.11 valid=10s';

export const nginxStaleDns = defineCheck({
  id: 'nginx-stale-dns',
  area: 'nginx',
  severity: 'warning',
  title: 'nginx notices when replicas come and go',
  why: `nginx asks for the addresses behind a name once, when it starts. Replicas that are added later get no requests, and those that were
recreated got other addresses: nginx goes on asking the old ones and answers 502 until it is reloaded.`,
  repair:
    'From nginx 1.27.3 on: "resolver 127.0.0.11 valid=10s;", and in the upstream "zone" and "server … resolve". Before: proxy_pass to a variable, with the resolver.',
  fixClass: 'confirm',
  source:
    'nginx manual, ngx_http_upstream_module server/resolve and ngx_http_core_module resolver; nginx 1.27.3 changes; 1.26.3 says: invalid parameter "resolve"',
  logs: [GONE],
  run: (evidence) => {
    const targets = namedTargets(evidence);
    if (targets.length === 0)
      return notApplicable('no nginx of the stack passes requests to a service by name');
    const { count } = evidence.logs.summary('nginx-stale-dns', GONE.name);
    const sick = targets.filter(({ service }) => service.replicas > 1 || count > 0);
    return found(sick.map((target) => findingOf(evidence, target, count)));
  },
});

interface Target {
  readonly place: NginxPlace;
  readonly service: Service;
}

/** Of each upstream and service one; `proxy_pass` with a name of its own counts likewise. */
function namedTargets({ project }: Evidence): Target[] {
  const started = new Set(startedServices(project));
  const all = nginxDirectives(project).filter(({ file }) => file.service !== undefined);
  const upstreams = new Set(
    all.flatMap(({ directive: { words } }) => (words[0] === 'upstream' ? [words[1]] : [])),
  );
  const seen = new Set<string>();
  return all.flatMap((place) => {
    const { words } = place.directive;
    const outer = place.around.at(-1)?.words;
    const inUpstream = words[0] === 'server' && outer?.[0] === 'upstream' && !words.includes('resolve');
    const host = addressOf(words[1] ?? '')?.host;
    if (host === undefined || (!inUpstream && (words[0] !== 'proxy_pass' || upstreams.has(host)))) return [];
    const service = serviceOfHost(project, host);
    const key = `${inUpstream ? (outer[1] ?? '') : ''} ${host} ${place.file.file}`;
    if (service === undefined || !started.has(service) || seen.has(key)) return [];
    seen.add(key);
    return [{ place, service }];
  });
}

function findingOf({ project }: Evidence, { place, service }: Target, count: number): Finding {
  const { at, file, directive } = place;
  const edits = (versionAt(project, file) ?? 0) >= RESOLVES ? resolving(place) : undefined;
  return {
    message: `nginx looks up ${service.name} once, at its start: ${service.replicas > 1 ? `of its ${service.replicas} replicas those that are added or recreated later are missed` : 'its container was recreated, and nginx asks an address that is gone'}.`,
    at,
    related: [service.at],
    evidence: [
      {
        by: 'config',
        text: `${directive.words.slice(0, 2).join(' ')} without resolve; ${service.name} has ${service.replicas} replica${service.replicas === 1 ? '' : 's'}`,
        at,
      },
      ...(count === 0
        ? []
        : [{ by: 'log' as const, text: `"${GONE.literal}: host unreachable)" ${count} x` }]),
    ],
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: restartFor(file) } }),
  };
}

/** Undefined where this is no upstream, or it is not known which block `resolver` has to stand in. */
function resolving({ directive, around, file }: NginxPlace): readonly Edit[] | undefined {
  const upstream = around.at(-1);
  const context = contextOfFile(file);
  if (upstream?.words[0] !== 'upstream' || context === undefined) return undefined;
  const outer = around.slice(0, -1);
  const http = context === 'main' ? ['http'] : [];
  const has = (children: readonly NginxPlace['directive'][], name: string): boolean =>
    children.some(({ words }) => words[0] === name);
  return [
    { do: 'replace-text', file: file.file, offset: directive.stop, expect: ';', text: ' resolve;' },
    ...(has(upstream.children ?? [], 'zone')
      ? []
      : [setIn(file, blocksOf({ around }), 'zone', `${upstream.words[1] ?? ''} 64k`)]),
    ...(has(outer.at(-1)?.children ?? [], 'resolver') ? [] : [setIn(file, http, 'resolver', RESOLVER)]),
  ];
}
