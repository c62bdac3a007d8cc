import type { ServiceKind } from '../project/project.ts';
import type { Quantity } from './quantity.ts';

/** What a service of a stack is to the invariants. A worker takes jobs from the queue; everything else is told from its image. */
export type StackKind = ServiceKind | 'worker';

/**
 * One service as the invariants see it, from a plan or from a project's files. Absent means unknown, never zero: an
 * invariant that needs it says so and is not judged.
 */
export interface StackService {
  readonly name: string;
  readonly kind: StackKind;
  /** What a Redis is used for; a Redis that does both is a `queue`, whose loss matters more. */
  readonly role?: 'cache' | 'queue' | 'primary' | 'replica';
  /** Instances per host. More than one host only where a plan spreads a service. */
  readonly replicas: readonly { readonly host: string; readonly count: Quantity }[];
  /** Of one instance, in bytes. */
  readonly memoryLimit?: Quantity;
  /** Of one instance. */
  readonly cpuLimit?: Quantity;
  readonly cpuReservation?: Quantity;
  /** Processes of one instance that open pools of their own: uvicorn workers, WEB_CONCURRENCY; 1 where it has no such setting. */
  readonly processes?: Quantity;
  /** Numbers that the invariants ask for, by the keys of `STACK_KEYS`. */
  readonly numbers: Readonly<Partial<Record<StackKey, Quantity>>>;
}

/** Every number of a service that some invariant reads. Bytes and seconds are bytes and seconds, whatever the file writes. */
export const STACK_KEYS = {
  // Clients of the database, in one process.
  'db.pool': 'connections kept per process',
  'db.overflow': 'connections beyond them per process',
  'db.engines': 'pools per process; 1 unless the program opens several',
  // Clients of other stores, in one process.
  'redis-cache.pool': 'connections of one process to the cache',
  'redis-queue.pool': 'connections of one process to the queue',
  slots: 'requests or jobs that one instance works on at once',
  'rss.process': 'resident memory of one process at work',
  'rss.base': 'memory of the instance beside those processes',
  'request.timeout': 'how long the program lets a request take',
  'keepalive.timeout': 'how long it keeps an idle connection of its clients open',
  'body.limit': 'largest request body that it accepts',
  'batch.bytes': 'largest request that it sends to Qdrant',
  // PostgreSQL.
  max_connections: 'max_connections',
  shared_buffers: 'shared_buffers',
  work_mem: 'work_mem',
  maintenance_work_mem: 'maintenance_work_mem',
  autovacuum_work_mem: 'autovacuum_work_mem; maintenance_work_mem where it is -1',
  autovacuum_max_workers: 'autovacuum_max_workers',
  max_worker_processes: 'max_worker_processes',
  max_parallel_workers: 'max_parallel_workers',
  max_wal_size: 'max_wal_size',
  statement_timeout: 'statement_timeout; 0 is none',
  shm_size: 'size of /dev/shm',
  'pooler.server': 'connections of a pooler to the server',
  'pooler.client': 'connections that a pooler accepts',
  // Redis.
  maxmemory: 'maxmemory; 0 is none',
  maxclients: 'maxclients',
  'maxmemory.share': 'largest share of the limit that maxmemory may take here',
  // Qdrant.
  'vectors.resident': 'memory that the vectors of one instance keep',
  'vectors.disk': 'disk that the vectors of one instance take',
  'wal.disk': 'disk of the write-ahead log of one instance',
  segments: 'segments of one instance',
  // nginx.
  worker_processes: 'worker_processes',
  worker_connections: 'worker_connections',
  'upstream.keepalive': 'keepalive_timeout of the upstream',
  // Any.
  nofile: 'open files allowed',
  'volume.size': 'size of the volume that it writes to',
  'volume.need': 'what that volume holds after the growth that is planned for',
} as const;
export type StackKey = keyof typeof STACK_KEYS;

export interface StackHost {
  readonly name: string;
  readonly cores?: Quantity;
  readonly memory?: Quantity;
  readonly disk?: Quantity;
}

/** What the users ask of the stack, where that is known. */
export interface StackLoad {
  /** Requests per second at the peak. */
  readonly arrivals: Quantity;
  /** Connections busy at the peak: offered load of the database. */
  readonly database: Quantity;
  /** Requests in flight at the backend at the peak: λ·W. */
  readonly inFlight: Quantity;
  /** Jobs at work at the peak: λ of ingest · W of ingest. */
  readonly jobs: Quantity;
  /** How long the client waits before it gives up. */
  readonly clientTimeout?: Quantity;
}

/** Something that is written for a program; `read` undefined where it is not known whether the program reads it. */
export interface WrittenKey {
  readonly service: string;
  readonly key: string;
  readonly read: boolean | undefined;
  readonly quantity?: Quantity;
}

/** A scrape target. `http` false: the port speaks another protocol; undefined: unknown. */
export interface ScrapeTarget {
  readonly target: string;
  readonly service: string;
  readonly metrics: boolean | undefined;
}

/** A metric that an alert names. */
export interface AlertMetric {
  readonly alert: string;
  readonly metric: string;
  readonly present: boolean | undefined;
}

export interface StackCost {
  readonly items: readonly { readonly label: string; readonly quantity: Quantity }[];
  readonly total: Quantity;
  readonly date: string;
  readonly region: string;
}

/** A stack in the terms of the invariants: `stackOf(plan)` makes one of a plan, the doctor makes one of a project. */
export interface Stack {
  readonly hosts: readonly StackHost[];
  readonly services: readonly StackService[];
  readonly load?: StackLoad;
  /** Connections beside the pools: exporters 2, migrations 2, administration 5, reserved 3. */
  readonly reservedConnections: Quantity;
  readonly keys: readonly WrittenKey[];
  readonly scrapes: readonly ScrapeTarget[];
  readonly alerts: readonly AlertMetric[];
  readonly cost?: StackCost;
  /** Capacities of this stack and of the next smaller one, by id (I17). */
  readonly capacities?: ReadonlyMap<string, Quantity>;
  readonly smaller?: ReadonlyMap<string, Quantity>;
}

export function servicesOf(stack: Stack, ...kinds: readonly StackKind[]): readonly StackService[] {
  return stack.services.filter((service) => kinds.includes(service.kind));
}

/** Instances on all hosts. */
export function instancesOf(service: StackService): number {
  return service.replicas.reduce((sum, { count }) => sum + count.value, 0);
}
