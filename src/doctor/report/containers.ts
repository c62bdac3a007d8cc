import { bytes } from '../../lib/format.ts';
import { type Column, table } from '../../lib/table.ts';
import type { Container } from '../live/live.ts';

/** From here on the alert on memory fires, as templates/stack has it too. */
const FULL_PERCENT = 85;
/** Of what a health check printed; the first line is mostly the reason. */
const MAX_REASON = 80;

/** A container as `--json` gives it: percents of one core and of the limit, bytes. Null: not known, or no limit. */
export interface ContainerRow {
  readonly service: string;
  readonly name: string;
  readonly cpuPercent: number | null;
  readonly memoryUsed: number | null;
  readonly memoryLimit: number | null;
  readonly memoryPercent: number | null;
  readonly status: 'running' | 'healthy' | 'starting' | 'unhealthy' | 'stopped';
  /** What makes it worth a look; empty where nothing does. */
  readonly reason: string;
}

/** Those that need a look first, then by service. */
export function containerRows(containers: readonly Container[]): ContainerRow[] {
  return containers
    .map(rowOf)
    .toSorted(
      (a, b) =>
        Number(a.reason === '') - Number(b.reason === '') ||
        a.service.localeCompare(b.service) ||
        a.name.localeCompare(b.name),
    );
}

function rowOf(container: Container): ContainerRow {
  const { name, service = name, cpuPercent, memoryUsed, memoryLimit, running, health } = container;
  const memoryPercent =
    memoryUsed === undefined || memoryLimit === undefined ? undefined : (100 * memoryUsed) / memoryLimit;
  return {
    service,
    name,
    cpuPercent: cpuPercent ?? null,
    memoryUsed: memoryUsed ?? null,
    memoryLimit: memoryLimit ?? null,
    memoryPercent: memoryPercent === undefined ? null : Math.round(memoryPercent * 10) / 10,
    status: running ? (health === 'none' ? 'running' : health) : 'stopped',
    reason: reasonsOf(container, memoryPercent).join('; '),
  };
}

function reasonsOf(container: Container, memoryPercent: number | undefined): string[] {
  const { running, exitCode, oomKilled, restartCount, health, healthLog } = container;
  const said = healthLog.at(-1)?.split('\n')[0]?.slice(0, MAX_REASON) ?? '';
  return [
    ...(oomKilled ? ['killed for lack of memory'] : []),
    // A job that is done is well.
    ...(!running && !oomKilled && exitCode !== 0 ? [`ended with exit code ${exitCode}`] : []),
    ...(running && health === 'unhealthy'
      ? [said === '' ? 'its health check fails' : `its health check fails: ${said}`]
      : []),
    ...(restartCount > 0 ? [`restarted ${restartCount} ${restartCount === 1 ? 'time' : 'times'}`] : []),
    ...(memoryPercent !== undefined && memoryPercent > FULL_PERCENT ? ['memory is nearly at its limit'] : []),
  ];
}

const NONE = '–';

const COLUMNS: readonly Column<ContainerRow>[] = [
  { title: 'service', value: ({ service }) => service, min: 12 },
  { title: 'CPU', value: ({ cpuPercent }) => percent(cpuPercent), align: 'right' },
  { title: 'memory', value: ({ memoryUsed }) => size(memoryUsed), align: 'right' },
  {
    title: 'limit',
    value: ({ memoryLimit, status }) =>
      memoryLimit === null && status !== 'stopped' ? 'none' : size(memoryLimit),
    align: 'right',
  },
  { title: 'used', value: ({ memoryPercent }) => percent(memoryPercent), align: 'right' },
  {
    title: 'status',
    value: ({ status, reason }) => (reason === '' ? status : `${status}: ${reason}`),
    min: 20,
  },
];

/** The table for people; no lines where there is no container. */
export function containerLines(rows: readonly ContainerRow[], width: number): string[] {
  return rows.length === 0 ? [] : table(rows, COLUMNS, { width });
}

function percent(value: number | null): string {
  return value === null ? NONE : `${value.toFixed(1)} %`;
}

function size(value: number | null): string {
  return value === null ? NONE : bytes(value);
}
