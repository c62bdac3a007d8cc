import type { ServiceName, PlannedService } from '../plan.ts';
import { JOBS_PER_WORKER, jobsWanted, PROCESS_SHARE } from '../demand-apps.ts';
import { assumed, derived, MIB, type Quantity } from '../quantity.ts';
import {
  defineSetting,
  type Derivation,
  type Draft,
  serviceIn,
  type Setting,
  type SettingValue,
  WRITE,
} from '../setting.ts';
import { TIMEOUTS, UPLOAD_MB } from '../timeouts.ts';

interface Row extends Omit<Setting, 'id' | 'target' | 'write'> {
  readonly key: string;
  readonly services: readonly ServiceName[];
  readonly write?: Setting['write'];
}

function row({ key, services, write, ...rest }: Row): Setting {
  return defineSetting({
    ...rest,
    id: `env/${key}`,
    target: { in: 'env', key, services },
    write: write ?? WRITE.number,
  });
}

const fixed = (value: SettingValue, binding: string): Derivation => ({ value, from: [], binding });
const APPS: readonly ServiceName[] = ['backend', 'worker'];

/** The notes' values where they are right. */
const ASKED = { perKey: 100, global: 150, qdrantConnections: 50, qdrantPool: 10, minJobs: 2 } as const;
/** In flight at the peak fills so much of what is let in: throttling begins before collapse. */
const ADMISSION = 2;

function backendOf(draft: Draft): PlannedService | undefined {
  return serviceIn(draft, 'backend');
}

/** Requests in flight in one backend process at the peak. */
function inFlightEach(draft: Draft): number {
  const backend = backendOf(draft);
  return backend === undefined
    ? 0
    : draft.load.inFlight.value / (backend.count.value * backend.processes.value);
}

/** Jobs that one worker container takes at once: as many as its memory holds, at most 8. */
export function jobsAtOnce(draft: Draft, worker: PlannedService): number {
  const places = Math.floor((worker.memory.value - 192 * MIB) / draft.inputs.jobMemory.value + 1e-9);
  return Math.max(1, Math.min(JOBS_PER_WORKER, places));
}

const POOLS: readonly Setting[] = [
  row({
    key: 'DATABASE_POOL_SIZE',
    services: APPS,
    says: 'Connections to PostgreSQL kept open by one process.',
    formula: 'max(2, ⌈(a + 1.5·√a) / processes⌉); for cvx serve a connection per search at work, at 0.7',
    tooLow: 'requests wait for a connection while the database idles (I2)',
    tooHigh: 'processes × (pool + overflow) exceed max_connections (I1)',
    source: 'Little; square-root staffing, checked with Erlang C; SQLAlchemy pool_size',
    capacity: true,
    derive: ({ load, pools }) => ({
      value: pools.size,
      from: [
        { label: 'Erlangs of the database', quantity: load.databaseErlangs },
        { label: 'connections for them', quantity: load.connections },
        { label: 'processes', quantity: pools.processes },
      ],
      binding: pools.size.value === 2 ? 'two per process at least' : 'requests that wait for the database',
    }),
  }),
  row({
    key: 'DATABASE_MAX_OVERFLOW',
    services: APPS,
    says: 'Connections beyond those while all are in use.',
    formula: '⌈pool / 2⌉',
    tooLow: 'a burst waits',
    tooHigh: 'counts in full against max_connections (I1)',
    source: 'SQLAlchemy max_overflow; I1',
    capacity: true,
    derive: ({ pools }) => ({
      value: pools.overflow,
      from: [{ label: 'pool', quantity: pools.size }],
      binding: 'I1',
    }),
  }),
  row({
    key: 'QDRANT_POOL_SIZE',
    services: APPS,
    says: 'Connections to Qdrant of one process.',
    formula: 'max(10, vector calls at work in one process / 0.7)',
    tooLow: 'searches wait for a socket',
    tooHigh: 'sockets that Qdrant keeps open for nothing',
    source: "the product's notes; read by cvx",
    capacity: true,
    derive: (draft) => {
      const wanted = Math.ceil(inFlightEach(draft) / 0.7);
      return {
        value: derived(Math.max(ASKED.qdrantPool, wanted), 'count', 'max(10, ⌈in flight per process / 0.7⌉)'),
        from: [{ label: 'requests in flight', quantity: draft.load.inFlight }],
        binding: wanted > ASKED.qdrantPool ? "Little's law" : 'the 10 of the notes',
      };
    },
  }),
  row({
    key: 'QDRANT_MAX_CONNECTIONS',
    services: APPS,
    says: 'Connections to Qdrant of all processes of one host.',
    formula: 'max(50, processes on a host × QDRANT_POOL_SIZE)',
    tooLow: 'processes get fewer sockets than their pool',
    tooHigh: 'descriptors of Qdrant (I9)',
    source: "the product's notes; read by cvx",
    capacity: true,
    derive: (draft) => {
      const each = Math.max(ASKED.qdrantPool, Math.ceil(inFlightEach(draft) / 0.7));
      return {
        value: derived(
          Math.max(ASKED.qdrantConnections, draft.pools.processes.value * each),
          'count',
          'max(50, processes × pool)',
        ),
        from: [{ label: 'processes', quantity: draft.pools.processes }],
        binding: 'processes × pool, and the 50 of the notes',
      };
    },
  }),
  row({
    key: 'QDRANT_TIMEOUT',
    services: APPS,
    says: 'Seconds that one request to Qdrant may take.',
    formula: `${TIMEOUTS.qdrant}, the value of the notes`,
    tooLow: 'a node that loads a segment counts as down',
    tooHigh: 'requests wait for a node that is gone',
    source: "the product's notes; I12",
    capacity: false,
    derive: () => fixed(assumed(TIMEOUTS.qdrant, 'seconds', 'value of the notes'), 'I12'),
  }),
];

const PROCESSES: readonly Setting[] = [
  ...(['WEB_CONCURRENCY', 'UVICORN_WORKERS'] as const).map((key) =>
    row({
      key,
      services: ['backend'],
      says: 'Processes of one backend container.',
      formula: '2: more load adds containers',
      tooLow: 'one process that hangs takes the container along',
      tooHigh: 'processes × memory exceed the limit, and wait for the same cores',
      source:
        key === 'WEB_CONCURRENCY'
          ? 'read by cvx serve'
          : 'uvicorn --workers; gunicorn design: 2·cores + 1 at most',
      capacity: true,
      derive: (draft) => {
        const backend = backendOf(draft);
        const mine = (key === 'WEB_CONCURRENCY') === (draft.inputs.backend === 'cvx');
        return backend === undefined || !mine
          ? undefined
          : {
              value: backend.processes,
              from: [
                { label: 'CPU that the backend keeps busy', quantity: draft.load.backend },
                { label: 'containers', quantity: backend.count },
              ],
              binding: 'memory of the container: each process loads its own model',
            };
      },
    }),
  ),
  row({
    key: 'MIN_QUEUE_WORKERS',
    services: ['worker'],
    says: 'CVs that one worker reads at once while little waits.',
    formula: 'max(2, mean jobs / 0.7 / containers), at most MAX_QUEUE_WORKERS',
    tooLow: 'the queue grows before more join in',
    tooHigh: 'nothing but a little memory',
    source: "Little; the product's notes; read by cvx worker",
    capacity: true,
    derive: (draft) => {
      const worker = serviceIn(draft, 'worker');
      if (worker === undefined) return undefined;
      const wanted = Math.max(ASKED.minJobs, Math.ceil(jobsWanted(draft.load).least / worker.count.value));
      return {
        value: derived(
          Math.min(jobsAtOnce(draft, worker), wanted),
          'count',
          'min(MAX_QUEUE_WORKERS, max(2, ⌈mean jobs / 0.7 / containers⌉))',
        ),
        from: [{ label: 'jobs on average', quantity: draft.load.jobsOnAverage }],
        binding: 'the mean load, and the 2 of the notes',
      };
    },
  }),
  row({
    key: 'MAX_QUEUE_WORKERS',
    services: ['worker'],
    says: 'CVs that one worker reads at once while much waits.',
    formula: '⌊(memory limit − 192 MiB) / 256 MiB⌋, at most 8',
    tooLow: 'the queue grows at the peak (I10)',
    tooHigh: 'parsing processes of 256 MiB each exceed the limit',
    source: "the product's notes; read by cvx worker",
    capacity: true,
    derive: (draft) => {
      const worker = serviceIn(draft, 'worker');
      if (worker === undefined) return undefined;
      const value = jobsAtOnce(draft, worker);
      return {
        value: derived(value, 'count', 'min(8, ⌊(limit − 192 MiB) / 256 MiB⌋)'),
        from: [
          { label: 'memory limit of worker', quantity: worker.memory },
          { label: 'jobs at the peak', quantity: draft.load.jobsAtPeak },
        ],
        binding: value === JOBS_PER_WORKER ? 'the 8 of the notes' : 'the memory limit of the worker',
      };
    },
  }),
  row({
    key: 'MEMORY_THRESHOLD_MB',
    services: ['worker'],
    says: 'Memory of the worker, without its parsing processes, above which it takes no further CV.',
    formula: '(memory limit − jobs × 256 MiB) · 0.85',
    tooLow: 'the worker stops taking jobs for no reason',
    tooHigh: 'above the limit, as the 8192 of the notes, the kernel kills it first',
    source: 'read by cvx worker; the container limit',
    capacity: false,
    write: (value) => (typeof value === 'object' ? Math.floor(value.value / MIB) : value),
    derive: (draft) => {
      const worker = serviceIn(draft, 'worker');
      if (worker === undefined) return undefined;
      const left = worker.memory.value - jobsAtOnce(draft, worker) * draft.inputs.jobMemory.value;
      return {
        value: derived(
          Math.floor((left * PROCESS_SHARE) / MIB) * MIB,
          'bytes',
          '(limit − jobs × 256 MiB) · 0.85',
        ),
        from: [{ label: 'memory limit of worker', quantity: worker.memory }],
        binding: 'the memory limit of the worker',
      };
    },
  }),
  row({
    key: 'PYTHON_MEMORY_LIMIT',
    services: ['backend'],
    says: 'Memory in MB above which a Python backend stops taking work.',
    formula: 'memory limit of the container · 0.85',
    tooLow: 'requests are refused though there is memory',
    tooHigh: 'above the limit, as the 8192 of the notes, the kernel kills it first',
    source: "the product's notes; the container limit",
    capacity: true,
    write: (value) => (typeof value === 'object' ? Math.floor(value.value / MIB) : value),
    derive: (draft) => {
      const backend = backendOf(draft);
      if (backend === undefined || draft.inputs.backend !== 'python') return undefined;
      return {
        value: derived(
          Math.floor((backend.memory.value * PROCESS_SHARE) / MIB) * MIB,
          'bytes',
          'limit · 0.85',
        ),
        from: [{ label: 'memory limit of backend', quantity: backend.memory }],
        binding: 'the memory limit of the backend',
      };
    },
  }),
];

function admitted(draft: Draft): Quantity {
  const wanted = Math.ceil(ADMISSION * inFlightEach(draft));
  return derived(Math.max(ASKED.global, wanted), 'count', 'max(150, ⌈2 · in flight per process⌉)');
}

const ADMISSIONS: readonly Setting[] = [
  row({
    key: 'MAX_GLOBAL_CONCURRENT',
    services: ['backend'],
    says: 'Requests that one process works on or keeps waiting at once.',
    formula: 'max(150, 2 · requests in flight per process at the peak)',
    tooLow: '503 at the usual peak (I10)',
    tooHigh: 'all requests become slow instead of some refused',
    source: "Little; the product's notes; read by cvx serve",
    capacity: true,
    derive: (draft) => ({
      value: admitted(draft),
      from: [{ label: 'requests in flight', quantity: draft.load.inFlight }],
      binding: admitted(draft).value > ASKED.global ? 'twice the peak' : 'the 150 of the notes',
    }),
  }),
  row({
    key: 'MAX_CONCURRENT_REQUESTS',
    services: ['backend'],
    says: 'The same of one API key.',
    formula: '⌊MAX_GLOBAL_CONCURRENT · 2/3⌋',
    tooLow: '429 where all users share one key',
    tooHigh: 'one key takes the places of all',
    source: "the product's notes: 100 of 150; read by cvx serve",
    capacity: true,
    derive: (draft) => ({
      value: derived(
        Math.floor((admitted(draft).value * ASKED.perKey) / ASKED.global),
        'count',
        'MAX_GLOBAL_CONCURRENT · 100/150',
      ),
      from: [{ label: 'MAX_GLOBAL_CONCURRENT', quantity: admitted(draft) }],
      binding: 'MAX_GLOBAL_CONCURRENT',
    }),
  }),
  row({
    key: 'CVX_RATE_LIMIT',
    services: ['backend'],
    says: 'Requests of one API key in a minute.',
    formula: 'max(6000, ⌈λ · 60 · 1.5⌉): a front end uses one key for all users',
    tooLow: '429 at the usual peak',
    tooHigh: 'a key that runs wild is stopped late',
    source: 'read by cvx serve; default 6000',
    capacity: true,
    derive: ({ load, inputs }) =>
      inputs.backend === 'cvx'
        ? {
            value: derived(
              Math.max(6000, Math.ceil(load.arrivals.value * 60 * 1.5)),
              'count',
              'max(6000, ⌈λ · 90⌉)',
            ),
            from: [{ label: 'requests at the peak', quantity: load.arrivals }],
            binding: 'the peak of all users',
          }
        : undefined,
  }),
  row({
    key: 'CVX_MAX_UPLOAD_MB',
    services: ['backend'],
    says: 'Megabytes of one upload.',
    formula: `${UPLOAD_MB}, as in nginx`,
    tooLow: 'a batch of CVs is refused',
    tooHigh: 'nginx refuses what the backend would take (I13)',
    source: 'read by cvx serve; I13',
    capacity: false,
    write: WRITE.megabytes,
    derive: ({ inputs }) =>
      inputs.backend === 'cvx'
        ? fixed(assumed(UPLOAD_MB * MIB, 'bytes', 'default of cvx'), 'I13')
        : undefined,
  }),
];

export const ENV_SETTINGS: readonly Setting[] = [...POOLS, ...PROCESSES, ...ADMISSIONS];
