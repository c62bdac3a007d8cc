import type { MetricSpec } from './metric-spec.ts';

/** .1 s is the bound that a slow network is told by. */
const PING_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1] as const;

/** What `cvx serve` and `cvx metrics` both tell: what runs, the stores, the queue and the host. */
export const SHARED_METRICS = {
  cvx_build_info: {
    type: 'gauge',
    help: 'Always 1; the labels say what runs: version, Node, platform, command and where people, index, cache and queue are.',
    labels: ['version', 'node', 'platform', 'arch', 'command', 'store', 'index', 'cache', 'queue'],
    aggregate: 'first',
    by: 'both',
  },
  cvx_store_up: {
    type: 'gauge',
    help: '1 where the store answered the last check in time, else 0.',
    labels: ['store'],
    aggregate: 'min',
    by: 'both',
  },
  cvx_store_latency_seconds: {
    type: 'gauge',
    help: 'Time of the last check; where the store does not answer, how long it has been waited for.',
    labels: ['store'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_store_check_age_seconds: {
    type: 'gauge',
    help: 'Time since the last check ended.',
    labels: ['store'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_dependency_ping_duration_seconds: {
    type: 'histogram',
    help: 'Time of the checks of each store, those without an answer as long as they were waited for.',
    labels: ['target'],
    buckets: PING_BUCKETS,
    by: 'both',
  },
  cvx_queue_depth: {
    type: 'gauge',
    help: 'Jobs that wait or run.',
    labels: ['queue'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_queue_jobs: {
    type: 'gauge',
    help: 'Jobs by state: waiting for their turn, delayed for another try, running, dead (failed for good).',
    labels: ['queue', 'state'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_queue_lag_seconds: {
    type: 'gauge',
    help: 'Age of the job that has waited longest for its turn.',
    labels: ['queue'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_queue_workers: {
    type: 'gauge',
    help: 'Workers that the queue knows of, on all machines.',
    labels: ['queue'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_host_cpu_seconds_total: {
    type: 'counter',
    help: 'Time of all cores of the host, by mode.',
    labels: ['mode'],
    aggregate: 'max',
    by: 'both',
  },
  cvx_host_cpus: {
    type: 'gauge',
    help: 'Cores of the host.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_memory_size_bytes: {
    type: 'gauge',
    help: 'Memory of the host.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_memory_available_bytes: {
    type: 'gauge',
    help: 'Memory of the host that programs can have without swapping.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_memory_limit_bytes: {
    type: 'gauge',
    help: 'Memory that the container may use; absent where there is no limit.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_disk_size_bytes: {
    type: 'gauge',
    help: "Size of the file system that holds cvx's data.",
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_disk_available_bytes: {
    type: 'gauge',
    help: 'Free space for cvx on the file system that holds its data.',
    labels: [],
    aggregate: 'first',
    by: 'both',
  },
  cvx_host_disk_io_seconds_total: {
    type: 'counter',
    help: 'Time during which a disk of the host had work; Linux only.',
    labels: ['device'],
    aggregate: 'max',
    by: 'both',
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
