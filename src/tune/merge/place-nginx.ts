import { type NginxDirective, tryReadNginx } from '../../edits/conf/nginx-tokens.ts';
import { Refusal } from '../../edits/edit-refused.ts';
import type { Edit } from '../../edits/edit.ts';
import { type PlannedSetting, settingsIn } from '../../sizing/plan.ts';
import { joined, noPlace, NOTHING, type Placed, placedBy, type Placing } from './placing.ts';
import { configOf } from './place-stores.ts';
import { sameValue } from './same-value.ts';

interface Target {
  readonly block: readonly string[];
  readonly key: string;
}

interface Nginx {
  readonly file: string;
  readonly directives: readonly NginxDirective[];
  /** Name of the upstream that holds the backend. */
  readonly upstream: string | undefined;
}

/** Where the image has its main file; sites may come before it. */
const MAIN = '/etc/nginx/nginx.conf';

/** What a person has to decide: it says who gets in, or what the backend takes. */
const BY_HAND: Readonly<Record<string, string>> = {
  client_max_body_size: 'it has to be what the backend accepts, which its files do not tell',
  proxy_read_timeout: 'it has to be longer than the backend takes at most, which its files do not tell',
  limit_req_rate:
    'a rate limit turns users away: decide by what one address is, then limit_req_zone and limit_req',
};
/** Part of another line of the plan, or the default of nginx. */
const IMPLIED = new Set(['weight', 'limit_req_burst']);

/** Directives of nginx in its main file; what says who gets in is left to a person. */
export function placeNginx({ project, plan, matched }: Placing): Placed {
  const service = matched.get('nginx');
  if (service === undefined) return NOTHING;
  const config =
    project.configs.find((one) => one.service === service.name && one.target === MAIN) ??
    configOf(project, service, 'nginx');
  if (config === undefined)
    return noPlace(`settings of ${service.name}`, 'no configuration of it is in the project');
  const directives = tryReadNginx(config.text);
  if (directives instanceof Refusal)
    return noPlace(`settings of ${service.name} in ${config.file}`, directives.message);
  if (!directives.some(({ words }) => words[0] === 'http'))
    return noPlace(
      `settings of ${service.name}`,
      `${config.file} is included by a main file that is not in the project`,
    );
  const backend = matched.get('backend')?.name;
  const upstream = upstreamOf(directives, backend);
  const nginx: Nginx = { file: config.file, directives, upstream };
  const placed = joined(settingsIn(plan, 'nginx').map((setting) => place(nginx, setting.target, setting)));
  return placed.edits.length > 0 ? { ...placed, restart: [service.name] } : placed;
}

function place(nginx: Nginx, { block, key }: Target, { written }: PlannedSetting): Placed {
  if (IMPLIED.has(key)) return NOTHING;
  const value = String(written);
  const places = withinAll(nginx.directives, key);
  const byHand = BY_HAND[key];
  if (byHand !== undefined) {
    const present = places.map(({ words }) => words.slice(1).join(' '));
    if (present.length > 0 && present.every((one) => sameValue(one, value))) return NOTHING;
    return noPlace(`${key} ${value}${present.length === 0 ? '' : ` (now ${present.join(', ')})`}`, byHand);
  }
  const inUpstream = block.at(-1)?.startsWith('upstream ') === true;
  if (inUpstream && nginx.upstream === undefined)
    return noPlace(`${key} of the upstream`, `${nginx.file} has no upstream block with the backend in it`);
  const inside = inUpstream ? [...block.slice(0, -1), `upstream ${nginx.upstream ?? ''}`] : block;
  const present = childrenAt(nginx.directives, inside)?.find(({ words }) => words[0] === key);
  if (present !== undefined && sameValue(present.words.slice(1).join(' '), value)) return NOTHING;
  const edit: Edit = { do: 'set-conf', syntax: 'nginx', file: nginx.file, block: inside, key, value };
  return key === 'keepalive' ? joined([placedBy(edit), reuse(nginx)]) : placedBy(edit);
}

/** Connections to an upstream are kept only for HTTP/1.1 requests without "Connection: close" (ngx_http_upstream_module, keepalive). */
function reuse({ file, directives, upstream }: Nginx): Placed {
  const servers = (childrenAt(directives, ['http']) ?? []).filter(({ words }) => words[0] === 'server');
  const parts = servers.flatMap(({ children = [] }) =>
    children
      .filter(({ words, children: inner = [] }) => words[0] === 'location' && passesTo(inner, upstream))
      .map(({ words, children: inner = [] }) => {
        const has = (...start: readonly string[]): boolean =>
          inner.some((directive) => start.every((word, at) => directive.words[at] === word));
        if (has('proxy_http_version', '1.1') && has('proxy_set_header', 'Connection')) return NOTHING;
        const location = words.join(' ');
        if (servers.length > 1)
          return noPlace(
            `keepalive in ${location}`,
            `it needs proxy_http_version 1.1 and an empty Connection header there, and ${file} has several servers`,
          );
        const set = (key: string, value: string): Edit => ({
          do: 'set-conf',
          syntax: 'nginx',
          file,
          block: ['http', 'server', location],
          key,
          value,
        });
        return placedBy(
          ...(has('proxy_http_version') ? [] : [set('proxy_http_version', '1.1')]),
          ...(has('proxy_set_header', 'Connection') ? [] : [set('proxy_set_header Connection', '""')]),
        );
      }),
  );
  return joined(parts);
}

function passesTo(directives: readonly NginxDirective[], upstream: string | undefined): boolean {
  return directives.some(
    ({ words: [name, target = ''] }) =>
      name === 'proxy_pass' &&
      upstream !== undefined &&
      /^https?:\/\/([^/:]+)/.exec(target)?.[1] === upstream,
  );
}

/** The upstream that a server line of the backend stands in. */
function upstreamOf(directives: readonly NginxDirective[], backend: string | undefined): string | undefined {
  const upstreams = (childrenAt(directives, ['http']) ?? []).filter(({ words }) => words[0] === 'upstream');
  return upstreams.find(({ children = [] }) =>
    children.some(({ words }) => words[0] === 'server' && words[1]?.split(':')[0] === backend),
  )?.words[1];
}

function childrenAt(
  directives: readonly NginxDirective[],
  [block, ...deeper]: readonly string[],
): readonly NginxDirective[] | undefined {
  if (block === undefined) return directives;
  const found = directives.find(({ words, children }) => children !== undefined && words.join(' ') === block);
  return found?.children === undefined ? undefined : childrenAt(found.children, deeper);
}

/** Every directive of that name, however deep. */
function withinAll(directives: readonly NginxDirective[], key: string): readonly NginxDirective[] {
  return directives.flatMap((directive) => [
    ...(directive.words[0] === key ? [directive] : []),
    ...withinAll(directive.children ?? [], key),
  ]);
}
