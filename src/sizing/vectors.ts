import type { Inputs, Quantization } from './inputs.ts';
import { derived, type Quantity, shown } from './quantity.ts';
import type { Tier } from './tiers.ts';

/** float32. */
const BYTES_PER_DIM = 4;
/** Vectors, graph and the copy that an optimiser writes: N·d·4·1.5 (Qdrant documentation, Capacity planning). */
export const IN_MEMORY_FACTOR = 1.5;
/** Links of one point: 2·m·4 bytes on level 0 and a tenth for the levels above, m = 16 (facts: storage.hnsw_index.m). */
const GRAPH_BYTES_PER_POINT = 2 * 16 * 4 * 1.1;
/** Share of the container's memory that vectors may fill: the rest is for requests, optimisers and the page cache (I5). */
export const RESIDENT_SHARE = 0.8;
/** Disk beside the data for the copy that an optimiser or a snapshot makes: both at once double it. */
const DISK_HEADROOM = 1.2;
const SNAPSHOT_FACTOR = 2;
/** Payload of one passage: ids in cvx's, a text of some 1,000 characters in other backends. */
const PAYLOAD_BYTES = { cvx: 256, python: 1536 } as const;
const PAYLOAD_FACTOR = 1.5;
/** Words of one CV as a sparse vector: about 250 distinct terms, each in a posting list (12 B) and in the stored vector (8 B). */
const SPARSE_BYTES_PER_CV = 250 * (12 + 8);

/** Where the vectors lie and what they take. Totals over the cluster, copies included, at the end of the growth planned for. */
export interface VectorStorage {
  readonly quantization: Quantization;
  /** Vectors after 12 months, one copy. */
  readonly count: Quantity;
  /** Memory that the vectors keep, all copies. */
  readonly resident: Quantity;
  /** And the words of the lexical leg, which only cvx keeps there. */
  readonly words: Quantity;
  /** What the vectors keep with float32 and with int8, for the ways out. */
  readonly asFloat: number;
  readonly asInt8: number;
  /** Disk with snapshots, all copies, without the write-ahead log. */
  readonly disk: Quantity;
}

/** Bytes resident in one copy of `count` vectors of `dims` dimensions. */
export function residentBytes(count: number, dims: number, quantization: Quantization): number {
  if (quantization === 'none') return count * dims * BYTES_PER_DIM * IN_MEMORY_FACTOR;
  return count * (dims * IN_MEMORY_FACTOR + GRAPH_BYTES_PER_POINT);
}

/** Memory and disk of the vectors of the inputs, in a tier with that many copies. */
export function vectorStorage(inputs: Inputs, tier: Tier, quantization: Quantization): VectorStorage {
  const count = inputs.cvs.value * inputs.vectorsPerCv.value * inputs.growth.value;
  const sparse = inputs.backend === 'cvx' ? inputs.cvs.value * inputs.growth.value * SPARSE_BYTES_PER_CV : 0;
  const dims = inputs.dims.value;
  const inMemory = (as: Quantization): number => residentBytes(count, dims, as) * tier.replication;
  const quantized = quantization === 'int8' ? count * dims : 0;
  const stored =
    count * dims * BYTES_PER_DIM +
    quantized +
    count * GRAPH_BYTES_PER_POINT +
    count * PAYLOAD_BYTES[inputs.backend] * PAYLOAD_FACTOR +
    sparse;
  const copies = tier.replication === 1 ? '' : ` × ${tier.replication} copies`;
  return {
    quantization,
    count: derived(
      count,
      'count',
      `CVs × vectors per CV × growth = ${shown(inputs.cvs)} × ${shown(inputs.vectorsPerCv)} × ${shown(inputs.growth)}`,
    ),
    resident: derived(
      inMemory(quantization),
      'bytes',
      quantization === 'none'
        ? `N·d·4·1.5${copies}: float32 vectors and graph in memory`
        : `N·(d·1.5 + 141)${copies}: int8 vectors and graph in memory, originals on disk`,
    ),
    words: derived(
      sparse * tier.replication,
      'bytes',
      `CVs × growth × 250 terms × 20 bytes${copies}: the sparse vectors of the words`,
    ),
    asFloat: inMemory('none'),
    asInt8: inMemory('int8'),
    disk: derived(
      stored * tier.replication * DISK_HEADROOM * SNAPSHOT_FACTOR,
      'bytes',
      `1.2·(vectors + quantized + graph + 1.5·payload)·2${copies}: as much again for a snapshot`,
    ),
  };
}
