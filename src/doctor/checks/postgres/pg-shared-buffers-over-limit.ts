import { MIB, shown } from '../../../sizing/quantity.ts';
import type { StackService } from '../../../sizing/stack.ts';
import {
  defineCheck,
  type Finding,
  found,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { postgresBytes, withPostgresSetting } from '../../components/postgres/postgres-settings.ts';
import { postgresStacks } from '../../components/postgres/postgres-stacks.ts';

/** What a reader of a database of any size may still call a cache; PostgreSQL reads through the kernel's as well (manual 19.4.1). */
const MOST = 0.4;
/** Of a dedicated server's memory (manual 19.4.1; pgtune): here that is the container's limit. */
const REASONABLE = 0.25;

const noMemory: LogPattern = { name: 'map', literal: 'could not map anonymous shared memory' };

export const pgSharedBuffersOverLimit = defineCheck({
  id: 'pg-shared-buffers-over-limit',
  area: 'postgres',
  severity: 'error',
  title: 'shared_buffers leave room below the memory limit of the container',
  why: `The buffers count against the container's limit, and so does every sort, every connection and the page cache of the kernel
that PostgreSQL reads through. Values written for the host's memory fill the container: the kernel kills a backend, and the server
restarts with all connections.`,
  repair: 'A quarter of the memory limit; or a higher limit, where the host has it (cvx tune).',
  fixClass: 'confirm',
  source:
    'PostgreSQL manual 19.4.1, shared_buffers: 25 % of memory, unlikely to gain beyond 40 %; timescaledb-docker#134; the log line seen with PostgreSQL 15.18 and shared_buffers=900GB',
  logs: [noMemory],
  run: (evidence) => {
    const servers = postgresStacks(evidence);
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const findings = servers.flatMap((one) => findingsOf(evidence, one.stack, one.service));
    if (findings.length > 0) return found(findings);
    const unknown = servers.filter(({ stack }) => stack.memoryLimit === undefined);
    return unknown.length === servers.length
      ? notObservable(
          `${unknown.map(({ service }) => service.name).join(', ')}: no memory limit to hold it against`,
        )
      : found([]);
  },
});

type Server = ReturnType<typeof postgresStacks>[number]['service'];

function findingsOf(evidence: Evidence, stack: StackService, service: Server): readonly Finding[] {
  const buffers = stack.numbers.shared_buffers;
  const limit = stack.memoryLimit;
  if (buffers === undefined) return [];
  const lines = evidence.logs.summary('pg-shared-buffers-over-limit', noMemory.name);
  const told = mayBeOf(lines, service);
  // The default of 128 MB is nobody's mistake, unless it does not fit at all.
  const most = limit === undefined ? Infinity : limit.value * (buffers.origin.kind === 'default' ? 1 : MOST);
  if (buffers.value <= most && !told) return [];
  const wanted = limit === undefined ? undefined : Math.max(MIB, REASONABLE * limit.value);
  const value = wanted === undefined ? undefined : postgresBytes(wanted);
  const edits =
    value === undefined ? undefined : withPostgresSetting(evidence.project, service, 'shared_buffers', value);
  const at = buffers.origin.at ?? service.at;
  const against = limit === undefined ? '' : `, and its container may use ${shown(limit)}`;
  const seen: readonly Seen[] = [
    {
      by: buffers.origin.kind === 'measured' ? 'live' : 'config',
      text: `shared_buffers ${shown(buffers)}${against}`,
      at,
    },
    ...(told
      ? [{ by: 'log', text: `"could not map anonymous shared memory" ${lines.count} x in the log` } as const]
      : []),
  ];
  return [
    {
      message: `${service.name} takes ${shown(buffers)} for shared_buffers${against}${told ? ': it does not start' : ''}.`,
      at,
      ...(limit?.origin.at === undefined ? {} : { related: [limit.origin.at] }),
      evidence: seen,
      ...(value === undefined
        ? {}
        : { repair: `Set shared_buffers to ${value}, a quarter of the limit, or raise the limit.` }),
      ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
    },
  ];
}
