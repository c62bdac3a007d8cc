import type { Inputs } from './inputs.ts';
import type { Pools } from './pools.ts';
import { derived, MIB, type Quantity } from './quantity.ts';

/** What one user leaves in the cache: session and the answers of their last searches, 20 of 16 kB with 90 bytes for each key. */
const BYTES_PER_USER = 8 * 1024 + 20 * (16 * 1024 + 90);
/** Jobs that may wait, and what one takes in a stream; the bytes of a CV are staged in the database. */
const BACKLOG = 100_000;
const BYTES_PER_JOB = 512;
const LEAST = 64 * MIB;
const HEADROOM = 1.2;
const SMALL_LIMIT = 256 * MIB;

/**
 * Largest share of the container's limit that maxmemory may take: fork, replication and client buffers come on top. As
 * ElastiCache reserves: 25 %, on micro nodes 50 % (Amazon ElastiCache, Managing reserved memory).
 */
export function maxmemoryShare(limit: number): number {
  return limit < SMALL_LIMIT ? 0.5 : 0.75;
}

export function cacheWorkingSet(inputs: Inputs): Quantity {
  return derived(
    inputs.users.value * BYTES_PER_USER,
    'bytes',
    'users × (session 8 KiB + 20 answers of 16 KiB)',
  );
}

export function queueWorkingSet(pools: Pools): Quantity {
  return derived(
    BACKLOG * BYTES_PER_JOB + pools.processes.value * 1024,
    'bytes',
    '100,000 waiting jobs of 512 bytes',
  );
}

/** maxmemory for a working set: max(64 MiB, 1.2·W). */
export function maxmemoryFor(workingSet: number): number {
  return Math.max(LEAST, HEADROOM * workingSet);
}

/** Least limit of a container whose Redis holds that working set. */
export function limitForMaxmemory(workingSet: number): number {
  const wanted = maxmemoryFor(workingSet);
  return wanted / 0.5 < SMALL_LIMIT ? wanted / 0.5 : Math.max(SMALL_LIMIT, wanted / 0.75);
}
