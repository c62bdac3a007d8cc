import { maxmemoryOf } from './redis.ts';
import { derived } from '../quantity.ts';
import {
  type Derivation,
  type Draft,
  fixed,
  serviceIn,
  type Setting,
  whereThere,
  WRITE,
} from '../setting.ts';
import { envRow } from './env-row.ts';
import type { ServiceName } from '../plan.ts';

const isCvx = ({ inputs }: Draft): boolean => inputs.backend === 'cvx';
const clustered = (draft: Draft): boolean => (serviceIn(draft, 'qdrant')?.count.value ?? 1) > 1;
const CACHE: readonly ServiceName[] = ['redis-cache'];
const NOTES = 'the tier table';

function ofCluster(draft: Draft, value: number, note: string): Derivation | undefined {
  if (!isCvx(draft) || !clustered(draft)) return undefined;
  return fixed(derived(value, 'count', note), 'the nodes of the cluster');
}

/** Variables that say to the stores, or to cvx of new collections, what their own files say too. */
export const ENV_STORE_SETTINGS: readonly Setting[] = [
  envRow({
    key: 'REDIS_MAXMEMORY',
    services: CACHE,
    says: 'Memory of the cache. The image reads no such variable: the compose file hands it to redis-server as --maxmemory.',
    formula: 'that of redis-cache/maxmemory',
    tooLow: 'the 30mb of before evict entries before they are read again',
    tooHigh: 'fork and client buffers come on top (I6)',
    source: `${NOTES}; facts: redis-server reads no environment variable`,
    capacity: true,
    write: WRITE.redisBytes,
    derive: whereThere('redis-cache', (draft, redis) => maxmemoryOf(draft, redis, 'redis-cache')),
  }),
  envRow({
    key: 'REDIS_MAXMEMORY_POLICY',
    services: CACHE,
    says: 'What the cache evicts. Handed to redis-server as --maxmemory-policy.',
    formula: 'allkeys-lru; the queue is an instance of its own with noeviction',
    tooLow: 'noeviction: OOM command not allowed',
    tooHigh: 'on a queue it deletes jobs',
    source: NOTES,
    capacity: false,
    derive: () => fixed('allkeys-lru', 'what the instance is for'),
  }),
  envRow({
    key: 'QDRANT_QUANTIZATION',
    services: ['backend', 'worker'],
    says: 'How cvx makes new collections.',
    formula: 'int8 where float32 does not fit 0.8 of the node',
    tooLow: 'vectors do not fit the memory of the node',
    tooHigh: 'a little recall, which scoring again brings back',
    source: 'read by cvx; Qdrant documentation, Quantization',
    capacity: false,
    derive: (draft) =>
      isCvx(draft)
        ? {
            value: draft.quantization,
            from: [{ label: 'memory of the vectors', quantity: draft.vectors.resident }],
            binding: 'the memory of the node',
          }
        : undefined,
  }),
  envRow({
    key: 'QDRANT_SHARD_NUMBER',
    services: ['backend', 'worker'],
    says: 'Shards of a new collection.',
    formula: '2 per node',
    tooLow: 'a further node gets nothing',
    tooHigh: 'each shard has segments and a log of its own',
    source: 'read by cvx; facts: shard_number',
    capacity: true,
    derive: (draft) => ofCluster(draft, 2 * (serviceIn(draft, 'qdrant')?.count.value ?? 1), '2 per node'),
  }),
  envRow({
    key: 'QDRANT_REPLICATION_FACTOR',
    services: ['backend', 'worker'],
    says: 'Copies of each shard of a new collection.',
    formula: '2 in a cluster',
    tooLow: 'a node that is away takes its people along',
    tooHigh: 'each copy takes the memory once more',
    source: 'read by cvx; facts: replication_factor',
    capacity: true,
    derive: (draft) => ofCluster(draft, draft.tier.replication, 'one node may be away'),
  }),
];
