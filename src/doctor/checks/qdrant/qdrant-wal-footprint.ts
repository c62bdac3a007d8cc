import { qdrantKey } from '../../../facts/qdrant.ts';
import type { Service } from '../../../project/project.ts';
import { MIB, shown } from '../../../sizing/quantity.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { qdrantServices, qdrantSetting } from '../../components/qdrant/qdrant-settings.ts';
import { withVariable } from '../../components/compose/variable-edits.ts';

const CAPACITY = 'storage.wal.wal_capacity_mb';
const AHEAD = 'storage.wal.wal_segments_ahead';
/** Of one shard: eight times the default of 32 MB. Below it the log is small beside any index. */
const MUCH_MB = 256;

const noSpace: LogPattern = { name: 'space', literal: 'WAL buffer size exceeds available disk space' };

export const qdrantWalFootprint = defineCheck({
  id: 'qdrant-wal-footprint',
  area: 'qdrant',
  severity: 'warning',
  title: "Qdrant's write-ahead logs are small beside the data",
  why: `wal_capacity_mb is for one segment of the log of one shard of one collection, and one more segment is kept open: 256 MB with
three segments in seven collections are five gigabytes of disk before the first vector, and that much to read at a start. The
default of 32 MB serves heavy writers as well.`,
  repair:
    'Go back to wal_capacity_mb 32 and wal_segments_ahead 0. Collections that exist keep what they were made with.',
  fixClass: 'confirm',
  source:
    'Qdrant lib/storage WalConfig (defaults 32 and 0, facts) and collection/src/shards shard_ops.rs (the log line)',
  logs: [noSpace],
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    return found(services.flatMap((service) => findingsOf(evidence, service)));
  },
});

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  const { project, live, logs } = evidence;
  const capacity = qdrantSetting(project, service, CAPACITY);
  const ahead = qdrantSetting(project, service, AHEAD);
  const each = Number(capacity?.value ?? qdrantKey(CAPACITY)?.default) * (1 + Number(ahead?.value ?? 0));
  const { count } = logs.summary('qdrant-wal-footprint', noSpace.name);
  const at = capacity?.at ?? ahead?.at;
  if (at === undefined || !Number.isFinite(each) || (each < MUCH_MB && count === 0)) return [];
  const answer = live.qdrant.get(service.name);
  const collections = answer?.seen === true ? answer.value.collections.length : undefined;
  const total =
    collections === undefined || collections === 0
      ? ''
      : `, ${shown({ value: each * collections * MIB, unit: 'bytes' })} for the ${collections} that are there`;
  const edits = [
    ...(capacity === undefined ? [] : [edit(evidence, service, CAPACITY, capacity, 32)]),
    ...(ahead === undefined ? [] : [edit(evidence, service, AHEAD, ahead, 0)]),
  ];
  const made = edits.filter((one) => one !== undefined);
  const seen: readonly Seen[] = [
    {
      by: 'config',
      text: `${CAPACITY} ${String(capacity?.value ?? 32)}, ${AHEAD} ${String(ahead?.value ?? 0)}; the defaults are 32 and 0`,
      at,
    },
    ...(collections === undefined ? [] : [{ by: 'live', text: `${collections} collections` } as const]),
    ...(count > 0
      ? [{ by: 'log', text: `"WAL buffer size exceeds available disk space" ${count} x` } as const]
      : []),
  ];
  return [
    {
      message: `${service.name} sets aside ${each} MB of log for each shard of each collection${total}; the default is 32.`,
      at,
      evidence: seen,
      ...(made.length < edits.length
        ? {}
        : { fix: { class: 'confirm', edits: made, restart: [service.name] } }),
    },
  ];
}

function edit(
  { project }: Evidence,
  service: Service,
  path: string,
  { variable, at }: NonNullable<ReturnType<typeof qdrantSetting>>,
  value: number,
) {
  return variable === undefined
    ? ({ do: 'set-yaml', file: at.file, path: path.split('.'), value } as const)
    : withVariable(project, service, variable.key, String(value));
}
