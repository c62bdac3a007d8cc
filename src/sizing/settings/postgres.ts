import {
  AUTOVACUUM,
  AUTOVACUUM_WORKERS,
  bytesOf,
  MAINTENANCE,
  maxWalBytes,
  type Share,
  SHARED_BUFFERS,
  WORKER_PROCESSES,
  workMemFor,
} from '../postgres-memory.ts';
import { assumed, derived, GIB, MIB, type Quantity } from '../quantity.ts';
import {
  defineSetting,
  type Derivation,
  type Draft,
  fixed,
  serviceIn,
  type Setting,
  whereThere,
  WRITE,
} from '../setting.ts';

const PGTUNE = 'pgtune (src/features/configuration), with the container limit in place of the machine';
const MANUAL = 'PostgreSQL manual, chapter 19, Server Configuration';

interface Row extends Omit<Setting, 'id' | 'target' | 'write' | 'derive'> {
  readonly key: string;
  readonly write?: Setting['write'];
  readonly derive: (draft: Draft, limit: Quantity) => Derivation | undefined;
}

/** A line of postgresql.conf. Every formula starts from the memory limit of the container. */
function row({ key, derive, write, ...rest }: Row): Setting {
  return defineSetting({
    ...rest,
    id: `postgres/${key}`,
    target: { in: 'postgres', key },
    write: write ?? WRITE.number,
    derive: whereThere('postgres', (draft, { memory }) => derive(draft, memory)),
  });
}

function ofLimit(limit: Quantity, share: Share, formula: string): Derivation {
  const value = bytesOf(share, limit.value);
  return {
    value: derived(value, 'bytes', formula),
    from: [{ label: 'memory limit of postgres', quantity: limit }],
    binding:
      value < limit.value * share.part - MIB ? 'its own upper bound' : 'the memory limit of the container',
  };
}

const CAPACITY: readonly Setting[] = [
  row({
    key: 'max_connections',
    says: 'Connections at once.',
    formula: '⌈(Σ processes × (pool + overflow) + 12) / 10⌉ · 10; above 200 a pooler in front, and 200 kept',
    tooLow: 'FATAL: sorry, too many clients already',
    tooHigh: 'each connection may use work_mem several times: memory runs out before connections do (I3)',
    source: `${MANUAL}; SQLAlchemy pools per process; I1`,
    capacity: true,
    derive: ({ pools }) => ({
      value: pools.maxConnections,
      from: [
        { label: 'processes', quantity: pools.processes },
        { label: 'pool', quantity: pools.size },
        { label: 'overflow', quantity: pools.overflow },
      ],
      binding: pools.pooled ? 'PgBouncer holds the rest' : 'the connection budget (I1)',
    }),
  }),
  row({
    key: 'shared_buffers',
    says: 'Buffer cache of PostgreSQL itself.',
    formula: 'M / 4',
    tooLow: 'the same pages are read again from the page cache',
    tooHigh: 'pages lie in memory twice, and connections have none left',
    source: PGTUNE,
    capacity: true,
    write: WRITE.postgresBytes,
    derive: (_, limit) => ofLimit(limit, SHARED_BUFFERS, 'M / 4'),
  }),
  row({
    key: 'effective_cache_size',
    says: 'What the planner takes for cached, here and in the page cache.',
    formula: '0.75 · M: a cgroup counts the page cache as its own',
    tooLow: 'the planner avoids indexes that are in memory',
    tooHigh: 'it counts on a cache that the limit takes away',
    source: PGTUNE,
    capacity: true,
    write: WRITE.postgresBytes,
    derive: (_, limit) => ofLimit(limit, { part: 0.75 }, '0.75 · M'),
  }),
  row({
    key: 'maintenance_work_mem',
    says: 'Memory of CREATE INDEX and VACUUM.',
    formula: 'min(M / 16, 2 GiB)',
    tooLow: 'vacuum passes over indexes several times',
    tooHigh: 'one index build takes what the connections need',
    source: PGTUNE,
    capacity: true,
    write: WRITE.postgresBytes,
    derive: (_, limit) => ofLimit(limit, MAINTENANCE, 'min(M / 16, 2 GiB)'),
  }),
  row({
    key: 'autovacuum_work_mem',
    says: 'Memory of one autovacuum worker.',
    formula: 'min(M / 64, maintenance_work_mem)',
    tooLow: 'autovacuum passes over indexes several times',
    tooHigh: `${AUTOVACUUM_WORKERS} of them run at once`,
    source: `${MANUAL} (19.4.1); I3`,
    capacity: true,
    write: WRITE.postgresBytes,
    derive: (_, limit) => ofLimit(limit, AUTOVACUUM, 'M / 64'),
  }),
  row({
    key: 'work_mem',
    says: 'Memory of one sort or hash of one query.',
    formula: '(M − shared_buffers − 3·autovacuum_work_mem) / ((max_connections + 8)·3), at most 16 MiB',
    tooLow: 'sorts spill to disk',
    tooHigh: 'connections at work together exceed the limit, and the kernel kills the server (I3)',
    source: `${PGTUNE}; I3`,
    // Connections share it: more of them are the capacity, and each may get less.
    capacity: false,
    write: WRITE.postgresBytes,
    derive: ({ pools }, limit) => {
      const value = workMemFor(pools.maxConnections.value, limit.value);
      return {
        value: derived(
          value,
          'bytes',
          `what I3 leaves for ${pools.maxConnections.value} connections, at most 16 MiB`,
        ),
        from: [
          { label: 'memory limit of postgres', quantity: limit },
          { label: 'max_connections', quantity: pools.maxConnections },
        ],
        binding:
          value === 16 * MIB
            ? 'its own upper bound'
            : 'I3: shared_buffers + connections × work_mem × 3 ≤ limit',
      };
    },
  }),
  row({
    key: 'wal_buffers',
    says: 'Buffers of the write-ahead log.',
    formula: 'min(shared_buffers / 32, 16 MiB)',
    tooLow: 'commits of one moment write one after the other',
    tooHigh: 'nothing: a segment has 16 MiB',
    source: `${MANUAL} (19.5.1)`,
    capacity: true,
    write: WRITE.postgresBytes,
    derive: (_, limit) =>
      ofLimit(limit, { part: SHARED_BUFFERS.part / 32, most: 16 * MIB }, 'min(shared_buffers / 32, 16 MiB)'),
  }),
];

const FIXED: readonly Setting[] = [
  row({
    key: 'min_wal_size',
    says: 'Log segments kept for use again.',
    formula: '1 GiB, or as much as max_wal_size',
    tooLow: 'segments are made anew under load',
    tooHigh: 'disk that nothing else can use',
    source: `${PGTUNE} (web)`,
    capacity: false,
    write: WRITE.postgresBytes,
    derive: ({ inputs }) => ({
      value: derived(
        Math.min(GIB, maxWalBytes(inputs.host.disk?.value)),
        'bytes',
        'min(1 GiB, max_wal_size)',
      ),
      from: diskOf(inputs.host.disk),
      binding: 'its own value',
    }),
  }),
  row({
    key: 'max_wal_size',
    says: 'Log between two checkpoints.',
    formula: 'min(4 GiB, a tenth of the disk), at least 256 MiB',
    tooLow: 'checkpoints are occurring too frequently',
    tooHigh: 'a long recovery, and a full disk',
    source: `${PGTUNE} (web)`,
    capacity: false,
    write: WRITE.postgresBytes,
    derive: ({ inputs }) => ({
      value: derived(maxWalBytes(inputs.host.disk?.value), 'bytes', 'min(4 GiB, disk / 10)'),
      from: diskOf(inputs.host.disk),
      binding: inputs.host.disk === undefined ? 'its own upper bound: the disk is not known' : 'the disk',
    }),
  }),
  row({
    key: 'max_worker_processes',
    says: 'Background processes in all.',
    formula: String(WORKER_PROCESSES),
    tooLow: 'parallel queries run alone',
    tooHigh: 'I3 counts each of them with work_mem',
    source: MANUAL,
    capacity: false,
    derive: () =>
      fixed(
        assumed(WORKER_PROCESSES, 'count', 'the default of every major, fixed so that I3 can count on it'),
        'I3',
      ),
  }),
  row({
    key: 'max_parallel_workers',
    says: 'Processes for parallel queries.',
    formula: 'the CPU limit, at most 8',
    tooLow: 'large scans use one core',
    tooHigh: 'processes wait for the same cores',
    source: `${PGTUNE}; from the CPU limit, not from the host`,
    capacity: true,
    derive: (draft) => parallel(draft, (cores) => Math.max(1, Math.min(WORKER_PROCESSES, Math.floor(cores)))),
  }),
  row({
    key: 'max_parallel_workers_per_gather',
    says: 'Processes that join one query.',
    formula: 'min(4, ⌈CPU limit / 2⌉) from 4 cores on, else 0',
    tooLow: 'a large scan uses one core',
    tooHigh: 'one query takes the cores of all others',
    source: PGTUNE,
    capacity: true,
    derive: (draft) => parallel(draft, (cores) => (cores < 4 ? 0 : Math.min(4, Math.ceil(cores / 2)))),
  }),
];

function parallel(draft: Draft, of: (cores: number) => number): Derivation {
  const postgres = serviceIn(draft, 'postgres');
  const cores = postgres?.cores ?? assumed(1, 'cores', 'unknown');
  return {
    value: derived(of(cores.value), 'count', 'from the CPU limit of postgres'),
    from: [{ label: 'CPU limit of postgres', quantity: cores }],
    binding: 'the CPU limit of the container',
  };
}

function diskOf(disk: Quantity | undefined): Derivation['from'] {
  return disk === undefined ? [] : [{ label: 'disk', quantity: disk }];
}

export const POSTGRES_MEMORY_SETTINGS: readonly Setting[] = [...CAPACITY, ...FIXED];
