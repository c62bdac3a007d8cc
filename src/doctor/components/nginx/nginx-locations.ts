import type { NginxDirective } from '../../../edits/conf/nginx-tokens.ts';
import { oncePer } from '../../../lib/once-per.ts';
import type { Project } from '../../../project/project.ts';
import { nginxDirectives, type NginxPlace } from './nginx-files.ts';
import { startedServices } from '../compose/spec-value.ts';

/** A `server` block of http with its locations, those inside others left out. */
export interface NginxServer {
  readonly place: NginxPlace;
  readonly locations: readonly NginxPlace[];
  /** Ports inside the container at which others than itself are heard; undefined where a variable says which. */
  readonly ports: readonly number[] | undefined;
}

export const nginxServers = oncePer((project: Project): readonly NginxServer[] => {
  const all = nginxDirectives(project);
  return all
    .filter(
      ({ directive, around }) =>
        directive.words[0] === 'server' &&
        directive.children !== undefined &&
        around.every(({ words }) => words[0] === 'http'),
    )
    .map((place) => ({
      place,
      locations: all.filter(
        ({ directive, around }) => directive.words[0] === 'location' && around.at(-1) === place.directive,
      ),
      ports: portsOf(place.directive),
    }));
});

const LOOPBACK = /^(?:127\.|localhost$|::1$|\[::1\]$)/;

/** The servers that others than this host reach: at a port that is published, or on the host's own network. */
export function publicServers(project: Project): readonly NginxServer[] {
  const services = new Map(startedServices(project).map((service) => [service.name, service]));
  return nginxServers(project).filter(({ place, ports }) => {
    const service = services.get(place.file.service ?? '');
    if (service?.spec['network_mode'] === 'host') return ports?.length !== 0;
    return service?.ports.some(
      ({ hostIp, container }) =>
        !LOOPBACK.test(hostIp ?? '') && (ports === undefined || ports.includes(container)),
    );
  });
}

function portsOf({ children = [] }: NginxDirective): readonly number[] | undefined {
  const addresses = children.flatMap(({ words }) => (words[0] === 'listen' ? [words[1] ?? ''] : []));
  if (addresses.some((address) => address.includes('$'))) return undefined;
  const heard = addresses.filter((address) => !/^(?:unix:|127\.|localhost\b|\[::1\])/.test(address));
  if (addresses.length === 0) return [80];
  return heard.map((address) => Number(/(?:^|:)(\d+)$/.exec(address)?.[1] ?? 80));
}

/** How a location is written: `= /a`, `^~ /a`, `~ a$`, `~* a$`, `/a` or `@a`. */
export function locationOf({ directive: { words } }: NginxPlace): {
  readonly modifier: string;
  readonly pattern: string;
} {
  const [, first = '', second] = words;
  if (second !== undefined) return { modifier: first, pattern: second };
  const [, modifier = '', pattern = ''] = /^(=|\^~|~\*|~)?(.*)$/s.exec(first) ?? [];
  return { modifier, pattern };
}

/**
 * The location of a server that answers a path, as nginx chooses it: the exact one; else the longest prefix where that says ^~;
 * else the first regular expression that matches; else the longest prefix (nginx manual, ngx_http_core_module, location).
 * `unknown` where an expression cannot be tried here; undefined where none answers.
 */
export function answeringLocation(
  locations: readonly NginxPlace[],
  path: string,
): NginxPlace | 'unknown' | undefined {
  let exact: NginxPlace | undefined;
  let longest: { readonly place: NginxPlace; readonly length: number; readonly final: boolean } | undefined;
  const expressions: { readonly place: NginxPlace; readonly pattern: string; readonly flags: string }[] = [];
  for (const place of locations) {
    const { modifier, pattern } = locationOf(place);
    if (modifier === '=') exact ??= pattern === path ? place : undefined;
    else if (modifier.startsWith('~'))
      expressions.push({ place, pattern, flags: modifier === '~*' ? 'i' : '' });
    else if (path.startsWith(pattern) && pattern.length > (longest?.length ?? -1))
      longest = { place, length: pattern.length, final: modifier === '^~' };
  }
  if (exact !== undefined) return exact;
  if (longest?.final === true) return longest.place;
  for (const { place, pattern, flags } of expressions) {
    const expression = expressionOf(pattern, flags);
    if (expression === undefined) return 'unknown';
    if (expression.test(path)) return place;
  }
  return longest?.place;
}

/** PCRE as JavaScript reads it; undefined for what only PCRE knows. */
function expressionOf(pattern: string, flags: string): RegExp | undefined {
  const inline = pattern.startsWith('(?i)');
  try {
    return new RegExp(inline ? pattern.slice(4) : pattern.replaceAll('(?P<', '(?<'), inline ? 'i' : flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Included files that say nothing of who may ask, by their names. */
const HARMLESS = /proxy|header|mime|ssl|tls|cors|gzip|cache|fastcgi|websocket/i;
/** Conditions under which people turn strangers away. */
const ABOUT_ACCESS =
  /\$(?:remote_addr|http_authorization|(?:request|document)_uri|uri|realip\w*|ssl_client\w*|\w*(?:allow|deny|block|internal|trusted|access)\w*)/i;

/** Whether everybody who reaches the server gets what the location has; false too where that is decided elsewhere. */
export function isOpenToAll({ directive, around }: NginxPlace): boolean {
  const scopes = [...around, directive].toReversed().map(({ children = [] }) => children);
  const [own = [], server = []] = scopes;
  const has = (block: readonly NginxDirective[], ...names: string[]): boolean =>
    block.some(({ words: [name = ''] }) => names.includes(name));
  const innermost = (name: string): NginxDirective | undefined =>
    scopes.find((block) => has(block, name))?.findLast(({ words }) => words[0] === name);
  const asks = ['auth_basic', 'auth_request', 'auth_jwt', 'ssl_verify_client'].some((name) => {
    const said = innermost(name)?.words[1];
    return said !== undefined && said !== 'off';
  });
  const decides = [...own, ...server].some(
    ({ words: [name, ...args] }) =>
      (name === 'if' && ABOUT_ACCESS.test(args.join(' '))) ||
      (name === 'include' && !HARMLESS.test(args.join(' '))),
  );
  return !(has(own, 'return', 'internal') || has(server, 'return') || asks || decides || isDenied(scopes));
}

/** `allow` and `deny` of the innermost block that has any; the first that matches an address decides. */
function isDenied(scopes: readonly (readonly NginxDirective[])[]): boolean {
  const rules = scopes
    .map((block) => block.filter(({ words }) => words[0] === 'allow' || words[0] === 'deny'))
    .find(({ length }) => length > 0);
  return rules?.find(({ words }) => words[1] === 'all')?.words[0] === 'deny';
}
