import { GIB, MIB } from './quantity.ts';

/** A share of the container's limit M, up to a bound in bytes. */
export interface Share {
  readonly part: number;
  readonly most?: number;
}

/** shared_buffers M/4, maintenance_work_mem M/16 to 2 GiB (pgtune); autovacuum a quarter of that. */
export const SHARED_BUFFERS: Share = { part: 1 / 4 };
export const MAINTENANCE: Share = { part: 1 / 16, most: 2 * GIB };
export const AUTOVACUUM: Share = { part: 1 / 64, most: 2 * GIB };
/** autovacuum_max_workers, the default of every major from 15 to 18 (facts: pg_settings). */
export const AUTOVACUUM_WORKERS = 3;
/** max_worker_processes, likewise. */
export const WORKER_PROCESSES = 8;
/** A query has several sorts and hashes: three at once, of all connections at once, is what I3 warns of (pgtune). */
export const NODES_PER_QUERY = 3;
/** work_mem that a query is given: the default of PostgreSQL at least, 16 MiB where there is room. */
export const WORK_MEM = { least: 4 * MIB, asked: 16 * MIB } as const;

/** In whole MiB. */
export function bytesOf({ part, most = Infinity }: Share, limit: number): number {
  return Math.floor(Math.min(most, limit * part) / MIB) * MIB;
}

/** Share of the limit that is left for work_mem beside shared_buffers and autovacuum. */
const LEFT = 1 - SHARED_BUFFERS.part - AUTOVACUUM_WORKERS * AUTOVACUUM.part;

/** Least limit in which so many connections may each use so much work_mem three times at once (I3). */
export function postgresLimitFor(connections: number, workMem: number): number {
  return ((connections + WORKER_PROCESSES) * NODES_PER_QUERY * workMem) / LEFT;
}

/** work_mem that I3 leaves in the limit, at most 16 MiB, in whole MiB. */
export function workMemFor(connections: number, limit: number): number {
  const left = (limit * LEFT) / ((connections + WORKER_PROCESSES) * NODES_PER_QUERY);
  return Math.floor(Math.min(WORK_MEM.asked, left) / MIB) * MIB;
}

/** max_wal_size where the size of the disk is unknown, and the share of a known one: the log shares it with the data. */
const WAL = { most: 4 * GIB, share: 0.1, least: 256 * MIB } as const;

export function maxWalBytes(disk: number | undefined): number {
  if (disk === undefined) return WAL.most;
  return Math.max(WAL.least, Math.floor(Math.min(WAL.most, WAL.share * disk) / MIB) * MIB);
}
