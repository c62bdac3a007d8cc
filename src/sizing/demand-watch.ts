import { limitOf, ONE_PROCESS } from './demand-apps.ts';
import type { Demand } from './demand.ts';
import type { ServiceName } from './plan.ts';
import { assumed, derived, GIB, MIB, type Quantity } from './quantity.ts';

/** Series of one target: what the exporters of the facts printed, with room for labels that a loaded stack adds. */
const SERIES: Partial<Record<ServiceName, number>> = {
  backend: 1000,
  worker: 500,
  qdrant: 500,
  postgres: 1500,
  'postgres-replica': 1500,
  'redis-cache': 600,
  'redis-queue': 600,
  nginx: 100,
};
const NODE_SERIES = 1500;
/** Head block and its copy while it is compacted: 4 kB per series, twice. */
const BYTES_PER_SERIES = 2 * 4 * 1024;
const PROMETHEUS_BASE = 192 * MIB;
const PROMETHEUS_LEAST = 256 * MIB;

export function seriesOf(services: readonly Pick<Demand, 'name' | 'count'>[]): number {
  return services.reduce((sum, { name, count }) => sum + (SERIES[name] ?? 0) * count.value, NODE_SERIES);
}

/** Seconds between two scrapes, and days that samples are kept (the default of Prometheus). */
export const SCRAPE_SECONDS = 15;
export const RETENTION_DAYS = 15;
/** Of one sample on disk (Prometheus documentation, Storage: 1 to 2). */
const BYTES_PER_SAMPLE = 2;

/** Disk of the retention: series × samples × 2 bytes, half as much again for the log and for blocks being compacted. */
export function retentionBytes(series: number): number {
  const samples = (RETENTION_DAYS * 86_400) / SCRAPE_SECONDS;
  return Math.ceil((series * samples * BYTES_PER_SAMPLE * 1.5) / GIB) * GIB;
}

/** Exporters and Prometheus for the services that they watch. */
export function watchDemands(services: readonly Demand[]): readonly Demand[] {
  const series = seriesOf(services);
  const small = (name: ServiceName, kind: Demand['kind'], everywhere: boolean, asked?: Quantity): Demand => ({
    name,
    kind,
    role: undefined,
    count: derived(1, 'count', everywhere ? 'one per host' : 'one asks all'),
    everywhere,
    processes: ONE_PROCESS,
    need: limitOf(32 * MIB, '32 MiB: an exporter keeps nothing between two scrapes'),
    asked,
    reserved: derived(0.02, 'cores', 'a scrape every 15 s'),
    usable: derived(0.25, 'cores', 'one scrape at a time'),
    leastLimit: 0.1,
    critical: false,
    gpu: 0,
    disk: 0,
    binding: 'the answer to one scrape',
  });
  return [
    small(
      'redis-exporter',
      'redis-exporter',
      false,
      assumed(256 * MIB, 'bytes', 'container table of the tiers'),
    ),
    small('postgres-exporter', 'postgres-exporter', false, assumed(64 * MIB, 'bytes', 'twice the need')),
    small('node-exporter', 'node-exporter', true, assumed(64 * MIB, 'bytes', 'twice the need')),
    {
      ...small('prometheus', 'prometheus', false),
      need: limitOf(
        Math.max(PROMETHEUS_LEAST, PROMETHEUS_BASE + series * BYTES_PER_SERIES),
        `192 MiB + ${series} series × 8 KiB`,
      ),
      asked: assumed(2 * GIB, 'bytes', 'container table of the tiers'),
      reserved: derived(0.1, 'cores', 'scrapes and rules every 15 s'),
      usable: derived(1, 'cores', 'one query of a dashboard at a time'),
      disk: retentionBytes(series),
      binding: `${series} series`,
    },
  ];
}
