import { limitOf, ONE_PROCESS } from './demand-apps.ts';
import type { Demand } from './demand.ts';
import { usableBytes } from './host.ts';
import type { Inputs } from './inputs.ts';
import { BUSY_SHARE, type Load } from './load-model.ts';
import type { Pools } from './pools.ts';
import { cacheWorkingSet, limitForMaxmemory, maxmemoryFor, queueWorkingSet } from './redis-memory.ts';
import { maxWalBytes, postgresLimitFor, WORK_MEM } from './postgres-memory.ts';
import { assumed, derived, GIB, MIB, type Quantity } from './quantity.ts';
import { RESIDENT_SHARE, type VectorStorage } from './vectors.ts';

/** Share of a host that one Qdrant node takes at most: the rest of the stack, or of the cluster, needs room beside it. */
const NODE_SHARE = 0.6;
/** Qdrant without data: the program, its buffers and one optimiser at work. */
const QDRANT_BASE = 192 * MIB;
const QDRANT_LEAST = 384 * MIB;

export function qdrantDemand(inputs: Inputs, load: Load, vectors: VectorStorage): Demand {
  const { tier } = inputs;
  const resident = vectors.resident.value + vectors.words.value;
  const perNode = Math.max(GIB, NODE_SHARE * usableBytes(inputs.host.memory.value) * RESIDENT_SHARE);
  const nodes = Math.max(tier.qdrantNodes, tier.qdrantNodes === 1 ? 1 : Math.ceil(resident / perNode));
  const need = limitOf(
    Math.max(QDRANT_LEAST, resident / nodes / RESIDENT_SHARE + QDRANT_BASE),
    'resident / nodes / 0.8 + 192 MiB',
  );
  const asked = assumed(3 * GIB, 'bytes', 'container table of the tiers');
  const busy = Math.max(0.1, load.vectors.value / BUSY_SHARE / nodes);
  return {
    name: 'qdrant',
    kind: 'qdrant',
    role: undefined,
    count: derived(
      nodes,
      'count',
      nodes === 1
        ? 'one node below the high tier'
        : `${tier.qdrantNodes} nodes keep a majority when one is lost; more where memory asks for it`,
    ),
    everywhere: false,
    processes: ONE_PROCESS,
    need,
    asked: asked.value > need.value ? asked : undefined,
    reserved: derived(busy, 'cores', 'λ × vector calls × CPU of each / 0.6 / nodes, at least 0.1'),
    usable: derived(
      Math.max(4, Math.ceil(busy)),
      'cores',
      'a search scans its segments at once, and an optimiser runs beside it',
    ),
    leastLimit: 0.5,
    critical: true,
    gpu: 0,
    disk: vectors.disk.value / nodes + walBytes(tier.qdrantNodes === 1 ? 1 : 2 * nodes, nodes),
    binding: `${Math.round(resident / MIB / nodes)} MiB of vectors and words per node`,
  };
}

/** Data of one CV in PostgreSQL: text, fields, passages, terms and their indexes; a tenth of the people are read all the time. */
const BYTES_PER_CV = 40 * 1024;
const HOT_SHARE = 0.1;

function databaseBytes(inputs: Inputs): number {
  return inputs.cvs.value * inputs.growth.value * BYTES_PER_CV;
}

/** Rows, and as much again for dead ones and for an index that is built anew; and the write-ahead log. */
function postgresDisk(inputs: Inputs): number {
  return 2 * databaseBytes(inputs) + maxWalBytes(inputs.host.disk?.value);
}

/** Collections that cvx makes of one index: passages and words. */
const COLLECTIONS = 2;
/** One segment open and one closed, of 32 MiB each (facts: storage.wal). */
const WAL_PER_SHARD = 64 * MIB;

function walBytes(shards: number, nodes: number): number {
  return (COLLECTIONS * shards * WAL_PER_SHARD) / nodes;
}

export function postgresDemands(inputs: Inputs, load: Load, pools: Pools): readonly Demand[] {
  const connections = pools.maxConnections.value;
  // Cache is shared_buffers and page cache together: effective_cache_size is 0.75 of the limit.
  const hot = (databaseBytes(inputs) * HOT_SHARE) / 0.75;
  const least = postgresLimitFor(connections, WORK_MEM.least);
  const need = limitOf(
    Math.max(512 * MIB, least, hot),
    'connections at 4 MiB of work_mem within I3, and a tenth of the data in cache',
  );
  const asked = Math.max(3 * GIB, postgresLimitFor(connections, WORK_MEM.asked));
  const busy = Math.max(0.1, load.database.value / BUSY_SHARE);
  const one = (name: 'postgres' | 'postgres-replica'): Demand => ({
    name,
    kind: 'postgres',
    role: name === 'postgres' ? 'primary' : 'replica',
    count: derived(
      1,
      'count',
      name === 'postgres' ? 'one primary writes' : 'one replica reads, and can take over',
    ),
    everywhere: false,
    processes: ONE_PROCESS,
    need,
    asked: limitOf(
      Math.max(asked, need.value),
      'container table of the tiers: 3 GB; more where the connections ask for it',
    ),
    reserved: derived(busy, 'cores', 'Erlangs of the database / 0.6, at least 0.1'),
    usable: derived(Math.max(4, Math.ceil(busy)), 'cores', 'a query per connection, and autovacuum'),
    leastLimit: 0.5,
    critical: true,
    gpu: 0,
    disk: postgresDisk(inputs),
    binding: hot > least ? 'a tenth of the data in cache' : `${connections} connections`,
  });
  return inputs.tier.standby ? [one('postgres'), one('postgres-replica')] : [one('postgres')];
}

export function pgbouncerDemand(pools: Pools): Demand {
  return {
    name: 'pgbouncer',
    kind: 'pgbouncer',
    role: undefined,
    count: derived(1, 'count', `${pools.wanted.value} connections are wanted: more than 200`),
    everywhere: false,
    processes: ONE_PROCESS,
    // 2 kB per client (PgBouncer FAQ), and its buffers.
    need: limitOf(32 * MIB + pools.wanted.value * 8 * 1024, '32 MiB + 8 KiB per client'),
    asked: undefined,
    reserved: derived(0.1, 'cores', 'it passes packets on'),
    usable: derived(1, 'cores', 'one thread'),
    leastLimit: 0.1,
    critical: true,
    gpu: 0,
    disk: 0,
    binding: `${pools.wanted.value} clients`,
  };
}

export function redisDemands(inputs: Inputs, load: Load, pools: Pools): readonly Demand[] {
  const one = (role: 'cache' | 'queue', set: Quantity, asked: number): Demand => ({
    name: `redis-${role}`,
    kind: 'redis',
    role,
    count: derived(1, 'count', 'one instance'),
    everywhere: false,
    processes: ONE_PROCESS,
    need: limitOf(
      limitForMaxmemory(set.value),
      'max(64 MiB, 1.2 × working set) over the share that maxmemory may take',
    ),
    asked: limitOf(
      Math.max(asked, limitForMaxmemory(set.value)),
      'container table of the tiers: 256 MB, then 1 GB',
    ),
    reserved: derived(
      Math.max(0.05, load.arrivals.value / 20_000),
      'cores',
      'a core answers tens of thousands of commands a second',
    ),
    usable: derived(1, 'cores', 'one thread'),
    leastLimit: 0.25,
    critical: role === 'cache',
    gpu: 0,
    // A log is rewritten beside itself.
    disk: role === 'queue' ? 2 * maxmemoryFor(set.value) : 0,
    binding: set.origin.note,
  });
  return [one('cache', cacheWorkingSet(inputs), GIB), one('queue', queueWorkingSet(pools), 256 * MIB)];
}
