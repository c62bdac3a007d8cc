import type { Judged } from '../../../sizing/invariant.ts';
import { invariantOf } from '../../../sizing/invariants.ts';
import { AUTOVACUUM, NODES_PER_QUERY } from '../../../sizing/postgres-memory.ts';
import { KIB, MIB, shown } from '../../../sizing/quantity.ts';
import type { StackService } from '../../../sizing/stack.ts';
import { placesOf, termsSeen } from '../../components/capacity/budget-terms.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { postgresBytes, withPostgresSetting } from '../../components/postgres/postgres-settings.ts';
import { postgresStacks } from '../../components/postgres/postgres-stacks.ts';
import { stackOfProject } from '../../components/capacity/stack-of-project.ts';

const MEMORY = invariantOf('I3');
/** The least that PostgreSQL takes for work_mem (facts: min 64 kB). */
const LEAST_WORK_MEM = 64 * KIB;

export const pgWorkmemBlowup = defineCheck({
  id: 'pg-workmem-blowup',
  area: 'postgres',
  severity: 'warning',
  title: 'All connections may sort at once within the memory limit',
  why: `work_mem is for each sort and each hash of each connection, not for the server: 32 MB with 100 connections and three sorts
each is ten gigabytes. It goes well until the peak; then the kernel kills a backend, and PostgreSQL restarts with all connections.`,
  repair:
    'Lower work_mem to what the limit leaves for each connection, or max_connections; raise work_mem in the session of a big report.',
  fixClass: 'confirm',
  source: `${MEMORY.statement}; ${MEMORY.source}`,
  run: (evidence) => {
    const servers = postgresStacks(evidence);
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const judgements = MEMORY.judge(stackOfProject(evidence));
    const broken = judgements.filter((one): one is Judged => one.judged && !one.holds);
    const findings = broken.flatMap((one) => {
      const server = servers.find(({ service }) => service.name === one.subject);
      return server === undefined || !isChosen(server.stack) ? [] : [findingOf(evidence, server, one)];
    });
    if (findings.length > 0) return found(findings);
    const missing = judgements.flatMap((one) => (one.judged ? [] : one.missing));
    return missing.length === 0 ? found([]) : notObservable(`not known: ${missing.join('; ')}`);
  },
});

/** A server with PostgreSQL's own defaults is the tuner's matter, and nobody's mistake. */
function isChosen({ numbers }: StackService): boolean {
  return [numbers.work_mem, numbers.max_connections, numbers.shared_buffers].some(
    (quantity) => quantity !== undefined && quantity.origin.kind !== 'default',
  );
}

function findingOf(
  evidence: Evidence,
  { service, stack }: ReturnType<typeof postgresStacks>[number],
  judged: Judged,
): Finding {
  const { work_mem: workMem, max_connections: connections } = stack.numbers;
  const at = workMem?.origin.at ?? connections?.origin.at ?? judged.bound.origin.at ?? service.at;
  const vacuum = smallerVacuum(stack, judged.bound.value);
  const wanted = fittingWorkMem(stack, judged.bound.value, vacuum);
  const set = (name: string, bytes: number) =>
    withPostgresSetting(evidence.project, service, name, postgresBytes(bytes));
  const parts = [
    ...(vacuum === undefined ? [] : [set('autovacuum_work_mem', vacuum)]),
    ...(wanted === undefined || wanted === workMem?.value ? [] : [set('work_mem', wanted)]),
  ];
  const edits =
    wanted === undefined || parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  return {
    message: `${service.name} may take ${shown(judged.sum)} and its limit is ${shown(judged.bound)}: ${judged.terms.map(({ label, quantity }) => `${label} = ${shown(quantity)}`).join(', ')}.`,
    at,
    related: placesOf(judged, at),
    evidence: termsSeen(judged),
    severity: judged.severity,
    repair:
      wanted === undefined
        ? 'Even the least work_mem does not fit: lower max_connections (pools, PgBouncer) or shared_buffers, or raise the limit.'
        : `Set ${vacuum === undefined ? '' : `autovacuum_work_mem to ${postgresBytes(vacuum)} and `}work_mem to ${postgresBytes(wanted)}, or lower max_connections, or raise the limit.`,
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}

/**
 * Each autovacuum worker takes maintenance_work_mem unless told otherwise: where that was raised for index builds, a 64th of the
 * limit is enough for it (as the tuner divides).
 */
function smallerVacuum({ numbers }: StackService, limit: number): number | undefined {
  const { autovacuum_work_mem: vacuum, maintenance_work_mem: build } = numbers;
  const inherits = vacuum !== undefined && vacuum === build && vacuum.origin.kind === 'file';
  const share = AUTOVACUUM.part * limit;
  return inherits && vacuum.value > share ? share : undefined;
}

/** What the limit leaves for each of three sorts of every connection, in whole MiB where it is one at least; never more than now. */
function fittingWorkMem({ numbers }: StackService, limit: number, vacuum?: number): number | undefined {
  const value = (key: keyof StackService['numbers']): number => numbers[key]?.value ?? 0;
  const autovacuum = value('autovacuum_max_workers') * (vacuum ?? value('autovacuum_work_mem'));
  const left = limit - value('shared_buffers') - autovacuum;
  const each = left / ((value('max_connections') + value('max_worker_processes')) * NODES_PER_QUERY);
  const rounded = each >= MIB ? Math.floor(each / MIB) * MIB : Math.floor(each / KIB) * KIB;
  return rounded >= LEAST_WORK_MEM ? Math.min(rounded, value('work_mem')) : undefined;
}
