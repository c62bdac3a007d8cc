import type { Judged } from '../../../sizing/invariant.ts';
import { invariantOf } from '../../../sizing/invariants.ts';
import { NODES_PER_QUERY } from '../../../sizing/postgres-memory.ts';
import { KIB, MIB, shown } from '../../../sizing/quantity.ts';
import type { StackService } from '../../../sizing/stack.ts';
import { placesOf, termsSeen } from '../../budget-terms.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { postgresBytes, withPostgresSetting } from '../../postgres-settings.ts';
import { postgresStacks } from '../../postgres-stacks.ts';
import { stackOfProject } from '../../stack-of-project.ts';

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
  const wanted = fittingWorkMem(stack, judged.bound.value);
  const edits =
    wanted === undefined
      ? undefined
      : withPostgresSetting(evidence.project, service, 'work_mem', postgresBytes(wanted));
  return {
    message: `${service.name} may take ${shown(judged.sum)} and its limit is ${shown(judged.bound)}: ${judged.terms.map(({ label, quantity }) => `${label} = ${shown(quantity)}`).join(', ')}.`,
    at,
    related: placesOf(judged, at),
    evidence: termsSeen(judged),
    severity: judged.severity,
    repair:
      wanted === undefined
        ? 'Even the least work_mem does not fit: lower max_connections (pools, PgBouncer) or shared_buffers, or raise the limit.'
        : `Set work_mem to ${postgresBytes(wanted)}, or lower max_connections, or raise the limit.`,
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}

/** What the limit leaves for each of three sorts of every connection, in whole MiB where it is one at least. */
function fittingWorkMem({ numbers }: StackService, limit: number): number | undefined {
  const value = (key: keyof StackService['numbers']): number => numbers[key]?.value ?? 0;
  const left =
    limit - value('shared_buffers') - value('autovacuum_max_workers') * value('autovacuum_work_mem');
  const each = left / ((value('max_connections') + value('max_worker_processes')) * NODES_PER_QUERY);
  const rounded = each >= MIB ? Math.floor(each / MIB) * MIB : Math.floor(each / KIB) * KIB;
  return rounded >= LEAST_WORK_MEM ? rounded : undefined;
}
