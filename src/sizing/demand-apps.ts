import type { Demand } from './demand.ts';
import type { Inputs } from './inputs.ts';
import { BUSY_SHARE, type Load, SLOT_SHARE } from './load-model.ts';
import { assumed, derived, GIB, MIB, type Quantity } from './quantity.ts';

/** Share of a container's memory limit that its processes may take: the kernel kills at the limit, and heaps grow in steps. */
export const PROCESS_SHARE = 0.85;
/** Processes of one backend container: two, so that one may restart (the tier table's UVICORN_WORKERS=2). */
const PROCESSES = 2;
/** Memory of `cvx worker` itself, beside its parsing processes: as measured of a process at work, and staged bytes of a CV. */
export const WORKER_BASE = 192 * MIB;
/** Jobs at once that one worker container takes: the tier table's MAX_QUEUE_WORKERS. */
export const JOBS_PER_WORKER = 8;
/** Processor time of nginx for one proxied request with its logs: 2,000 per core and second, far below what it is known to do. */
const PROXY_SECONDS = 0.0005;
/** Least CPU that a container starts and answers its probes with. */
const LEAST_CORES = 0.1;

const ROUND = 16 * MIB;

/** Limits are multiples of 16 MiB: readable, and within what cgroups keep. */
export function roundUp(bytes: number): number {
  return Math.ceil(bytes / ROUND - 1e-9) * ROUND;
}

export function limitOf(bytes: number, formula: string): Quantity {
  return derived(roundUp(bytes), 'bytes', formula);
}

export const ONE_PROCESS = derived(1, 'count', 'one process');

export function nginxDemand(load: Load): Demand {
  const busy = (load.arrivals.value * PROXY_SECONDS) / BUSY_SHARE;
  return {
    name: 'nginx',
    kind: 'nginx',
    role: undefined,
    count: derived(1, 'count', 'one entrance'),
    everywhere: false,
    processes: derived(Math.max(1, Math.ceil(busy)), 'count', 'λ × 0.5 ms / 0.6, at least 1'),
    need: limitOf(64 * MIB, '64 MiB: buffers of 16 KiB for a thousand connections, and the program'),
    asked: assumed(256 * MIB, 'bytes', 'container table of the tiers'),
    reserved: derived(Math.max(LEAST_CORES, busy), 'cores', 'λ × 0.5 ms / 0.6'),
    usable: derived(Math.max(1, Math.ceil(busy)), 'cores', 'one per process'),
    leastLimit: 0.25,
    critical: true,
    gpu: 0,
    disk: 0,
    binding: 'connections of the users',
  };
}

/** Backend containers and processes: cores ⌈λ·D/0.6⌉, at least two processes, and one container to spare from the medium tier on. */
export function backendDemand(inputs: Inputs, load: Load): Demand {
  const { tier, processMemory } = inputs;
  const wanted = Math.max(PROCESSES, Math.ceil(load.backend.value / BUSY_SHARE));
  const working = Math.ceil(wanted / PROCESSES);
  const count = Math.max(tier.backends, working + (tier.spare ? 1 : 0));
  const share = load.backend.value / BUSY_SHARE / count;
  const need = limitOf((PROCESSES * processMemory.value) / PROCESS_SHARE, 'processes × memory of one / 0.85');
  const asked = assumed(
    (tier.from > 200 ? 2 : 1) * GIB,
    'bytes',
    'container table of the tiers: 1 GB, from 201 users on 2 GB',
  );
  return {
    name: 'backend',
    kind: 'backend',
    role: undefined,
    count: derived(
      count,
      'count',
      `⌈max(2, ⌈λ·D/0.6⌉) / 2⌉${tier.spare ? ' + 1 to spare' : ''}, at least ${tier.backends} in the ${tier.name} tier`,
    ),
    everywhere: false,
    processes: derived(
      PROCESSES,
      'count',
      'two per container: one answers while the other restarts; more load adds containers',
    ),
    need,
    asked: asked.value > need.value ? asked : undefined,
    reserved: derived(Math.max(LEAST_CORES, share), 'cores', 'λ·D / 0.6 over all containers, at least 0.1'),
    usable: derived(PROCESSES, 'cores', 'one per process'),
    leastLimit: 0.5,
    critical: true,
    gpu: inputs.gpu === undefined ? 0 : PROCESSES * inputs.processGpu.value,
    disk: 0,
    binding: `${PROCESSES} processes of ${Math.round(processMemory.value / MIB)} MiB`,
  };
}

/** Ingest jobs at once at the peak, at 0.7 of the places: the queue holds what comes faster. */
export function jobsWanted(load: Load): { readonly least: number; readonly most: number } {
  return {
    least: Math.max(1, Math.ceil(load.jobsOnAverage.value / SLOT_SHARE)),
    most: Math.max(1, Math.ceil(load.jobsAtPeak.value / SLOT_SHARE)),
  };
}

export function workerDemand(inputs: Inputs, load: Load): Demand {
  const { most } = jobsWanted(load);
  const count = Math.ceil(most / JOBS_PER_WORKER);
  const jobs = count === 1 ? most : JOBS_PER_WORKER;
  const memory = (places: number): number => WORKER_BASE + places * inputs.jobMemory.value;
  return {
    name: 'worker',
    kind: 'worker',
    role: undefined,
    count: derived(count, 'count', `⌈jobs at the peak / 0.7⌉ over containers of ${JOBS_PER_WORKER}`),
    everywhere: false,
    processes: ONE_PROCESS,
    need: limitOf(memory(jobs), `192 MiB + ${jobs} jobs × 256 MiB`),
    asked: limitOf(
      memory(JOBS_PER_WORKER),
      `192 MiB + ${JOBS_PER_WORKER} jobs × 256 MiB, the tier table's MAX_QUEUE_WORKERS`,
    ),
    reserved: derived(
      Math.max(LEAST_CORES, load.jobs.value / BUSY_SHARE / count),
      'cores',
      'ingests per second × CPU of one / 0.6, at least 0.1',
    ),
    usable: derived(Math.ceil(JOBS_PER_WORKER / 2), 'cores', 'jobs wait for the stores half of the time'),
    leastLimit: 0.5,
    critical: false,
    gpu: 0,
    disk: 0,
    binding: jobs === 1 ? '1 job at a time, of 256 MiB' : `${jobs} jobs at once of 256 MiB`,
  };
}
