import { SERVICE_NAMES, type Plan, type ServiceName } from '../../sizing/plan.ts';
import type { PostgresMajor } from '../../facts/postgres-major.ts';
import { edited, type OwnEdit, remove, set } from './edited.ts';
import { instances, type Layout } from './layout.ts';
import { PORTS } from './ports.ts';
import { nodeEdits } from './qdrant-nodes.ts';
import { spreadEdits } from './spread.ts';
import { readTemplate } from './templates.ts';

/** The newest of each major that was run (facts). */
const POSTGRES_IMAGES: Readonly<Record<PostgresMajor, string>> = {
  15: 'postgres:15.18',
  16: 'postgres:16.14',
  17: 'postgres:17.10',
  18: 'postgres:18.4',
};

/** Services that may be any number of alike containers. */
const SCALES: ReadonlySet<ServiceName> = new Set<ServiceName>(['backend', 'worker']);

/** Volumes of each service. */
const VOLUMES: Partial<Record<ServiceName, readonly string[]>> = {
  qdrant: ['qdrant', 'qdrant-snapshots'],
  postgres: ['postgres'],
  'postgres-replica': ['postgres-replica'],
  'redis-queue': ['redis-queue'],
  prometheus: ['prometheus'],
};

/**
 * compose.yaml of one host. Service by service: each is a small document, so that an edit is not checked against all the
 * others, and one that is not on this host goes with its comment.
 */
export function composeFile(plan: Plan, layout: Layout): string {
  const { head, services, tail } = partsOf(readTemplate('compose.yaml'));
  const written = SERVICE_NAMES.filter((name) => layout.here(name) > 0).flatMap((name) =>
    instances(name, layout.here(name)).map((instance, index) => {
      const block = services.get(name);
      if (block === undefined) throw new Error(`The template compose.yaml has no ${name}`);
      const own =
        index === 0 ? block : block.replace(/^(?: {2}#.*\n)*/, '').replace(`  ${name}:`, `  ${instance}:`);
      const edits = [
        ...wiring(plan, layout, name),
        ...imageEdits(plan, name),
        ...settingEdits(plan, layout, name),
        ...nodeEdits(layout, name, index),
        ...spreadEdits(layout, name, index),
      ];
      return editedBlock(head, own, instance, edits);
    }),
  );
  return `${head}${written.join('\n')}\n${edited('compose.yaml', tail, tailEdits(layout))}`;
}

/** The template in its parts: what stands before the services, each service with its comment, and what stands behind them. */
function partsOf(text: string): { head: string; services: ReadonlyMap<string, string>; tail: string } {
  const [head = '', rest = ''] = text.split(/(?<=^services:\n)/m);
  const [body = '', tail = ''] = rest.split(/^(?=networks:)/m);
  const blocks = body.split('\n\n').map((block) => `${block.trimEnd()}\n`);
  const named = blocks.map((block) => [/^ {2}([a-z-]+):$/m.exec(block)?.[1] ?? '', block] as const);
  return { head, services: new Map(named), tail };
}

/** A service after its edits, whose paths begin below it. The head is there for its anchors. */
function editedBlock(head: string, block: string, name: string, edits: readonly OwnEdit[]): string {
  const below = edits.map((edit): OwnEdit =>
    'path' in edit ? { ...edit, path: ['services', name, ...edit.path] } : edit,
  );
  return edited('compose.yaml', `${head}${block}`, below).slice(head.length);
}

/** Volumes and networks of what is on this host. On several hosts they have a way out: others ask for what is here. */
function tailEdits(layout: Layout): readonly OwnEdit[] {
  const here = SERVICE_NAMES.filter((name) => layout.here(name) > 0);
  const networks = new Set(here.flatMap((name) => NETWORKS[name]));
  const absent = SERVICE_NAMES.filter((name) => layout.here(name) === 0).flatMap(
    (name) => VOLUMES[name] ?? [],
  );
  const nodes = instances('qdrant', layout.here('qdrant')).slice(1);
  const kept = here.some((name) => VOLUMES[name] !== undefined);
  return [
    ...(kept ? absent.map((volume) => remove(['volumes', volume])) : [remove(['volumes'])]),
    ...nodes.flatMap((node) => [node, `${node}-snapshots`].map((volume) => set(['volumes', volume], {}))),
    ...(['front', 'data', 'metrics'] as const)
      .filter((network) => !networks.has(network))
      .map((network) => remove(['networks', network])),
    ...(layout.several
      ? (['data', 'metrics'] as const)
          .filter((network) => networks.has(network))
          .map((network) => remove(['networks', network, 'internal']))
      : []),
  ];
}

/** Who waits for whom in the template. */
const WAITS: Partial<Record<ServiceName, readonly ServiceName[]>> = {
  nginx: ['backend'],
  backend: ['postgres', 'pgbouncer', 'qdrant', 'redis-cache', 'redis-queue'],
  worker: ['postgres', 'pgbouncer', 'qdrant', 'redis-cache', 'redis-queue'],
  'postgres-replica': ['postgres'],
  pgbouncer: ['postgres'],
  'redis-exporter': ['redis-cache', 'redis-queue'],
  'postgres-exporter': ['postgres'],
};

/** What a service does not wait for, since it is on another host, and where it finds the database. */
function wiring(plan: Plan, layout: Layout, name: ServiceName): readonly OwnEdit[] {
  const waits = WAITS[name] ?? [];
  const gone = waits.filter((other) => layout.here(other) === 0);
  return [
    ...(waits.length > 0 && gone.length === waits.length
      ? [remove(['depends_on'])]
      : gone.map((other) => remove(['depends_on', other]))),
    ...(SCALES.has(name)
      ? [
          ...(layout.exists('pgbouncer') ? [set(['environment', 'DATABASE_URL'], POOLED)] : []),
          ...(layout.exists('postgres-replica') ? [] : [remove(['environment', 'DATABASE_REPLICA_URL'])]),
          ...OF_CLUSTERS.filter((key) => !plan.settings.has(`env/${key}`)).map((key) =>
            remove(['environment', key]),
          ),
        ]
      : []),
  ];
}

const POOLED = `postgresql://cvx:\${DATABASE_PASSWORD:?}@pgbouncer:${PORTS.pgbouncer}/cvx`;
/** Variables of the template that only some plans have. */
const OF_CLUSTERS = ['QDRANT_SHARD_NUMBER', 'QDRANT_REPLICATION_FACTOR'];

/** The official image of each major keeps its data elsewhere (facts: PGDATA). */
function imageEdits({ inputs }: Plan, name: ServiceName): readonly OwnEdit[] {
  if (name !== 'postgres' && name !== 'postgres-replica') return [];
  const folder = inputs.postgres >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data';
  return [
    set(['image'], POSTGRES_IMAGES[inputs.postgres]),
    set(['volumes', 2], `${name}:${folder}`),
    ...(name === 'postgres-replica' ? [set(['environment', 'PGDATA'], `${folder}/replica`)] : []),
  ];
}

function settingEdits(plan: Plan, layout: Layout, name: ServiceName): readonly OwnEdit[] {
  return [...plan.settings.values()].flatMap(({ setting: { target }, written }): readonly OwnEdit[] => {
    if (target.in === 'compose' && target.service === name) {
      if (target.path.at(-1) !== 'replicas') return [set(target.path, written)];
      return SCALES.has(name) ? [set(target.path, layout.here(name))] : [];
    }
    if (target.in === 'prometheus' && name === 'prometheus') {
      const at = PROMETHEUS_FLAGS.indexOf(target.flag);
      if (at === -1) throw new Error(`The template has no ${target.flag}`);
      return [set(['command', at], `${target.flag}=${written}`)];
    }
    return [];
  });
}

/** In the order of the template's command. */
const PROMETHEUS_FLAGS = [
  '--config.file',
  '--storage.tsdb.path',
  '--storage.tsdb.retention.time',
  '--storage.tsdb.retention.size',
];

const NETWORKS: Readonly<Record<ServiceName, readonly ('front' | 'data' | 'metrics')[]>> = {
  nginx: ['front'],
  backend: ['front', 'data', 'metrics'],
  worker: ['data'],
  qdrant: ['data', 'metrics'],
  postgres: ['data'],
  'postgres-replica': ['data'],
  pgbouncer: ['data'],
  'redis-cache': ['data'],
  'redis-queue': ['data'],
  'redis-exporter': ['data', 'metrics'],
  'postgres-exporter': ['data', 'metrics'],
  'node-exporter': ['metrics'],
  prometheus: ['metrics'],
};
