import type { YamlPath } from '../../edits/edit.ts';
import type { PublishedPort } from '../project.ts';
import { childOf, placeOfOrigin, textOf, type Tree } from './tree.ts';

/** A range of more ports is one of media streams; nobody looks at each of them, and a thousand such ranges would fill the memory. */
const MAX_SPREAD = 1000;
const MAX_PORT = 65_535;

/** An item of `ports` before its ranges are spread out. */
interface Specified {
  readonly ip: string;
  readonly host: Range | undefined;
  readonly container: Range;
  readonly protocol: 'tcp' | 'udp';
}

type Range = readonly [first: number, last: number];

/** What an item of `ports` publishes, ranges spread out up to 1,000 ports. Empty where Compose would refuse it. */
export function readPorts(item: Tree, path: YamlPath): readonly PublishedPort[] {
  const specified = specification(item);
  if (specified === undefined) return [];
  const { ip, host, container, protocol } = specified;
  const at = placeOfOrigin(item.at);
  const length = Math.min(container[1] - container[0] + 1, MAX_SPREAD);
  return Array.from({ length }, (_, i) => ({
    hostIp: ip === '' ? undefined : ip,
    host: host && host[0] + i,
    container: container[0] + i,
    protocol,
    at,
    path,
  }));
}

/** What makes two items of `ports` the same one; undefined for one that Compose would refuse. */
export function portKey(item: Tree): string | undefined {
  const specified = specification(item);
  return specified && JSON.stringify({ ...specified, ip: specified.ip === '0.0.0.0' ? '' : specified.ip });
}

function specification(item: Tree): Specified | undefined {
  if (item.kind === 'map') return longForm(item);
  return item.kind === 'scalar' ? shortForm(String(item.value)) : undefined;
}

function longForm(item: Tree): Specified | undefined {
  const number = (key: string): string => {
    const value = childOf(item, key);
    return value?.kind === 'scalar' && value.value !== null ? String(value.value) : '';
  };
  const ip = textOf(childOf(item, 'host_ip')) ?? '';
  return specify(ip, number('published'), number('target'), textOf(childOf(item, 'protocol')) ?? 'tcp');
}

/** `[ip:][host:]container[/protocol]`, docker/go-connections nat.ParsePortSpec. */
function shortForm(text: string): Specified | undefined {
  const parts = text.split(':');
  const last = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  const [container = '', protocol = 'tcp'] = last.split('/');
  return specify(parts.join(':').replaceAll(/^\[|\]$/g, ''), host, container, protocol.toLowerCase());
}

function specify(ip: string, published: string, target: string, protocol: string): Specified | undefined {
  const container = range(target);
  const host = published === '' ? undefined : range(published);
  if (!container || (published !== '' && !host) || (protocol !== 'tcp' && protocol !== 'udp'))
    return undefined;
  const [first, last] = container;
  // A range for one container port: Docker takes a free one of it, from its start.
  if (host && last !== first && host[1] - host[0] !== last - first) return undefined;
  return { ip, host, container, protocol };
}

function range(text: string): Range | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return first <= last && last <= MAX_PORT ? [first, last] : undefined;
}
