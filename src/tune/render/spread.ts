import type { ServiceName } from '../../sizing/plan.ts';
import { type OwnEdit, set } from './edited.ts';
import { instances, type Layout, OWN_ADDRESS, portsOf } from './layout.ts';
import { SERVED } from './ports.ts';

/**
 * What is different where a stack is spread over several hosts: a service that others ask is open on the address by which the
 * hosts reach each other, and on it alone; whom it asks on other hosts it finds by name.
 */
export function spreadEdits(layout: Layout, name: ServiceName, index: number): readonly OwnEdit[] {
  if (!layout.several) return [];
  const hosts = layout.extraHosts(name);
  return [
    ...(hosts.length === 0 ? [] : [set(['extra_hosts'], hosts)]),
    ...(layout.published(name) ? [set(['ports'], publishedPorts(layout, name, index))] : []),
  ];
}

/** Alike containers share a range, of which each takes one port. */
function publishedPorts(layout: Layout, name: ServiceName, index: number): readonly string[] {
  const count = layout.here(name);
  return (SERVED[name] ?? []).map((port) => {
    const ports = portsOf(name, port, count);
    const isShared = instances(name, count).length === 1;
    const [from = port, to = port] = isShared ? [ports[0], ports.at(-1)] : [ports[index], ports[index]];
    return `${OWN_ADDRESS}:${from === to ? from : `${from}-${to}`}:${port}`;
  });
}
