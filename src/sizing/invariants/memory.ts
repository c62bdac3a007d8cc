import { PROCESS_SHARE } from '../demand-apps.ts';
import { usableBytes } from '../host.ts';
import { atMost, defineInvariant, type Invariant, type Judgement, unknown } from '../invariant.ts';
import { NODES_PER_QUERY } from '../postgres-memory.ts';
import { derived, MIB, type Quantity, shown } from '../quantity.ts';
import { maxmemoryShare } from '../redis-memory.ts';
import { servicesOf, type Stack, type StackHost, type StackService } from '../stack.ts';
import { RESIDENT_SHARE } from '../vectors.ts';
import { share } from './connections.ts';
import { ask, runningOn, term, timesTerm } from './terms.ts';

const limitMissing = (service: StackService): readonly string[] =>
  service.memoryLimit === undefined ? [`${service.name}: memory limit`] : [];

const POSTGRES_KEYS = [
  'shared_buffers',
  'max_connections',
  'max_worker_processes',
  'work_mem',
  'autovacuum_max_workers',
  'autovacuum_work_mem',
] as const;

const I3 = defineInvariant({
  id: 'I3',
  title: 'PostgreSQL at work fits its memory limit',
  statement:
    'shared_buffers + (max_connections + max_worker_processes)·work_mem·3 + autovacuum_max_workers·autovacuum_work_mem ≤ limit; with ·1 instead of ·3 it is an error',
  why: 'The kernel kills a backend, and PostgreSQL restarts with all connections: terminated by signal 9.',
  source: 'pgtune, work_mem; PostgreSQL manual 19.4.1: several operations of one query use work_mem each',
  judge: (stack) =>
    servicesOf(stack, 'postgres').map((service): Judgement => {
      const { found, missing } = ask(service, POSTGRES_KEYS);
      const limit = service.memoryLimit;
      if (found === undefined || limit === undefined)
        return unknown(service.name, [...missing, ...limitMissing(service)]);
      const sorts = (found.max_connections.value + found.max_worker_processes.value) * found.work_mem.value;
      const judged = (times: number): Judgement & { readonly judged: true } =>
        atMost({
          subject: service.name,
          terms: [
            { label: 'shared_buffers', quantity: found.shared_buffers },
            term(
              `(${found.max_connections.value} + ${found.max_worker_processes.value}) × work_mem ${shown(found.work_mem)} × ${times}`,
              sorts * times,
              'bytes',
              found.work_mem,
            ),
            term(
              `${found.autovacuum_max_workers.value} × autovacuum_work_mem`,
              found.autovacuum_max_workers.value * found.autovacuum_work_mem.value,
              'bytes',
              found.autovacuum_work_mem,
            ),
          ],
          bound: limit,
          severity: times === 1 ? 'error' : 'warning',
          what: 'PostgreSQL may take',
          limit: `the limit of ${service.name} is`,
        });
      const hard = judged(1);
      return hard.holds ? judged(NODES_PER_QUERY) : hard;
    }),
});

const I5 = defineInvariant({
  id: 'I5',
  title: 'Vectors fit the memory and the disk of Qdrant',
  statement: 'resident vectors ≤ 0.8 · limit; 1.2 · footprint with a snapshot + log ≤ disk',
  why: 'Qdrant is killed while it loads, or reads the disk for each search.',
  source: 'Qdrant documentation, Capacity planning: N·d·4·1.5',
  judge: (stack) =>
    servicesOf(stack, 'qdrant').flatMap((service): readonly Judgement[] => {
      const { found, missing } = ask(service, ['vectors.resident']);
      const limit = service.memoryLimit;
      const memory =
        found === undefined || limit === undefined
          ? unknown(service.name, [...missing, ...limitMissing(service)])
          : atMost({
              subject: service.name,
              terms: [{ label: 'vectors of one node', quantity: found['vectors.resident'] }],
              bound: share(limit, RESIDENT_SHARE, '0.8 of the memory limit'),
              what: 'Vectors keep',
              limit: `0.8 of the limit of ${service.name} is`,
            });
      return [memory, ...diskOf(service)];
    }),
});

function diskOf(service: StackService): readonly Judgement[] {
  const size = service.numbers['volume.size'];
  const { found } = ask(service, ['vectors.disk', 'wal.disk']);
  if (size === undefined || found === undefined) return [];
  return [
    atMost({
      subject: `${service.name} disk`,
      terms: [
        { label: 'vectors, graph and payload, with a snapshot', quantity: found['vectors.disk'] },
        { label: 'write-ahead log', quantity: found['wal.disk'] },
      ],
      bound: size,
      what: 'Vectors take',
      limit: `the volume of ${service.name} has`,
    }),
  ];
}

const I6 = defineInvariant({
  id: 'I6',
  title: 'Redis leaves room below its memory limit',
  statement: 'maxmemory ≤ 0.75 · limit; 0.5 of a limit below 256 MiB',
  why: 'Fork, replication and client buffers come on top of maxmemory: the kernel kills Redis before it evicts.',
  source: 'Amazon ElastiCache, Managing reserved memory: 25 %, and half on micro nodes',
  judge: (stack) =>
    servicesOf(stack, 'redis').map((service) => {
      const { found, missing } = ask(service, ['maxmemory']);
      const limit = service.memoryLimit;
      if (found === undefined || limit === undefined)
        return unknown(service.name, [...missing, ...limitMissing(service)]);
      const part = service.numbers['maxmemory.share']?.value ?? maxmemoryShare(limit.value);
      const none = found.maxmemory.value === 0;
      return atMost({
        subject: service.name,
        terms: [
          none
            ? term('maxmemory 0: it grows to the limit', limit.value, 'bytes', found.maxmemory)
            : { label: 'maxmemory', quantity: found.maxmemory },
        ],
        bound: share(limit, part, `${part} of the memory limit`),
        what: none ? 'maxmemory is not set, and data may take' : 'maxmemory is',
        limit: `${part} of the limit of ${service.name} is`,
      });
    }),
});

const I7 = defineInvariant({
  id: 'I7',
  title: 'Memory limits of a host add up to what it has',
  statement: 'Σ instances × limit ≤ min(0.9 · memory, memory − 512 MiB), per host',
  why: 'When all are at their limits the kernel kills the largest, which is a store.',
  source: 'Linux, Documentation/admin-guide/cgroup-v2: limits may be overcommitted, memory may not',
  judge: (stack) => [...stack.hosts.map((host) => hostMemory(stack, host)), ...processMemory(stack)],
});

function hostMemory(stack: Stack, host: StackHost): Judgement {
  const here = runningOn(stack, host);
  const missing = here.flatMap(({ service }) => limitMissing(service));
  if (host.memory === undefined) return unknown(host.name, [`${host.name}: memory`, ...missing]);
  const judged = atMost({
    subject: host.name,
    terms: here.flatMap(({ service, count }) =>
      service.memoryLimit === undefined ? [] : [timesTerm(service, count, service.memoryLimit)],
    ),
    bound: { ...host.memory, value: usableBytes(host.memory.value) },
    what: 'Limits add up to',
    limit: `${host.name} can give`,
  });
  return missing.length > 0 && judged.holds ? unknown(host.name, missing) : judged;
}

/** Processes within the limit of their container: workers · RSS ≤ 0.85 · limit (the second half of I7, per container). */
function processMemory(stack: Stack): readonly Judgement[] {
  return servicesOf(stack, 'backend', 'worker').flatMap((service): readonly Judgement[] => {
    const each = service.numbers['rss.process'];
    const limit = service.memoryLimit;
    if (each === undefined || limit === undefined) return [];
    const processes =
      service.kind === 'worker' ? (service.numbers.slots?.value ?? 1) : (service.processes?.value ?? 1);
    const base: Quantity = service.numbers['rss.base'] ?? derived(0, 'bytes', 'nothing beside its processes');
    return [
      atMost({
        subject: `${service.name} processes`,
        terms: [
          term(`${processes} × ${Math.round(each.value / MIB)} MiB`, processes * each.value, 'bytes', each),
          { label: 'beside them', quantity: base },
        ],
        bound:
          service.kind === 'worker'
            ? limit
            : share(limit, PROCESS_SHARE, `${PROCESS_SHARE} of the memory limit`),
        what: 'Processes take',
        limit: `the limit of ${service.name} is`,
      }),
    ];
  });
}

const SHM_FACTOR = 1.25;

const I11 = defineInvariant({
  id: 'I11',
  title: 'Shared memory holds an index build',
  statement: '1.25 · maintenance_work_mem ≤ shm_size',
  why: 'could not resize shared memory segment: No space left on device.',
  source:
    'docker-library/postgres#416; pganalyze and osprey#1026: 64 MB of Docker against 64 MB of maintenance_work_mem',
  judge: (stack) =>
    servicesOf(stack, 'postgres').map((service) => {
      const { found, missing } = ask(service, ['maintenance_work_mem', 'shm_size']);
      if (found === undefined) return unknown(service.name, missing);
      return atMost({
        subject: service.name,
        terms: [
          term(
            `1.25 × maintenance_work_mem ${shown(found.maintenance_work_mem)}`,
            SHM_FACTOR * found.maintenance_work_mem.value,
            'bytes',
            found.maintenance_work_mem,
          ),
        ],
        bound: found.shm_size,
        severity: 'warning',
        what: 'An index build takes',
        limit: `/dev/shm of ${service.name} has`,
      });
    }),
});

export const MEMORY_INVARIANTS: readonly Invariant[] = [I3, I5, I6, I7, I11];
