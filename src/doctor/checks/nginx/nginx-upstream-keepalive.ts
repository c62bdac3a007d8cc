import type { Edit } from '../../../edits/edit.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable, type Seen } from '../../check.ts';
import {
  addressOf,
  blocksOf,
  hasPool,
  headersAt,
  inherited,
  KEEPS_BY_DEFAULT,
  nginxDirectives,
  type NginxPlace,
  setIn,
  versionAt,
  restartFor,
} from '../../components/nginx/nginx-files.ts';

/** Idle connections that each worker keeps; the default of 1.29.7 and newer. */
const KEPT = 32;

export const nginxUpstreamKeepalive = defineCheck({
  id: 'nginx-upstream-keepalive',
  area: 'nginx',
  severity: 'warning',
  title: 'nginx keeps its connections to the application',
  why: `Before 1.29.7 nginx opens a new connection for every request that it passes on, speaks HTTP/1.0 and closes it: each request pays a
handshake, and at some hundred requests a second the host runs out of ports in TIME_WAIT. It takes three directives together: a pool
("keepalive"), HTTP/1.1, and no "Connection: close".`,
  repair:
    'Add "keepalive 32" to the upstream; "proxy_http_version 1.1" and proxy_set_header Connection "" where it is used.',
  fixClass: 'safe',
  source:
    'nginx manual, ngx_http_upstream_module keepalive; run with 1.26.3 (HTTP/1.0, Connection: close) and 1.30.6 (two requests on one connection without any directive)',
  run: (evidence) => {
    const all = nginxDirectives(evidence.project);
    const upstreams = all.filter(
      ({ directive, around }) =>
        directive.words[0] === 'upstream' && around.every(({ words }) => words[0] !== 'stream'),
    );
    if (upstreams.length === 0) return notApplicable('no nginx configuration has an upstream');
    const known = upstreams.filter(({ file }) => versionAt(evidence.project, file) !== undefined);
    const findings = known
      .filter(({ file }) => (versionAt(evidence.project, file) ?? 0) < KEEPS_BY_DEFAULT)
      .flatMap((upstream) => findingOf(upstream, all));
    if (findings.length > 0) return found(findings);
    const open = upstreams.some(
      (upstream) => !known.includes(upstream) && findingOf(upstream, all).length > 0,
    );
    return open
      ? notObservable(
          'the version of nginx is not in its tag, and from 1.29.7 on it keeps connections by itself',
        )
      : found([]);
  },
});

function findingOf(upstream: NginxPlace, all: readonly NginxPlace[]): Finding[] {
  const name = upstream.directive.words[1] ?? '';
  const uses = all.filter(({ directive, file }) => {
    const target = directive.words[0] === 'proxy_pass' ? addressOf(directive.words[1] ?? '') : undefined;
    return target?.host === name && target.port === undefined && file.service === upstream.file.service;
  });
  // Where a WebSocket's map decides, or the answer shall be closed: that is another matter.
  const closing = uses.filter(
    (use) => inherited(use, 'proxy_http_version')?.words[1] !== '1.1' || !connectionSet(use),
  );
  const pool = hasPool(upstream.directive);
  if (uses.length === 0 || (pool && closing.length === 0)) return [];
  const missing = [
    ...(pool ? [] : ['keepalive']),
    ...(closing.some((use) => inherited(use, 'proxy_http_version')?.words[1] !== '1.1')
      ? ['proxy_http_version 1.1']
      : []),
    ...(closing.some((use) => !connectionSet(use)) ? ['proxy_set_header Connection ""'] : []),
  ];
  const edits = editsOf(upstream, pool, closing, all);
  return [
    {
      message: `nginx opens a connection to ${name} for every request: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      at: upstream.at,
      related: closing.map(({ at }) => at),
      evidence: [
        {
          by: 'config',
          text: `upstream ${name} ${pool ? 'has a pool that nothing uses' : 'has no keepalive'}`,
          at: upstream.at,
        },
        ...closing.map((use): Seen => ({
          by: 'config',
          text: `passed on with HTTP/${inherited(use, 'proxy_http_version')?.words[1] ?? '1.0'}`,
          at: use.at,
        })),
      ],
      ...(edits === undefined
        ? {}
        : {
            fix: {
              class: 'safe',
              edits,
              restart: restartFor(upstream.file),
            },
          }),
    },
  ];
}

function connectionSet(use: NginxPlace): boolean {
  return headersAt(use).some(
    ({ words }) => words[1]?.toLowerCase() === 'connection' && words[2]?.toLowerCase() !== 'close',
  );
}

/** Undefined where two blocks of one name stand side by side, and an edit could not tell which is meant. */
function editsOf(
  upstream: NginxPlace,
  pool: boolean,
  closing: readonly NginxPlace[],
  all: readonly NginxPlace[],
): Edit[] | undefined {
  if (closing.some((use) => isAmbiguous(use, all))) return undefined;
  const inside = [...blocksOf(upstream), upstream.directive.words.join(' ')];
  return [
    ...(pool ? [] : [setIn(upstream.file, inside, 'keepalive', String(KEPT))]),
    ...closing.flatMap((use) => [
      ...(inherited(use, 'proxy_http_version')?.words[1] === '1.1'
        ? []
        : [setIn(use.file, blocksOf(use), 'proxy_http_version', '1.1')]),
      ...(connectionSet(use) ? [] : headerEdits(use)),
    ]),
  ];
}

/** A first header of its own would hide those of the blocks around it: they are repeated. */
function headerEdits(use: NginxPlace): Edit[] {
  const own = use.around.at(-1)?.children?.some(({ words }) => words[0] === 'proxy_set_header') === true;
  const outer = own ? [] : headersAt(use).filter(({ words }) => words[1]?.toLowerCase() !== 'connection');
  return [
    ...outer.map(({ words, ends, stop }) =>
      setIn(
        use.file,
        blocksOf(use),
        `proxy_set_header ${words[1] ?? ''}`,
        use.file.text.slice(ends[1] ?? stop, stop).trim(),
      ),
    ),
    setIn(use.file, blocksOf(use), 'proxy_set_header Connection', '""'),
  ];
}

function isAmbiguous(use: NginxPlace, all: readonly NginxPlace[]): boolean {
  return use.around.some((block, depth) => {
    const siblings =
      depth === 0
        ? all
            .filter(({ around, file }) => around.length === 0 && file === use.file)
            .map(({ directive }) => directive)
        : (use.around[depth - 1]?.children ?? []);
    return (
      siblings.filter(
        ({ words, children }) => children !== undefined && words.join(' ') === block.words.join(' '),
      ).length > 1
    );
  });
}
