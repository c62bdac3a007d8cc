import path from 'node:path';
import { bytes, duration } from '../../../lib/format.ts';
import type { Project, Service } from '../../../project/project.ts';
import { membersOf } from '../../../project/value-in.ts';

type OwnMetrics = ReadonlyMap<string, number>;

const DAY = 86_400;
/** Without a flag (Prometheus documentation, Storage). */
const DEFAULT_SECONDS = 15 * DAY;
/** The least that a compressed sample takes (the same: 1 to 2 bytes). */
const LEAST_BYTES = 1;
/** Targets are asked once a minute or more often: ten rounds and a reload or two do not distort the mean. */
const LEAST_UPTIME = 600;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: DAY, w: 7 * DAY, y: 365 * DAY };

/** What a Prometheus will hold once it deletes as much as it writes. */
export interface Growth {
  readonly seconds: number;
  readonly perSecond: number;
  /** Bytes. */
  readonly total: number;
  /** What was measured. */
  readonly text: string;
}

/** By what its blocks take, where they are of a day at least; else by its samples. Undefined where it runs for too short a time. */
export function growthOf(service: Service, metrics: OwnMetrics, now: Date): Growth | undefined {
  const at = now.getTime() / 1000;
  const seconds = metrics.get('prometheus_tsdb_retention_limit_seconds') ?? flagSeconds(service);
  const since = at - (metrics.get('process_start_time_seconds') ?? at);
  const samples = metrics.get('prometheus_tsdb_head_samples_appended_total') ?? 0;
  const blocks = metrics.get('prometheus_tsdb_storage_blocks_bytes') ?? 0;
  const age = at - (metrics.get('prometheus_tsdb_lowest_timestamp_seconds') ?? at);
  const measured = blocks > 0 && age >= DAY;
  if (seconds === undefined || seconds === 0 || (!measured && since < LEAST_UPTIME)) return undefined;
  const perSecond = measured ? blocks / age : (samples / since) * LEAST_BYTES;
  return {
    seconds,
    perSecond,
    total: perSecond * seconds,
    text: measured
      ? `${service.name} has written ${bytes(blocks)} in ${duration(age)}`
      : `${service.name} takes ${Math.round(samples / since)} samples in a second, of 1 byte or more`,
  };
}

/** `--storage.tsdb.retention.time=1y2d`; undefined where it is written as nothing that is understood. */
function flagSeconds({ command }: Service): number | undefined {
  const words = command.join(' ');
  const text = /--storage\.tsdb\.retention(?:\.time)?[= ](\S+)/.exec(words)?.[1];
  if (text === undefined) return DEFAULT_SECONDS;
  const parts = [...text.matchAll(/(\d+)([smhdwy])/g)];
  if (parts.map(([all]) => all).join('') !== text) return undefined;
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}

/** Bytes of `--storage.tsdb.retention.size=512MB`; undefined where there is none, or it is written as nothing that is understood. */
export function sizeLimit({ command }: Service): number | undefined {
  const text = /--storage\.tsdb\.retention\.size[= ](\d+)([KMGTPE]?)B(?:\s|$)/.exec(command.join(' '));
  return text === null ? undefined : Number(text[1]) * 1024 ** ' KMGTPE'.indexOf(text[2] || ' ');
}

/**
 * What it may hold in all, with `free` bytes on the disk of Docker's volumes. Undefined where its data lie elsewhere: in a folder, in
 * memory, or in a volume with a place of its own.
 */
export function roomFor(
  { top }: Pick<Project, 'top'>,
  service: Service,
  metrics: OwnMetrics,
  free: number,
): number | undefined {
  const flag = /--storage\.tsdb\.path[= ](\S+)/.exec(service.command.join(' '))?.[1];
  const data = path.posix.resolve('/prometheus', flag ?? 'data');
  const mount = service.mounts.findLast(
    ({ target }) => data === target || data.startsWith(`${target.replace(/\/$/, '')}/`),
  );
  const volume = membersOf(membersOf(top['volumes'])[mount?.source ?? '']);
  const { driver = 'local', driver_opts: options, external = false } = volume;
  const elsewhere = driver !== 'local' || options !== undefined || external !== false;
  if ((mount !== undefined && mount.kind !== 'volume') || elsewhere) return undefined;
  const held = ['prometheus_tsdb_storage_blocks_bytes', 'prometheus_tsdb_wal_storage_size_bytes'];
  return free + held.reduce((sum, name) => sum + (metrics.get(name) ?? 0), 0);
}
