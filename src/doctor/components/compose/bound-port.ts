import type { YamlEdit } from '../../../edits/edit.ts';
import type { Project, PublishedPort, Service } from '../../../project/project.ts';
import { writtenValue } from './written-value.ts';

const LOOPBACK = /^(?:127\.|::1$|\[::1\]$|localhost$)/;

/** Whether a published port can be reached from other machines; without an address it is open on every one of the host's. */
export function isExposed({ hostIp = '' }: PublishedPort): boolean {
  return !LOOPBACK.test(hostIp);
}

/** The first port of each item of `ports`: a range is one item. */
export function onePerItem(ports: readonly PublishedPort[]): readonly PublishedPort[] {
  return ports.filter(({ path }, i) => ports.findIndex((other) => other.path === path) === i);
}

/** `5432:5432` becomes `127.0.0.1:5432:5432`, variables kept; undefined where a variable or an anchor holds the address. */
export function boundTo(
  project: Project,
  service: Service,
  { path, hostIp }: PublishedPort,
): YamlEdit | undefined {
  const { file, path: at, shared } = service.editOf(path);
  const written = writtenValue(project, { file, path: at });
  if (shared === true) return undefined;
  if (typeof written === 'object' && written !== null)
    return { do: 'set-yaml', file, path: [...at, 'host_ip'], value: '127.0.0.1' };
  if (typeof written !== 'string' && typeof written !== 'number') return undefined;
  const text = String(written).replace(/^(?:0\.0\.0\.0|\[::\]):/, '');
  if (hostIp !== undefined && text === String(written)) return undefined;
  const colon = text.replaceAll(/\$\{[^}]*\}/g, '').includes(':');
  return { do: 'set-yaml', file, path: at, value: colon ? `127.0.0.1:${text}` : `127.0.0.1::${text}` };
}
