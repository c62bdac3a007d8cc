import type { Evidence } from '../../evidence.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import {
  addressOf,
  blocksOf,
  hasPool,
  headersAt,
  KEEPS_BY_DEFAULT,
  nginxDirectives,
  type NginxPlace,
  setIn,
  versionAt,
} from '../../components/nginx/nginx-files.ts';

export const nginxWsMapKillsKeepalive = defineCheck({
  id: 'nginx-ws-map-kills-keepalive',
  area: 'nginx',
  severity: 'warning',
  title: "A map for WebSockets closes no other request's connection",
  why: `The map that everybody copies sends "Connection: close" where a request is no WebSocket. For an upstream that keeps its connections
that is every ordinary request: each closes the connection that it came over, and the pool is never used.`,
  repair:
    "Let the map give an empty value instead: '' ''. nginx then sends no Connection header, and the connection stays.",
  fixClass: 'safe',
  source:
    'nginx manual, WebSocket proxying (the map with \'\' close) and ngx_http_upstream_module keepalive ("Connection" must be cleared)',
  run: (evidence) => {
    const all = nginxDirectives(evidence.project);
    const maps = all.filter(({ directive: { words } }) => words[0] === 'map' && words[1] === '$http_upgrade');
    if (maps.length === 0) return notApplicable('no nginx configuration has a map for WebSockets');
    return found(maps.flatMap((map) => findingOf(evidence, map, all)));
  },
});

function findingOf(evidence: Evidence, map: NginxPlace, all: readonly NginxPlace[]): Finding[] {
  const { children = [], words } = map.directive;
  const closing = children.find((one) => one.words[0] === '' && one.words[1]?.toLowerCase() === 'close');
  const entry = all.find(({ directive }) => directive === closing);
  const variable = words[2] ?? '';
  const kept = all.filter(
    (use) =>
      use.directive.words[0] === 'proxy_pass' &&
      use.file.service === map.file.service &&
      headersAt(use).some(
        (header) => header.words[1]?.toLowerCase() === 'connection' && header.words[2] === variable,
      ) &&
      keepsConnections(evidence, use, all),
  );
  if (entry === undefined || kept.length === 0) return [];
  const { service } = map.file;
  return [
    {
      message: `The map of ${variable} sends "Connection: close" with every request that is no WebSocket: the kept connections are never used again.`,
      at: entry.at,
      related: kept.map(({ at }) => at),
      evidence: [
        {
          by: 'config',
          text: `'' close, and ${kept.length} proxy_pass to an upstream that keeps connections`,
          at: entry.at,
        },
      ],
      fix: {
        class: 'safe',
        edits: [setIn(map.file, [...blocksOf(map), words.join(' ')], "''", "''")],
        restart: service === undefined ? [] : [service],
      },
    },
  ];
}

/** The upstream has a pool, or this version keeps connections by itself. */
function keepsConnections(
  { project }: Evidence,
  { directive, file }: NginxPlace,
  all: readonly NginxPlace[],
): boolean {
  const host = addressOf(directive.words[1] ?? '')?.host;
  const upstream = all.find(({ directive: { words } }) => words[0] === 'upstream' && words[1] === host);
  return (
    upstream !== undefined &&
    (hasPool(upstream.directive) || (versionAt(project, file) ?? 0) >= KEEPS_BY_DEFAULT)
  );
}
