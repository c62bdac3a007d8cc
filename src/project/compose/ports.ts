import type { YamlPath } from '../../edits/edit.ts';
import type { PublishedPort } from '../project.ts';
import { childOf, placeOfOrigin, textOf, type Tree } from './tree.ts';

type Binding = Omit<PublishedPort, 'at' | 'path'>;

/** One range of a port specification may not fill the memory. */
const MAX_RANGE = 65_536;

/** What an item of `ports` publishes, ranges spread out. Empty where Compose would refuse it. */
export function readPorts(item: Tree, path: YamlPath): readonly PublishedPort[] {
  const at = placeOfOrigin(item.at);
  const bindings =
    item.kind === 'map' ? longForm(item) : item.kind === 'scalar' ? shortForm(String(item.value)) : [];
  return bindings.map((binding) => ({ ...binding, at, path }));
}

function longForm(item: Tree): readonly Binding[] {
  const number = (key: string): string => {
    const value = childOf(item, key);
    return value?.kind === 'scalar' && value.value !== null ? String(value.value) : '';
  };
  const host = textOf(childOf(item, 'host_ip'));
  return bind(host ?? '', number('published'), number('target'), textOf(childOf(item, 'protocol')) ?? 'tcp');
}

/** `[ip:][host:]container[/protocol]`, docker/go-connections nat.ParsePortSpec. */
function shortForm(text: string): readonly Binding[] {
  const parts = text.split(':');
  const last = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  const [container = '', protocol = 'tcp'] = last.split('/');
  return bind(parts.join(':').replaceAll(/^\[|\]$/g, ''), host, container, protocol.toLowerCase());
}

function bind(ip: string, published: string, target: string, protocol: string): readonly Binding[] {
  const container = range(target);
  const host = published === '' ? undefined : range(published);
  if (!container || (published !== '' && !host) || (protocol !== 'tcp' && protocol !== 'udp')) return [];
  const [first, last] = container;
  // A range for one container port: Docker takes a free one of it, from its start.
  if (host && last !== first && host[1] - host[0] !== last - first) return [];
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    hostIp: ip === '' ? undefined : ip,
    host: host && host[0] + i,
    container: first + i,
    protocol,
  }));
}

function range(text: string): readonly [number, number] | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return first <= last && last < MAX_RANGE ? [first, last] : undefined;
}
