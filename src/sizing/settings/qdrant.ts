import { assumed, derived, MIB } from '../quantity.ts';
import {
  defineSetting,
  type Derivation,
  type Draft,
  fixed,
  type Setting,
  whereThere,
  WRITE,
} from '../setting.ts';
import type { PlannedService } from '../plan.ts';
import { QDRANT_REQUEST_MB, TIMEOUTS } from '../timeouts.ts';

const CONFIG = 'qdrant v1.18.3, config/config.yaml and src/settings.rs';

interface Row extends Omit<Setting, 'id' | 'target' | 'derive' | 'write'> {
  readonly path: string;
  readonly write?: Setting['write'];
  readonly derive: (draft: Draft, node: PlannedService) => Derivation | undefined;
}

function row({ path, derive, write, ...rest }: Row): Setting {
  return defineSetting({
    ...rest,
    id: `qdrant/${path}`,
    target: { in: 'qdrant', path: path.split('.') },
    write: write ?? WRITE.number,
    derive: whereThere('qdrant', derive),
  });
}

const cpuLimit = (node: PlannedService): Derivation['from'] => [
  { label: 'CPU limit of qdrant', quantity: node.cores },
];
const clustered = (node: PlannedService): boolean => node.count.value > 1;

/** What the tier table asks for; used as far as the CPU limit goes. */
const ASKED = { workers: 8, optimizers: 4 } as const;

const SERVICE: readonly Setting[] = [
  row({
    path: 'service.max_request_size_mb',
    says: 'Largest request.',
    formula: `${QDRANT_REQUEST_MB}, the value of the tier table`,
    tooLow: 'batches are refused with 413',
    tooHigh: 'one request takes as much memory several times',
    source: `${CONFIG}; I13`,
    capacity: false,
    write: WRITE.megabytes,
    derive: () =>
      fixed(
        assumed(QDRANT_REQUEST_MB * MIB, 'bytes', 'value of the tier table'),
        'the largest batch of vectors',
      ),
  }),
  row({
    path: 'service.max_workers',
    says: 'Threads that answer HTTP.',
    formula: 'min(8, max(2, ⌈CPU limit⌉))',
    tooLow: 'requests wait though cores are free',
    tooHigh: 'threads wait for the same cores, and each keeps its buffers',
    source: `${CONFIG}: 0 is cores − 1 of what it detects`,
    capacity: true,
    derive: (_, node) => ({
      value: derived(
        Math.min(ASKED.workers, Math.max(2, Math.ceil(node.cores.value))),
        'count',
        'min(8, max(2, ⌈CPU limit⌉))',
      ),
      from: cpuLimit(node),
      binding:
        node.cores.value >= ASKED.workers ? 'the 8 of the tier table' : 'the CPU limit of the container',
    }),
  }),
  row({
    path: 'service.http_keep_alive_timeout_sec',
    says: 'Seconds that an idle connection is kept.',
    formula: `${TIMEOUTS.backendKeepalive}`,
    tooLow: 'clients send into connections that just closed',
    tooHigh: 'idle connections keep their descriptors',
    source: 'facts: service.http_keep_alive_timeout_sec, since 1.17.1; default 5',
    capacity: false,
    derive: () =>
      fixed(
        assumed(TIMEOUTS.backendKeepalive, 'seconds', 'longer than clients keep theirs'),
        'pools of the clients',
      ),
  }),
];

const STORAGE: readonly Setting[] = [
  row({
    path: 'storage.performance.max_search_threads',
    says: 'Threads that search.',
    formula: '0: 4 per core since 1.18',
    tooLow: 'searches wait for reads of other searches',
    tooHigh: 'threads wait for the same cores',
    source: 'facts: storage.performance.max_search_threads',
    capacity: false,
    derive: () => fixed(assumed(0, 'count', 'automatic'), 'what Qdrant detects of its container'),
  }),
  row({
    path: 'storage.performance.search_timeout_sec',
    says: 'Seconds that a search may take.',
    formula: `${TIMEOUTS.qdrant}: the QDRANT_TIMEOUT of the tier table`,
    tooLow: 'searches of a cold node fail',
    tooHigh: 'it works for clients that have gone',
    source: 'facts: storage.performance.search_timeout_sec; I12',
    capacity: false,
    derive: () => fixed(assumed(TIMEOUTS.qdrant, 'seconds', 'QDRANT_TIMEOUT'), 'I12'),
  }),
  row({
    path: 'storage.performance.optimizer_cpu_budget',
    says: 'Cores that optimisers may use.',
    formula: 'max(1, ⌊CPU limit / 4⌋)',
    tooLow: 'new vectors stay unindexed, and are scanned',
    tooHigh: 'searches wait while a segment is built',
    source: 'facts: storage.performance.optimizer_cpu_budget',
    capacity: true,
    derive: (_, node) => ({
      value: derived(Math.max(1, Math.floor(node.cores.value / 4)), 'count', 'max(1, ⌊CPU limit / 4⌋)'),
      from: cpuLimit(node),
      binding: 'the CPU limit of the container',
    }),
  }),
  row({
    path: 'storage.optimizers.max_optimization_threads',
    says: 'Optimisations at once per shard.',
    formula: 'min(4, max(1, ⌊CPU limit / 2⌋))',
    tooLow: 'new vectors stay unindexed, and are scanned',
    tooHigh: 'searches wait, and each optimisation holds a copy of its segments',
    source: 'facts: storage.optimizers.max_optimization_threads',
    capacity: true,
    derive: (_, node) => ({
      value: derived(
        Math.min(ASKED.optimizers, Math.max(1, Math.floor(node.cores.value / 2))),
        'count',
        'min(4, max(1, ⌊CPU limit / 2⌋))',
      ),
      from: cpuLimit(node),
      binding:
        node.cores.value >= 2 * ASKED.optimizers
          ? 'the 4 of the tier table'
          : 'the CPU limit of the container',
    }),
  }),
  row({
    path: 'storage.optimizers.default_segment_number',
    says: 'Segments per shard.',
    formula: 'max(2, ⌊CPU limit⌋), at most 8',
    tooLow: 'one search uses one core',
    tooHigh: 'small segments: more graphs to walk for each search',
    source: 'facts: storage.optimizers.default_segment_number: the cores for latency, 2 for throughput',
    capacity: true,
    derive: (_, node) => ({
      value: derived(Math.min(8, Math.max(2, Math.floor(node.cores.value))), 'count', 'max(2, ⌊CPU limit⌋)'),
      from: cpuLimit(node),
      binding: 'the CPU limit of the container',
    }),
  }),
  row({
    path: 'storage.wal.wal_capacity_mb',
    says: 'Size of one segment of the write-ahead log.',
    formula: '32, the default: it is taken per shard and segment, in advance',
    tooLow: 'large batches are spread over segments',
    tooHigh: '512 MB as in the tier table are 1 GB for each shard of each collection, empty or not',
    source: 'facts: storage.wal.wal_capacity_mb',
    capacity: false,
    write: WRITE.megabytes,
    derive: () =>
      fixed(assumed(32 * MIB, 'bytes', 'default of Qdrant'), 'the disk: shards × (1 + closed segments kept)'),
  }),
  row({
    path: 'storage.on_disk_payload',
    says: 'Payloads stay on disk.',
    formula: 'true',
    tooLow: 'payloads take the memory of vectors',
    tooHigh: 'a read of the disk for each hit that is shown',
    source: 'facts: storage.on_disk_payload',
    capacity: false,
    derive: () => fixed(true, 'memory for vectors'),
  }),
];

const COLLECTION: readonly Setting[] = [
  row({
    path: 'storage.collection.vectors.on_disk',
    says: 'Whole vectors of new collections stay on disk.',
    formula: 'true with int8, whose vectors are in memory',
    tooLow: 'int8 saves nothing: both are in memory',
    tooHigh: 'without quantization each search reads the disk',
    source: 'facts: storage.collection.vectors.on_disk',
    capacity: false,
    derive: ({ quantization }) =>
      quantization === 'int8' ? fixed(true, 'the memory of the node') : undefined,
  }),
  ...(['type', 'quantile', 'always_ram'] as const).map((key) =>
    row({
      path: `storage.collection.quantization.scalar.${key}`,
      says: 'Vectors of new collections are kept in memory as int8, and hits scored again with the whole ones.',
      formula: 'int8 where float32 does not fit 0.8 of the node',
      tooLow: 'vectors do not fit: the node is killed, or reads the disk for each search',
      tooHigh: 'a little recall, which scoring again brings back',
      source: 'facts: storage.collection.quantization; Qdrant documentation, Quantization',
      capacity: false,
      derive: ({ quantization, vectors }) =>
        quantization === 'none'
          ? undefined
          : {
              value: {
                type: 'int8',
                quantile: assumed(0.99, 'ratio', 'cuts off outliers'),
                always_ram: true,
              }[key],
              from: [{ label: 'memory of the vectors', quantity: vectors.resident }],
              binding: 'the memory of the node',
            },
    }),
  ),
  row({
    path: 'cluster.enabled',
    says: 'Nodes form a cluster.',
    formula: 'true from the high tier on',
    tooLow: 'three servers that know nothing of each other',
    tooHigh: 'a cluster of one has no majority to lose',
    source: 'facts: cluster.enabled; the first node needs --uri',
    capacity: false,
    derive: (_, node) => (clustered(node) ? fixed(true, 'the tier') : undefined),
  }),
  row({
    path: 'storage.collection.replication_factor',
    says: 'Copies of each shard of new collections.',
    formula: '2 in a cluster',
    tooLow: 'a node that is away takes its people along',
    tooHigh: 'each copy takes the memory once more',
    source: 'facts: storage.collection.replication_factor',
    capacity: true,
    derive: ({ tier }, node) =>
      clustered(node)
        ? fixed(derived(tier.replication, 'count', 'one node may be away'), 'the tier')
        : undefined,
  }),
  row({
    path: 'storage.collection.shard_number',
    says: 'Shards of new collections.',
    formula: '2 per node',
    tooLow: 'a further node gets nothing',
    tooHigh: 'each shard has segments, a log and a graph of its own',
    source: 'facts: shard_number: two to four per node',
    capacity: true,
    derive: (_, node) =>
      clustered(node)
        ? {
            value: derived(2 * node.count.value, 'count', '2 per node'),
            from: [{ label: 'nodes', quantity: node.count }],
            binding: 'room to add nodes',
          }
        : undefined,
  }),
  row({
    path: 'telemetry_disabled',
    says: 'No reports to Qdrant.',
    formula: 'true',
    tooLow: 'ERROR lines where the network is closed',
    tooHigh: 'nothing',
    source: 'facts: telemetry_disabled',
    capacity: false,
    derive: () => fixed(true, 'a stack that holds CVs reports to nobody'),
  }),
];

export const QDRANT_SETTINGS: readonly Setting[] = [...SERVICE, ...STORAGE, ...COLLECTION];
