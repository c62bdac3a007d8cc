import type { Demand } from './demand.ts';
import { type Inputs } from './inputs.ts';
import { BUSY_SHARE, inFlight, type Load, SLOT_SHARE } from './load-model.ts';
import { assumed, derived, type Quantity } from './quantity.ts';

const RESERVED_CONNECTIONS = 12;
/** Connections beside the pools. */
export const RESERVED: Quantity = assumed(
  RESERVED_CONNECTIONS,
  'count',
  'exporters 2, migrations 2, people 5, superuser_reserved_connections 3',
);
/** Past so many, PostgreSQL spends its time on snapshots of idle connections: a pooler in front keeps them. */
const POOLER_FROM = 200;

/** Connections of the stack to its stores, per process and in all. */
export interface Pools {
  readonly processes: Quantity;
  readonly size: Quantity;
  readonly overflow: Quantity;
  /** Σ processes × (size + overflow) + reserved. */
  readonly wanted: Quantity;
  readonly maxConnections: Quantity;
  readonly pooled: boolean;
  /** Connections of the pooler to the server. */
  readonly serverPool: Quantity;
}

/** Requests that wait for the database or the index at the peak, in one backend process. */
function searchesAtPeak(inputs: Inputs, load: Load): number {
  const searches = inputs.mix.filter(({ name }) => name === 'search');
  return searches.reduce(
    (sum, { share, seconds }) => sum + inFlight(load.arrivals.value * share, seconds),
    0,
  );
}

/**
 * Processes that requests spread over, as the load asks for them and not in whole containers: what one process gets then
 * grows with the users, where it would fall with each container that joins (I17). Never more than there are.
 */
export function processesAtWork(inputs: Inputs, load: Load): number {
  return Math.max(2, load.backend.value / BUSY_SHARE + (inputs.tier.spare ? 2 : 0));
}

/**
 * The connection budget. A pool of max(2, ⌈c/processes⌉), half as many beyond it while all are in use. In `cvx serve` as many
 * searches run at once as its pool has connections, so that there the pool also keeps λ·W of searches at 0.7 of them.
 */
export function poolOf(inputs: Inputs, load: Load, backend: Demand, worker: Demand): Pools {
  const serving = backend.count.value * backend.processes.value;
  const processes = serving + worker.count.value;
  const places =
    inputs.backend === 'cvx'
      ? Math.ceil(searchesAtPeak(inputs, load) / SLOT_SHARE / processesAtWork(inputs, load))
      : 0;
  const size = Math.max(2, Math.ceil(load.connections.value / serving), Math.ceil((places * 2) / 3));
  const overflow = Math.ceil(size / 2);
  const wanted = processes * (size + overflow) + RESERVED_CONNECTIONS;
  const pooled = wanted > POOLER_FROM;
  const tens = Math.ceil(wanted / 10) * 10;
  return {
    processes: derived(processes, 'count', `${serving} backend processes + ${worker.count.value} workers`),
    size: derived(
      size,
      'count',
      'max(2, ⌈c / processes⌉), and for cvx serve a connection per search at work',
    ),
    overflow: derived(overflow, 'count', '⌈pool / 2⌉'),
    wanted: derived(
      wanted,
      'count',
      `${processes} processes × (${size} + ${overflow}) + ${RESERVED_CONNECTIONS}`,
    ),
    maxConnections: pooled
      ? derived(
          Math.max(POOLER_FROM, Math.ceil((serverPool(load) + RESERVED_CONNECTIONS) / 10) * 10),
          'count',
          'kept at 200: the pooler holds the rest',
        )
      : derived(tens, 'count', 'Σ processes × (pool + overflow) + 12, to the next ten'),
    pooled,
    serverPool: derived(serverPool(load), 'count', 'max(2·cores + 1, c), cores as the database keeps busy'),
  };
}

/** Useful connections at the server: 2·cores + 1 (PostgreSQL wiki, Number Of Database Connections), and never fewer than c. */
function serverPool(load: Load): number {
  return Math.max(2 * Math.ceil(load.database.value) + 1, load.connections.value, 10);
}
