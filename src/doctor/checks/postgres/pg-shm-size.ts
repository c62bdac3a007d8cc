import { postgresMajor } from '../../../facts/postgres-major.ts';
import { invariantOf } from '../../../sizing/invariants.ts';
import { MIB, shown } from '../../../sizing/quantity.ts';
import type { StackService } from '../../../sizing/stack.ts';
import type { Service } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { postgresStacks } from '../../components/postgres/postgres-stacks.ts';
import { postgresNumber, postgresSettings } from '../../components/postgres/postgres-settings.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';

const SHM = invariantOf('I11');
/** As large as PostgreSQL's own recipes give it; a parallel hash of a few connections fits. */
const LEAST = 256 * MIB;
const FACTOR = 1.25;

const noSpace: LogPattern = {
  name: 'resize',
  literal: 'could not resize shared memory segment',
  pattern: /could not resize shared memory segment "[^"]*" to (?<bytes>\d+) bytes: No space left on device/,
};

export const pgShmSize = defineCheck({
  id: 'pg-shm-size',
  area: 'postgres',
  severity: 'warning',
  title: '/dev/shm of PostgreSQL holds a parallel index build',
  why: `Parallel queries and index builds share their work in /dev/shm, and Docker gives it 64 MB whatever the memory limit is. A
build of an index with a larger maintenance_work_mem, or a parallel hash of a big join, fails with "could not resize shared memory
segment … No space left on device" while disks and memory are free.`,
  repair:
    'Set shm_size of the service to 256 MB, or 1.25 times maintenance_work_mem where that is more. It is not reserved: it only may grow so far.',
  fixClass: 'safe',
  source: `${SHM.source}; docker run, --shm-size: 64m`,
  logs: [noSpace],
  run: (evidence) => {
    const servers = postgresStacks(evidence);
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const sized = servers.filter(({ stack }) => stack.numbers.shm_size !== undefined);
    if (sized.length === 0) return HEALTHY;
    return found(sized.flatMap(({ service, stack }) => findingsOf(evidence, service, stack)));
  },
});

function findingsOf(evidence: Evidence, service: Service, stack: StackService): readonly Finding[] {
  const { shm_size: size, maintenance_work_mem: build } = stack.numbers;
  const lines = evidence.logs.summary('pg-shm-size', noSpace.name);
  const told = mayBeOf(lines, service);
  if (size === undefined || build === undefined) return [];
  // 64 MB against the default of 64 MB: nobody chose it, and most databases never build an index so large.
  const isShort =
    build.origin.kind !== 'default' &&
    FACTOR * build.value > size.value &&
    buildsInParallel(evidence, service);
  if (!isShort && !told) return [];
  const asked = [...(lines.tallies['bytes']?.keys() ?? [])].map(Number);
  const need = Math.max(
    LEAST,
    FACTOR * build.value,
    ...asked.map((bytes) => FACTOR * bytes),
    told ? 2 * size.value : 0,
  );
  const value = `${Math.ceil(need / MIB)}mb`;
  const at = size.origin.at ?? service.at;
  const seen: readonly Seen[] = [
    { by: 'config', text: `/dev/shm has ${shown(size)}; ${size.origin.note}`, at },
    ...(isShort
      ? [
          {
            by: 'config',
            text: `maintenance_work_mem ${shown(build)}`,
            ...(build.origin.at === undefined ? {} : { at: build.origin.at }),
          } as const,
        ]
      : []),
    ...(told
      ? [
          {
            by: 'log',
            text: `"could not resize shared memory segment … No space left on device" ${lines.count} x`,
          } as const,
        ]
      : []),
  ];
  return [
    {
      message: told
        ? `${service.name} ran out of shared memory ${lines.count} times: /dev/shm has ${shown(size)}.`
        : `An index build of ${service.name} may take ${shown(build)} of shared memory, and /dev/shm has ${shown(size)}.`,
      at,
      ...(build.origin.at === undefined ? {} : { related: [build.origin.at] }),
      evidence: seen,
      severity: told ? 'error' : 'warning',
      repair: `Set shm_size: ${value} on ${service.name}.`,
      fix: { class: 'safe', edits: [setOnService(service, ['shm_size'], value)], restart: [service.name] },
    },
  ];
}

function buildsInParallel({ project }: Evidence, service: Service): boolean {
  const set = postgresSettings(project, service).get('max_parallel_maintenance_workers');
  return set === undefined || postgresNumber(set.name, set.value, postgresMajor(service)) !== 0;
}
