import { WORKER_BASE } from './demand-apps.ts';
import { takenOn } from './host.ts';
import type { Plan, PlannedService } from './plan.ts';
import { AUTOVACUUM_WORKERS } from './postgres-memory.ts';
import { RESERVED } from './pools.ts';
import { assumed, derived, MIB, type Quantity } from './quantity.ts';
import { maxmemoryShare } from './redis-memory.ts';
import { clientsPerProcess } from './redis-clients.ts';
import type { Draft } from './setting.ts';
import type { Stack, StackHost, StackKey, StackService } from './stack.ts';
import { writtenKeys } from './written-keys.ts';
import { TIMEOUTS, UPLOAD_MB } from './timeouts.ts';

/** What `stackOf` needs of a plan: everything that is settled before it is judged. */
export type Settled = Pick<
  Plan,
  'inputs' | 'tier' | 'load' | 'vectors' | 'pools' | 'quantization' | 'services' | 'settings' | 'hosts'
>;

type Numbers = Partial<Record<StackKey, Quantity>>;

/** The stack that a plan describes, for the invariants. `smaller`: the plan of fewer users, for I17. */
export function stackOf(plan: Settled, smaller?: Settled): Stack {
  return {
    hosts: hostsOf(plan),
    services: plan.services.map((service) => serviceOf(plan, service)),
    load: {
      arrivals: plan.load.arrivals,
      database: plan.load.databaseErlangs,
      inFlight: plan.load.inFlight,
      jobs: plan.load.jobsAtPeak,
    },
    reservedConnections: RESERVED,
    keys: writtenKeys(plan),
    scrapes: [],
    alerts: [],
    capacities: capacitiesOf(plan),
    ...(smaller === undefined ? {} : { smaller: capacitiesOf(smaller) }),
  };
}

/** Every capacity of a plan by id: settings that more users never lower, and memory, cores and processes of each service in all. */
export function capacitiesOf(plan: Pick<Plan, 'services' | 'settings'>): ReadonlyMap<string, Quantity> {
  const capacities = new Map<string, Quantity>();
  const perInstance = (id: string): boolean =>
    /^compose\/.*\/(memory|cpus)$/.test(id) || id.startsWith('qdrant/');
  for (const [id, { setting, value }] of plan.settings)
    if (setting.capacity && typeof value === 'object' && !perInstance(id)) capacities.set(id, value);
  for (const { name, count, processes, memory, cores } of plan.services) {
    const inAll = (what: string, quantity: Quantity): void => {
      capacities.set(`${name}/${what} in all`, { ...quantity, value: quantity.value * count.value });
    };
    inAll('memory', memory);
    inAll('cores', cores);
    inAll('processes', processes);
  }
  return capacities;
}

function hostsOf({ inputs, hosts }: Settled): readonly StackHost[] {
  return hosts.map(({ name }, index) => ({
    name,
    cores: { ...inputs.host.cores, value: inputs.host.cores.value - takenOn(index, inputs, 'cores') },
    memory: { ...inputs.host.memory, value: inputs.host.memory.value - takenOn(index, inputs, 'memory') },
    ...(inputs.host.disk === undefined ? {} : { disk: inputs.host.disk }),
  }));
}

function serviceOf(plan: Settled, service: PlannedService): StackService {
  const { name, kind, role, placed, memory, cores, reserved, processes } = service;
  return {
    name,
    kind,
    ...(role === undefined ? {} : { role }),
    replicas: placed.map(({ host, count }) => ({
      host,
      count: derived(count, 'count', `instances on ${host}`),
    })),
    memoryLimit: memory,
    cpuLimit: cores,
    cpuReservation: reserved,
    ...(kind === 'backend' ? { processes } : {}),
    numbers: { ...numbersOf(plan, service), ...volumeOf(service) },
  };
}

function volumeOf({ disk }: PlannedService): Numbers {
  return disk.value === 0 ? {} : { 'volume.need': disk };
}

function numbersOf(plan: Settled, service: PlannedService): Numbers {
  switch (service.name) {
    case 'backend':
    case 'worker':
      return clientNumbers(plan, service);
    case 'postgres':
    case 'postgres-replica':
      return postgresNumbers(plan, service);
    case 'pgbouncer':
      return settled(plan, [
        ['pooler.server', 'pgbouncer/default_pool_size'],
        ['pooler.client', 'pgbouncer/max_client_conn'],
      ]);
    case 'redis-cache':
    case 'redis-queue':
      return {
        ...settled(plan, [
          ['maxmemory', `${service.name}/maxmemory`],
          ['maxclients', `${service.name}/maxclients`],
          ['nofile', `compose/${service.name}/nofile`],
        ]),
        'maxmemory.share': derived(maxmemoryShare(service.memory.value), 'ratio', '0.75; 0.5 below 256 MiB'),
      };
    case 'qdrant':
      return qdrantNumbers(plan, service);
    case 'nginx':
      return settled(plan, [
        ['worker_processes', 'nginx/worker_processes'],
        ['worker_connections', 'nginx/worker_connections'],
        ['upstream.keepalive', 'nginx/upstream.keepalive_timeout'],
        ['request.timeout', 'nginx/proxy_read_timeout'],
        ['body.limit', 'nginx/client_max_body_size'],
        ['nofile', 'compose/nginx/nofile'],
      ]);
    case 'redis-exporter':
    case 'postgres-exporter':
    case 'node-exporter':
    case 'prometheus':
      break;
  }
  return {};
}

/** The values of settings, under the names of the invariants. */
function settled(plan: Settled, names: readonly (readonly [StackKey, string])[]): Numbers {
  const numbers: Numbers = {};
  for (const [key, id] of names) {
    const value = plan.settings.get(id)?.value;
    if (typeof value === 'object') numbers[key] = value;
  }
  return numbers;
}

/** Points that one batch brings, and bytes of one number in JSON. */
const BATCH_POINTS = 1000;
const JSON_BYTES_PER_DIM = 12;

function clientNumbers(plan: Settled, service: PlannedService): Numbers {
  const { inputs } = plan;
  const draft: Draft = plan;
  const isWorker = service.name === 'worker';
  const pool = (which: 'redis-cache' | 'redis-queue'): Quantity =>
    assumed(clientsPerProcess(draft, which), 'count', `connections of one process to ${which}`);
  return {
    ...settled(plan, [
      ['db.pool', 'env/DATABASE_POOL_SIZE'],
      ['db.overflow', 'env/DATABASE_MAX_OVERFLOW'],
    ]),
    'redis-cache.pool': pool('redis-cache'),
    'redis-queue.pool': pool('redis-queue'),
    'batch.bytes': derived(
      BATCH_POINTS * inputs.dims.value * JSON_BYTES_PER_DIM,
      'bytes',
      '1,000 vectors as JSON',
    ),
    'rss.process': isWorker ? inputs.jobMemory : inputs.processMemory,
    ...(isWorker
      ? {
          ...settled(plan, [['slots', 'env/MAX_QUEUE_WORKERS']]),
          'rss.base': derived(WORKER_BASE, 'bytes', 'cvx worker itself'),
        }
      : {
          slots: slotsOf(plan, service),
          'request.timeout': assumed(
            TIMEOUTS.backend,
            'seconds',
            'a statement and the wait for its connection',
          ),
          'keepalive.timeout': assumed(
            TIMEOUTS.backendKeepalive,
            'seconds',
            'cvx serve; uvicorn with --timeout-keep-alive 75',
          ),
          'body.limit': assumed(UPLOAD_MB * MIB, 'bytes', 'CVX_MAX_UPLOAD_MB'),
        }),
  };
}

function slotsOf({ settings }: Settled, { processes }: PlannedService): Quantity {
  const each = settings.get('env/MAX_GLOBAL_CONCURRENT')?.value;
  const value = typeof each === 'object' ? each.value : 0;
  return derived(value * processes.value, 'count', 'MAX_GLOBAL_CONCURRENT × processes');
}

function postgresNumbers(plan: Settled, service: PlannedService): Numbers {
  return {
    ...settled(plan, [
      ['max_connections', 'postgres/max_connections'],
      ['shared_buffers', 'postgres/shared_buffers'],
      ['work_mem', 'postgres/work_mem'],
      ['maintenance_work_mem', 'postgres/maintenance_work_mem'],
      ['autovacuum_work_mem', 'postgres/autovacuum_work_mem'],
      ['max_worker_processes', 'postgres/max_worker_processes'],
      ['max_parallel_workers', 'postgres/max_parallel_workers'],
      ['max_wal_size', 'postgres/max_wal_size'],
      ['statement_timeout', 'postgres/statement_timeout'],
      ['shm_size', `compose/${service.name}/shm_size`],
    ]),
    autovacuum_max_workers: assumed(AUTOVACUUM_WORKERS, 'count', 'default of PostgreSQL'),
  };
}

function qdrantNumbers(plan: Settled, { count }: PlannedService): Numbers {
  const { resident, words } = plan.vectors;
  return {
    ...settled(plan, [
      ['body.limit', 'qdrant/service.max_request_size_mb'],
      ['nofile', 'compose/qdrant/nofile'],
      ['segments', 'qdrant/storage.optimizers.default_segment_number'],
    ]),
    'vectors.resident': derived(
      (resident.value + words.value) / count.value,
      'bytes',
      'vectors and words of one node',
    ),
  };
}
