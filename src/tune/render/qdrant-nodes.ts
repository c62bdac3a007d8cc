import type { ServiceName } from '../../sizing/plan.ts';
import { type OwnEdit, set } from './edited.ts';
import { address, instances, type Layout, OWN_ADDRESS, portsOf } from './layout.ts';
import { PORTS } from './ports.ts';

/**
 * One node of a Qdrant cluster. It tells the others where it is (`--uri`), and all but the first of the whole cluster ask that one
 * to let them in (`--bootstrap`). Clients reach any node of this host by the name `qdrant`.
 */
export function nodeEdits(layout: Layout, name: ServiceName, index: number): readonly OwnEdit[] {
  const nodes = layout.placed('qdrant');
  if (name !== 'qdrant' || nodes.reduce((sum, { count }) => sum + count, 0) === 1) return [];
  const isFirst = index === 0 && nodes[0]?.host === layout.host.name;
  const [node = ''] = instances('qdrant', index + 1).slice(-1);
  const joins = isFirst ? [] : ['--bootstrap', firstPeer(layout)];
  return [
    set(['command'], ['./entrypoint.sh', '--uri', peer(layout, index), ...joins]),
    ...(layout.onlyHere('qdrant')
      ? [set(['networks', 'data'], { aliases: [...(index === 0 ? [] : ['qdrant']), `node-${index + 1}`] })]
      : []),
    ...(index === 0
      ? []
      : [
          set(['volumes', 1], `${node}:/qdrant/storage`),
          set(['volumes', 2], `${node}-snapshots:/qdrant/snapshots`),
          set(['depends_on'], { qdrant: { condition: 'service_healthy' } }),
        ]),
  ];
}

/** Where the others find the node of that index on this host. */
function peer(layout: Layout, index: number): string {
  if (layout.onlyHere('qdrant')) return `http://node-${index + 1}:${PORTS.qdrantPeers}`;
  return `http://${OWN_ADDRESS}:${portsOf('qdrant', PORTS.qdrantPeers, index + 1)[index]}`;
}

function firstPeer(layout: Layout): string {
  const [first] = layout.placed('qdrant');
  if (layout.onlyHere('qdrant') || first === undefined) return `http://node-1:${PORTS.qdrantPeers}`;
  return `http://${address(first.host)}:${PORTS.qdrantPeers}`;
}
