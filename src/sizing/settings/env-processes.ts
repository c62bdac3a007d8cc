import { JOBS_PER_WORKER, jobsWanted, PROCESS_SHARE, WORKER_BASE } from '../demand-apps.ts';
import type { PlannedService } from '../plan.ts';
import { derived, MIB } from '../quantity.ts';
import { type Draft, type Setting, whereThere, WRITE } from '../setting.ts';
import { envRow } from './env-row.ts';

/** The tier table's MIN_QUEUE_WORKERS. */
const LEAST_JOBS = 2;

/** Jobs that one worker container takes at once: as many as its memory holds, at most 8. */
export function jobsAtOnce(draft: Draft, worker: PlannedService): number {
  const places = Math.floor((worker.memory.value - WORKER_BASE) / draft.inputs.jobMemory.value + 1e-9);
  return Math.max(1, Math.min(JOBS_PER_WORKER, places));
}

export const ENV_PROCESS_SETTINGS: readonly Setting[] = [
  ...(['WEB_CONCURRENCY', 'UVICORN_WORKERS'] as const).map((key) =>
    envRow({
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
      derive: whereThere('backend', (draft, backend) => {
        const mine = (key === 'WEB_CONCURRENCY') === (draft.inputs.backend === 'cvx');
        if (!mine) return undefined;
        return {
          value: backend.processes,
          from: [
            { label: 'CPU that the backend keeps busy', quantity: draft.load.backend },
            { label: 'containers', quantity: backend.count },
          ],
          binding: 'memory of the container: each process loads its own model',
        };
      }),
    }),
  ),
  envRow({
    key: 'MIN_QUEUE_WORKERS',
    services: ['worker'],
    says: 'CVs that one worker reads at once while little waits.',
    formula: 'max(2, ⌈mean jobs / 0.7⌉), at most MAX_QUEUE_WORKERS; 4 of each of several containers',
    tooLow: 'the queue grows before more join in',
    tooHigh: 'nothing but a little memory',
    source: 'Little; the tier table; read by cvx worker',
    capacity: true,
    derive: whereThere('worker', (draft, worker) => {
      // Where several containers share the jobs, each keeps half of its places open: fewer would be less than one alone had.
      const wanted =
        worker.count.value > 1 ? JOBS_PER_WORKER / 2 : Math.max(LEAST_JOBS, jobsWanted(draft.load).least);
      return {
        value: derived(
          Math.min(jobsAtOnce(draft, worker), wanted),
          'count',
          'min(MAX_QUEUE_WORKERS, max(2, ⌈mean jobs / 0.7⌉)); 4 of each of several containers',
        ),
        from: [{ label: 'jobs on average', quantity: draft.load.jobsOnAverage }],
        binding: 'the mean load, and the 2 of the tier table',
      };
    }),
  }),
  envRow({
    key: 'MAX_QUEUE_WORKERS',
    services: ['worker'],
    says: 'CVs that one worker reads at once while much waits.',
    formula: '⌊(memory limit − 192 MiB) / 256 MiB⌋, at most 8',
    tooLow: 'the queue grows at the peak (I10)',
    tooHigh: 'parsing processes of 256 MiB each exceed the limit',
    source: 'the tier table; read by cvx worker',
    capacity: true,
    derive: whereThere('worker', (draft, worker) => {
      const value = jobsAtOnce(draft, worker);
      return {
        value: derived(value, 'count', 'min(8, ⌊(limit − 192 MiB) / 256 MiB⌋)'),
        from: [
          { label: 'memory limit of worker', quantity: worker.memory },
          { label: 'jobs at the peak', quantity: draft.load.jobsAtPeak },
        ],
        binding: value === JOBS_PER_WORKER ? 'the 8 of the tier table' : 'the memory limit of the worker',
      };
    }),
  }),
  envRow({
    key: 'MEMORY_THRESHOLD_MB',
    services: ['worker'],
    says: 'Memory of the worker, without its parsing processes, above which it takes no further CV.',
    formula: '(memory limit − jobs × 256 MiB) · 0.85',
    tooLow: 'the worker stops taking jobs for no reason',
    tooHigh: 'above the limit, as the 8192 of the tier table, the kernel kills it first',
    source: 'read by cvx worker; the container limit',
    capacity: false,
    write: WRITE.megabytes,
    derive: whereThere('worker', (draft, worker) => {
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
    }),
  }),
  envRow({
    key: 'PYTHON_MEMORY_LIMIT',
    services: ['backend'],
    says: 'Memory in MB above which a Python backend stops taking work.',
    formula: 'memory limit of the container · 0.85',
    tooLow: 'requests are refused though there is memory',
    tooHigh: 'above the limit, as the 8192 of the tier table, the kernel kills it first',
    source: 'the tier table; the container limit',
    capacity: true,
    write: WRITE.megabytes,
    derive: whereThere('backend', (draft, backend) => {
      if (draft.inputs.backend !== 'python') return undefined;
      return {
        value: derived(
          Math.floor((backend.memory.value * PROCESS_SHARE) / MIB) * MIB,
          'bytes',
          'limit · 0.85',
        ),
        from: [{ label: 'memory limit of backend', quantity: backend.memory }],
        binding: 'the memory limit of the backend',
      };
    }),
  }),
];
