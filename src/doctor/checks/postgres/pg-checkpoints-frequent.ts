import { postgresMajor } from '../../../facts/postgres-major.ts';
import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, type LogPattern, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import {
  postgresBytes,
  postgresDefault,
  postgresNumber,
  postgresSettings,
  withPostgresSetting,
} from '../../components/postgres/postgres-settings.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { foundInLogs } from '../../logs/found-in-logs.ts';
import { linesOf } from '../../logs/lines-of.ts';

const frequent: LogPattern = {
  name: 'frequent',
  literal: 'checkpoints are occurring too frequently',
  pattern: /checkpoints are occurring too frequently \((?<seconds>\d+) seconds? apart\)/,
};
/** "An occasional appearance of such a message is not cause for alarm" (manual 30.5): one load of data writes two or three. */
const OFTEN = 5;
/** pgtune, profile web. */
const USUAL = 4 * 1024 ** 3;
/** Twice as much WAL, half as many checkpoints. */
const FACTOR = 2;
/** As host-disk: PostgreSQL stops where its log finds no room. */
const DISK_LOW = 0.1;

export const pgCheckpointsFrequent = defineCheck({
  id: 'pg-checkpoints-frequent',
  area: 'postgres',
  severity: 'warning',
  title: 'Checkpoints come by time and not by the volume written',
  why: `Whenever max_wal_size is used up, PostgreSQL writes every changed page to disk at once, and after it the whole page again into the
log at the first change. Seconds apart, it spends most of its writing on that, and every statement waits for the disk.`,
  repair: 'Raise max_wal_size, as far as the disk has room for that much more.',
  fixClass: 'confirm',
  source:
    'PostgreSQL manual 30.5 WAL Configuration and checkpoint_warning; the line seen with 15.18 and max_wal_size=32MB; pgtune (web: 4GB)',
  logs: [frequent],
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const findings = servers.flatMap((service) => findingOf(evidence, service, servers.length === 1) ?? []);
    return foundInLogs(findings, evidence.logs, servers);
  },
});

function findingOf({ project, live, logs }: Evidence, service: Service, alone: boolean): Finding | undefined {
  const lines = logs.summary('pg-checkpoints-frequent', frequent.name);
  const count = linesOf(lines, service, alone);
  if (count < OFTEN) return undefined;
  const major = postgresMajor(service);
  const set = postgresSettings(project, service).get('max_wal_size');
  const now =
    (set && postgresNumber('max_wal_size', set.value, major)) ?? postgresDefault('max_wal_size', major) ?? 0;
  const value = postgresBytes(Math.max(USUAL, FACTOR * now));
  const full = live.host.seen && live.host.value.diskFreeRatio < DISK_LOW;
  const edits = full ? undefined : withPostgresSetting(project, service, 'max_wal_size', value);
  const at = set?.at ?? service.placeOf(['command']) ?? service.at;
  const gaps = [...(lines.tallies['seconds'] ?? [])]
    .map(([seconds]) => Number(seconds))
    .toSorted((a, b) => a - b);
  return {
    message: `${service.name} writes a checkpoint every few seconds (${gaps[0] ?? 0} to ${gaps.at(-1) ?? 0} s apart, ${count} times): max_wal_size is ${set?.value ?? postgresBytes(now)}.`,
    at,
    evidence: [
      { by: 'log', text: `"${frequent.literal}" ${count} x` },
      {
        by: 'config',
        text: `max_wal_size ${set === undefined ? `not set: ${postgresBytes(now)}` : set.value}`,
        at,
      },
    ],
    repair: full
      ? `Make room on the disk first; then set max_wal_size to ${value}.`
      : `Set max_wal_size to ${value}; so much more of the disk may be used.`,
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}
